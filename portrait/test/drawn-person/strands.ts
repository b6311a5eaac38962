import { type Canvas, drawStroke, emptyStroke, type Stroke } from './canvas.ts'
import { smoothStep } from './curve.ts'
import { behindHairline, type Growth, skull, type Vector } from './hair.ts'
import { developed, linearOf } from './light.ts'
import { randomFrom } from './noise.ts'
import { headToPx, type Scene } from './scene.ts'
import { type Colour, hairColours } from './variation.ts'

/** One grown hair: points in head millimetres, how deep in the hair it lies (0 skull, 1 outside), how it is drawn. */
export interface Strand {
  points: Vector[]
  layer: number
  radiusMm: number
  strength: number
  tint: number
}

const STEP_MM = 5

/** Grows a whole head of hair: thick dark hairs underneath, fine ones over them, a few wisps that stand off. */
export function growHair(scene: Scene, growth: Growth): Strand[] {
  const random = randomFrom(scene.variation.seed * 101 + 13)
  const strands: Strand[] = []
  while (strands.length < growth.strands) {
    const root = rootFrom(random)
    const margin = root.d > -35 || root.v > 40 ? behindHairline(root.u, root.v) : 22 - root.v
    if (margin < -1.5 + 4 * random() ** 2) continue
    const share = strands.length / growth.strands
    const under = share < 0.3 && margin > 9
    const wisp = share > 0.955
    const layer = under ? 0.1 + 0.5 * random() : 0.25 + 0.75 * random() ** 0.7
    const thin = smoothStep(-2, 12, margin)
    strands.push({
      points: grow(root, growth, layer * (0.35 + 0.65 * thin) + (wisp ? 0.25 * random() : 0), wisp, random),
      layer,
      radiusMm: under ? 1.25 : wisp ? 0.1 : (0.17 + 0.14 * random()) * (0.6 + 0.4 * thin),
      strength: under ? 0.95 : wisp ? 0.55 : 0.45 + 0.45 * random(),
      tint: (0.82 + 0.36 * random()) * (under ? 0.6 : 1),
    })
  }
  return strands
}

function rootFrom(random: () => number): Vector {
  const z = 2 * random() - 1
  const turn = 2 * Math.PI * random()
  const flat = Math.sqrt(1 - z * z)
  return {
    u: skull.radiusU * flat * Math.cos(turn),
    v: skull.v + skull.radiusV * z,
    d: skull.depth + skull.radiusDepth * flat * Math.sin(turn),
  }
}

function grow(root: Vector, growth: Growth, layer: number, wisp: boolean, random: () => number): Vector[] {
  const points = [root]
  const count = Math.max(3, Math.round(growth.length(root, random) / STEP_MM))
  const off = layer * growth.thickness
  const phase = random() * 6.3
  const wave = growth.curl * (wisp ? 2.6 : 1)
  let at = root
  let heading = skullNormal(root)
  for (let k = 0; k < count; k++) {
    const normal = skullNormal(at)
    const wish = alongSkull(unit(growth.wish(root, at, normal)), at, normal)
    const swing = wave * Math.sin(phase + k * 0.55)
    const jitter = wave * 0.5 * (random() - 0.5)
    heading = unit({
      u: heading.u * 0.45 + wish.u * 0.55 + swing * 0.35 + jitter,
      v: heading.v * 0.45 + wish.v * 0.55 + jitter,
      d: heading.d * 0.45 + wish.d * 0.55,
    })
    const reach = 0.35 + 0.65 * smoothStep(-2, growth.rise, k)
    at = outside(
      { u: at.u + heading.u * STEP_MM, v: at.v + heading.v * STEP_MM, d: at.d + heading.d * STEP_MM },
      off * reach,
    )
    points.push(at)
  }
  return points
}

/** Takes away what leads off the skull, up to the crown's lift, so that hair lies on the head until it hangs free. */
function alongSkull(wish: Vector, at: Vector, normal: Vector): Vector {
  const off = wish.u * normal.u + wish.v * normal.v + wish.d * normal.d - 0.3 * smoothStep(-60, -95, at.v)
  if (off <= 0 || at.v > skull.v) return wish
  return unit({ u: wish.u - off * normal.u, v: wish.v - off * normal.v, d: wish.d - off * normal.d })
}

/** Keeps a point outside the skull raised by `off` mm, by pushing it out from the skull's middle. */
function outside(at: Vector, off: number): Vector {
  const a = skull.radiusU + off
  const b = skull.radiusV + off
  const c = skull.radiusDepth + off
  const v = at.v - skull.v
  const d = at.d - skull.depth
  const r = Math.hypot(at.u / a, v / b, d / c)
  if (r >= 1 || at.v > 40) return at
  return { u: at.u / r, v: skull.v + v / r, d: skull.depth + d / r }
}

function skullNormal(at: Vector): Vector {
  return unit({
    u: at.u / skull.radiusU ** 2,
    v: (at.v - skull.v) / skull.radiusV ** 2,
    d: (at.d - skull.depth) / skull.radiusDepth ** 2,
  })
}

function unit(vector: Vector): Vector {
  const length = Math.hypot(vector.u, vector.v, vector.d) || 1
  return { u: vector.u / length, v: vector.v / length, d: vector.d / length }
}

/** Draws strands back to front onto a canvas. */
export function drawHair(scene: Scene, canvas: Canvas, strands: Strand[]): void {
  const ordered = strands.slice().sort((a, b) => depthOf(a) - depthOf(b))
  const stroke = emptyStroke(128)
  const base = linearOf(hairColours[scene.variation.hairColour])
  for (const strand of ordered) {
    strokeOf(stroke, scene, strand, base)
    drawStroke(canvas, stroke)
  }
}

function depthOf(strand: Strand): number {
  const middle = strand.points[strand.points.length >> 1]
  return middle.d + 26 * strand.layer + (strand.radiusMm > 1 ? -30 : 0)
}

/** Kajiya and Kay 1989: a hair takes light by the sine of the angle to its direction, with two shifted highlights. */
function strokeOf(stroke: Stroke, scene: Scene, strand: Strand, base: Colour): void {
  const { points } = strand
  const { light } = scene
  const halfLength = Math.hypot(light.x, light.y, light.z + 1)
  const half = { u: light.x / halfLength, v: light.y / halfLength, d: (light.z + 1) / halfLength }
  stroke.count = Math.min(points.length, 128)
  stroke.radiusPx = strand.radiusMm * scene.pxPerMm
  stroke.strength = strand.strength
  for (let k = 0; k < stroke.count; k++) {
    const at = points[k]
    const next = points[Math.min(k + 1, points.length - 1)]
    const before = points[Math.max(0, k - 1)]
    const along = unit({ u: next.u - before.u, v: next.v - before.v, d: next.d - before.d })
    const normal = skullNormal(at)
    const facing = normal.u * light.x + normal.v * light.y + normal.d * light.z
    const dot = along.u * light.x + along.v * light.y + along.d * light.z
    const sheen = along.u * half.u + along.v * half.v + along.d * half.d + 0.07 * (strand.tint - 1) + normal.v * 0.04
    const shine = Math.max(0, 1 - sheen * sheen)
    const lit = Math.max(0, (facing + 0.4) / 1.4) * (0.35 + 0.65 * strand.layer)
    const diffuse =
      (0.35 + 0.65 * Math.sqrt(1 - Math.min(1, dot * dot))) * lit * light.key + light.fill * (0.3 + 0.35 * strand.layer)
    const gloss =
      (0.3 * shine ** 34 + 0.09 * shine ** 8) * strand.tint ** 2 * lit * light.key * (strand.radiusMm > 1 ? 0.2 : 1)
    const [x, y] = headToPx(scene, at.u, at.v)
    stroke.x[k] = x
    stroke.y[k] = y
    stroke.r[k] = developed(base[0] * strand.tint * diffuse * 1.25 + gloss * (0.5 + base[0] * 1.6))
    stroke.g[k] = developed(base[1] * strand.tint * diffuse * 1.25 + gloss * (0.5 + base[1] * 1.6))
    stroke.b[k] = developed(base[2] * strand.tint * diffuse * 1.25 + gloss * (0.52 + base[2] * 1.6))
  }
}
