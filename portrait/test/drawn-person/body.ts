import { bodyDepth, bodyDistance, bodyOutline } from './anatomy.ts'
import { coverage, lay } from './canvas.ts'
import { type Garment, garmentsOf } from './clothes.ts'
import { bump } from './curve.ts'
import { cloth, developed, linearOf, type Surface, shade, skin } from './light.ts'
import { fractalNoise } from './noise.ts'
import { normalAt, type Reach, type Relief, raiseDepth, reliefOf } from './relief.ts'
import { bodyBox, eachBodyPixel, type Scene } from './scene.ts'
import { type Colour, skinColours } from './variation.ts'

/** One thing on the body with its depth, ready to be shaded. */
export interface BodyPart {
  garment: Garment
  relief: Relief
  surface: Surface
}

/** Neck and clothes, back to front, raised into the scene for shadows. */
export function bodyParts(scene: Scene): BodyPart[] {
  const parts = [{ garment: bareNeck(scene), surface: skin }]
  for (const garment of garmentsOf(scene.variation)) parts.push({ garment, surface: cloth })
  return parts.map(({ garment, surface }) => {
    const box = bodyBox(scene, -garment.reachU, garment.top, garment.reachU, garment.bottom)
    const relief = reliefOf(box)
    eachBodyPixel(scene, box, (i, u, v) => {
      const x = i % scene.canvas.widthPx
      const y = (i / scene.canvas.widthPx) | 0
      const depth = garment.depth(u, v)
      relief.depth[(y - box.top) * relief.widthPx + x - box.left] = depth
      if (garment.distance(u, v) < 0) raiseDepth(scene, x, y, depth)
    })
    return { garment, relief, surface }
  })
}

function bareNeck(scene: Scene): Garment {
  const outline = bodyOutline(scene.variation)
  const seed = scene.variation.seed
  return {
    reachU: 150,
    top: 40,
    bottom: 260,
    colour: skinColours[scene.variation.skin],
    distance: (u, v) => bodyDistance(outline, u, v),
    depth: (u, v) => bodyDepth(outline, u, v) - 2.5 * bump(u, 9) * bump(v - 172, 9),
    tone: (u, v) => 0.96 + 0.05 * fractalNoise(u / 9, v / 9, 3, seed + 61) - 0.03 * bump(v - 138 - 0.004 * u * u, 0.9),
  }
}

export function drawBodyPart(scene: Scene, part: BodyPart, reach: Reach): void {
  const { canvas, pxPerMm } = scene
  const { garment, relief, surface } = part
  const normal = new Float64Array(3)
  const out = new Float64Array(3)
  const base = linearOf(garment.colour)
  const albedo: Colour = [0, 0, 0]
  eachBodyPixel(scene, relief.box, (i, u, v) => {
    const covered = coverage(garment.distance(u, v) * pxPerMm)
    if (covered === 0) return
    const x = i % canvas.widthPx
    const y = (i / canvas.widthPx) | 0
    normalAt(normal, relief, x, y, pxPerMm)
    const tone = garment.tone(u, v)
    for (let c = 0; c < 3; c++) albedo[c] = base[c] * tone
    const at = (y >> 1) * scene.depthWidthPx + (x >> 1)
    shade(out, albedo, surface, normal, scene.light, reach.key[at], reach.open[at])
    lay(canvas, i, developed(out[0]), developed(out[1]), developed(out[2]), covered)
  })
}
