import { PUPIL_U } from './anatomy.ts'
import type { Canvas } from './canvas.ts'
import { growthOf, skull } from './hair.ts'
import { headToPx, type Scene } from './scene.ts'

/** Where things are, in pixels of the picture: x right, y down, pixel i covers [i, i + 1). Left is the image's left. */
export interface Landmarks {
  pupilLeft: [number, number]
  pupilRight: [number, number]
  chin: [number, number]
  /** Top of the hair's mass (or of the bare skull): stray hair and a bun are left out. */
  crown: [number, number]
  /** Top of the bare skull, whatever hair stands on it. */
  skullTop: [number, number]
  faceLeftPx: number
  faceRightPx: number
  rollDegrees: number
}

/** Known places of the drawn head; `outputPerWork` is the picture's size over the canvas's. `hair` holds head and hair. */
export function landmarksOf(scene: Scene, hair: Canvas, outputPerWork: number): Landmarks {
  const place = (u: number, v: number): [number, number] => {
    const [x, y] = headToPx(scene, u, v)
    return [x * outputPerWork, y * outputPerWork]
  }
  const cheeks = cheekEdges(scene)
  const crown = scene.variation.hair === 'bun' ? tightCrown(scene) : massTop(scene, hair)
  return {
    pupilLeft: place(-PUPIL_U, 0),
    pupilRight: place(PUPIL_U, 0),
    chin: lowestOf(scene).map((value) => value * outputPerWork) as [number, number],
    crown: [crown[0] * outputPerWork, crown[1] * outputPerWork],
    skullTop: place(0, scene.head.topV),
    faceLeftPx: cheeks[0] * outputPerWork,
    faceRightPx: cheeks[1] * outputPerWork,
    rollDegrees: scene.variation.rollDegrees,
  }
}

/** Leftmost and rightmost x of the outline between the eyes' and the mouth's height. */
function cheekEdges(scene: Scene): [number, number] {
  let left = Number.POSITIVE_INFINITY
  let right = Number.NEGATIVE_INFINITY
  for (let v = 0; v <= 60; v++) {
    const half = Math.sqrt(scene.head.halfWidthSquared.at(v))
    left = Math.min(left, headToPx(scene, -half, v)[0])
    right = Math.max(right, headToPx(scene, half, v)[0])
  }
  return [left, right]
}

function lowestOf(scene: Scene): [number, number] {
  let lowest: [number, number] = headToPx(scene, 0, scene.head.chinV)
  for (let v = 80; v <= scene.head.chinV; v += 0.25) {
    const half = Math.sqrt(Math.max(0, scene.head.halfWidthSquared.at(v)))
    for (const side of [-half, half]) {
      const at = headToPx(scene, side, v)
      if (at[1] > lowest[1]) lowest = at
    }
  }
  return lowest
}

function tightCrown(scene: Scene): [number, number] {
  const thickness = (growthOf(scene.variation)?.thickness ?? 0) * 0.85
  let top = headToPx(scene, 0, skull.v - skull.radiusV - thickness)
  for (let turn = -0.5; turn <= 0.5; turn += 0.01) {
    const u = (skull.radiusU + thickness) * Math.sin(turn)
    const at = headToPx(scene, u, skull.v - (skull.radiusV + thickness) * Math.cos(turn))
    if (at[1] < top[1]) top = at
  }
  return top
}

/** First row where at least 24 mm in a line are more than half covered. */
function massTop(scene: Scene, hair: Canvas): [number, number] {
  const need = 24 * scene.pxPerMm
  for (let y = 0; y < hair.heightPx; y++) {
    let run = 0
    for (let x = 0; x < hair.widthPx; x++) {
      run = hair.rgba[(y * hair.widthPx + x) * 4 + 3] > 0.5 ? run + 1 : 0
      if (run >= need) return [x - run / 2, y]
    }
  }
  return headToPx(scene, 0, scene.head.topV)
}
