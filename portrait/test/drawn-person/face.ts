import { headDepth, headDistance } from './anatomy.ts'
import { coverage, lay } from './canvas.ts'
import { bump, smoothStep } from './curve.ts'
import { developed, linearOf, lip, type Surface, shade, skin } from './light.ts'
import { lipMask } from './mouth.ts'
import { fractalNoise, smoothNoise } from './noise.ts'
import { normalAt, type Reach, type Relief, raiseDepth, reliefOf } from './relief.ts'
import { type Box, eachHeadPixel, headBox, type Scene } from './scene.ts'
import { type Colour, skinColours } from './variation.ts'

/** The face as a surface: its depth over its box, also raised into the scene for shadows. */
export function faceRelief(scene: Scene): Relief {
  const { head } = scene
  const box = headBox(scene, -76, head.topV - 2, 76, head.chinV + 2)
  const relief = reliefOf(box)
  eachHeadPixel(scene, box, (i, u, v) => {
    const x = i % scene.canvas.widthPx
    const y = (i / scene.canvas.widthPx) | 0
    const depth = headDepth(head, u, v)
    relief.depth[(y - box.top) * relief.widthPx + x - box.left] = depth
    if (headDistance(head, u, v) < 0) raiseDepth(scene, x, y, depth)
  })
  return relief
}

/** Skin and lips of the head, shaded; eyes, brows and hair come on top. */
export function drawFace(scene: Scene, relief: Relief, reach: Reach): void {
  const { head, canvas, pxPerMm } = scene
  const normal = new Float64Array(3)
  const out = new Float64Array(3)
  const albedo = new Float64Array(3)
  const base = linearOf(skinColours[scene.variation.skin])
  eachHeadPixel(scene, relief.box, (i, u, v) => {
    const covered = coverage(headDistance(head, u, v) * pxPerMm)
    if (covered === 0) return
    const x = i % canvas.widthPx
    const y = (i / canvas.widthPx) | 0
    normalAt(normal, relief, x, y, pxPerMm)
    pore(normal, u, v, scene.variation.seed)
    const lips = paintSkin(albedo, base, scene, u, v)
    const surface: Surface = lips > 0.5 ? lip : skin
    const at = (y >> 1) * scene.depthWidthPx + (x >> 1)
    shade(out, albedo, surface, normal, scene.light, reach.key[at], reach.open[at])
    lay(canvas, i, developed(out[0]), developed(out[1]), developed(out[2]), covered)
  })
}

function pore(normal: Float64Array, u: number, v: number, seed: number): void {
  normal[0] += 0.035 * smoothNoise(u * 1.3, v * 1.3, seed + 11)
  normal[1] += 0.035 * smoothNoise(u * 1.3, v * 1.3, seed + 12)
}

/** Linear skin colour at (u, v): blood in cheeks, nose and lids, shade of the beard, spots; returns the share of lip. */
function paintSkin(albedo: Float64Array, base: Colour, scene: Scene, u: number, v: number): number {
  const { seed, face } = scene.variation
  const a = Math.abs(u)
  const blood =
    0.5 * bump(a - 44, 16) * bump(v - 36, 16) +
    0.4 * bump(a, 11) * bump(v - 38, 9) +
    0.25 * bump(a - 31, 14) * bump(v + 1, 9) +
    0.16 * bump(a, 14) * bump(v - 98, 10) +
    0.16 * fractalNoise(u / 16, v / 16, 3, seed + 21)
  const shade =
    1 + 0.05 * fractalNoise(u / 5, v / 5, 4, seed + 22) + 0.03 * fractalNoise(u * 0.9, v * 0.9, 2, seed + 23)
  const beard = face === 'firm' ? 0.13 * beardShare(u, v) : 0
  const lids = 0.16 * bump(a - 31, 14) * bump(v + 7, 5) + 0.09 * bump(a - 27, 10) * bump(v - 10, 5)
  const spot = scene.variation.seed % 3 === 0 ? 0.3 * bump(u - 38, 0.8) * bump(v - 55, 0.8) : 0
  const dark = shade * (1 - beard) * (1 - lids) * (1 - spot)
  albedo[0] = base[0] * dark * (1 + 0.03 * blood)
  albedo[1] = base[1] * dark * (1 - 0.2 * blood)
  albedo[2] = base[2] * dark * (1 - 0.16 * blood)
  const lips = lipMask(u, v)
  if (lips > 0) tintLips(albedo, scene, u, v, lips)
  const line = 0.86 * bump(v - 67.2 + 0.0034 * u * u, 0.8) * smoothStep(27, 22, a)
  const corner = 0.35 * bump(a - 26, 2) * bump(v - 65.2, 1.8)
  const nostril = 0.8 * smoothStep(1.35, 0.5, Math.hypot((a - 6.6) / 4.2, (v - 46.8 - 0.1 * (a - 6.6)) / 1.9))
  const wing = 0.2 * bump(a - 17.5, 1.4) * bump(v - 41, 4)
  const hollow = (1 - line) * (1 - corner) * (1 - nostril) * (1 - wing)
  albedo[0] *= hollow * (1 + 0.3 * (1 - hollow))
  albedo[1] *= hollow
  albedo[2] *= hollow
  return lips
}

function tintLips(albedo: Float64Array, scene: Scene, u: number, v: number, lips: number): void {
  const share = lips * (scene.variation.face === 'soft' ? 0.72 : 0.45)
  const crack = 1 + 0.07 * smoothNoise(u * 1.1, v * 0.12, scene.variation.seed + 31)
  const upper = v < 67 ? 0.86 : 1
  albedo[0] *= 1 - share * (1 - 0.84 * crack * upper)
  albedo[1] *= 1 - share * (1 - 0.42 * crack * upper)
  albedo[2] *= 1 - share * (1 - 0.5 * crack * upper)
}

function beardShare(u: number, v: number): number {
  const lower = smoothStep(46, 62, v + 0.006 * u * u)
  const cheek = smoothStep(46, 34, Math.abs(u)) + smoothStep(60, 85, v)
  return lower * Math.min(1, cheek) * (0.85 + 0.3 * smoothNoise(u * 1.6, v * 1.6, 5))
}

/** The ears, behind the face's outline and under the hair. */
function earBoxes(scene: Scene): Box[] {
  return [headBox(scene, -86, -22, -60, 48), headBox(scene, 60, -22, 86, 48)]
}

function earPlace(u: number, v: number): [number, number] {
  const lean = (Math.abs(u) - 70) * 1 - 0.1 * (14 - v)
  return [lean / 11, (v - 13) / 31]
}

export function drawEars(scene: Scene, reach: Reach): void {
  const { canvas, pxPerMm } = scene
  const base = linearOf(skinColours[scene.variation.skin])
  const out = new Float64Array(3)
  const albedo = new Float64Array(3)
  for (const box of earBoxes(scene)) {
    const relief = reliefOf(box)
    eachHeadPixel(scene, box, (i, u, v) => {
      const [p, q] = earPlace(u, v)
      const r = Math.hypot(p, q * (q > 0.3 ? 1.04 : 1))
      const rim =
        4.5 * bump(r - 0.82, 0.13) +
        3 * bump(p - 0.2, 0.16) * bump(q + 0.05, 0.4) -
        3 * bump(p, 0.3) * bump(q - 0.1, 0.3)
      relief.depth[index(relief, i, canvas.widthPx)] = 8 - 5 * r * r + rim
    })
    const normal = new Float64Array(3)
    eachHeadPixel(scene, box, (i, u, v) => {
      const [p, q] = earPlace(u, v)
      const covered = coverage((Math.hypot(p, q) - 1) * 12 * pxPerMm)
      if (covered === 0) return
      const x = i % canvas.widthPx
      const y = (i / canvas.widthPx) | 0
      normalAt(normal, relief, x, y, pxPerMm)
      const deep = 0.55 * bump(p - 0.1, 0.3) * bump(q - 0.12, 0.3)
      albedo[0] = base[0] * (1 - 0.7 * deep)
      albedo[1] = base[1] * 0.86 * (1 - deep)
      albedo[2] = base[2] * 0.84 * (1 - deep)
      const at = (y >> 1) * scene.depthWidthPx + (x >> 1)
      shade(out, albedo, skin, normal, scene.light, 0.35 + 0.65 * reach.key[at], 0.8)
      lay(canvas, i, developed(out[0]), developed(out[1]), developed(out[2]), covered)
    })
  }
}

function index(relief: Relief, i: number, canvasWidthPx: number): number {
  const x = i % canvasWidthPx
  const y = (i / canvasWidthPx) | 0
  return (y - relief.box.top) * relief.widthPx + x - relief.box.left
}
