import { bodyParts, drawBodyPart } from './body.ts'
import { drawBrows } from './brows.ts'
import type { Canvas } from './canvas.ts'
import { drawEyes } from './eyes.ts'
import { drawEars, drawFace, faceRelief } from './face.ts'
import { behindHairline, growthOf, skull } from './hair.ts'
import { drawBun, drawGlasses, drawScalp } from './headwear.ts'
import { raiseDepth, reachOf } from './relief.ts'
import { eachHeadPixel, headBox, type Scene, sceneOf } from './scene.ts'
import { drawHair, growHair, type Strand } from './strands.ts'
import { type Landmarks, landmarksOf } from './truth.ts'
import type { Variation } from './variation.ts'

/** A person on a transparent canvas of the working size, and where the parts are in the final picture. */
export interface Painted {
  canvas: Canvas
  landmarks: Landmarks
}

/** Paints one person back to front: bun, hair behind, body, ears, face, eyes, brows, hair in front, glasses. */
export function paintPerson(variation: Variation, widthPx: number, heightPx: number, outputPerWork: number): Painted {
  const scene = sceneOf(variation, widthPx, heightPx)
  const face = faceRelief(scene)
  const body = bodyParts(scene)
  const growth = growthOf(variation)
  const strands = growth ? growHair(scene, growth) : []
  if (growth) raiseHair(scene, growth.thickness)
  const reach = reachOf(scene)
  if (variation.hair === 'bun') drawBun(scene)
  drawHair(scene, scene.canvas, strands.filter(isBehind))
  for (const part of body) drawBodyPart(scene, part, reach)
  drawEars(scene, reach)
  drawFace(scene, face, reach)
  drawEyes(scene, reach)
  drawBrows(scene)
  if (growth) drawScalp(scene, face)
  if (variation.glasses) drawGlasses(scene)
  const front = strands.filter((strand) => !isBehind(strand))
  drawHair(scene, scene.canvas, front)
  return { canvas: scene.canvas, landmarks: landmarksOf(scene, scene.canvas, outputPerWork) }
}

function isBehind(strand: Strand): boolean {
  const root = strand.points[0]
  return root.d < -14 && !(Math.abs(root.u) > 60 && root.d > -34)
}

/** Lifts the hair's bulk into the scene, so that it throws its soft shadow on forehead and cheeks. */
function raiseHair(scene: Scene, thickness: number): void {
  const box = headBox(scene, -90, -125, 90, 40)
  eachHeadPixel(scene, box, (i, u, v) => {
    if (behindHairline(u, v) < 2) return
    const a = u / (skull.radiusU + thickness)
    const b = (v - skull.v) / (skull.radiusV + thickness)
    const r = a * a + b * b
    if (r >= 1) return
    const depth = skull.depth + (skull.radiusDepth + 0.7 * thickness) * Math.sqrt(1 - r)
    raiseDepth(scene, i % scene.canvas.widthPx, (i / scene.canvas.widthPx) | 0, depth)
  })
}
