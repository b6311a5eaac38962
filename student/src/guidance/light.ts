import type { Box } from './kept-area.ts'
import type { CameraPicture, Point } from './seen.ts'

/** Weights of Rec. 601. */
function lumaAt({ rgba }: CameraPicture, pixel: number): number {
  const at = pixel * 4
  return 0.299 * rgba[at] + 0.587 * rgba[at + 1] + 0.114 * rgba[at + 2]
}

/** The part of a box that lies in the picture, whole pixels, ends excluded. */
export function insideOf({ widthPx, heightPx }: CameraPicture, box: Box) {
  return {
    left: Math.max(0, Math.round(box.leftPx)),
    top: Math.max(0, Math.round(box.topPx)),
    right: Math.min(widthPx, Math.round(box.leftPx + box.widthPx)),
    bottom: Math.min(heightPx, Math.round(box.topPx + box.heightPx)),
  }
}

/**
 * The level that one pixel in a thousand of the kept area exceeds. Darkness is read off the brightest thing (wall,
 * collar), never off the skin: a level of the face leans on skin tone.
 */
export function brightestOf(picture: CameraPicture, kept: Box): number {
  const counts = new Int32Array(256)
  const { left, top, right, bottom } = insideOf(picture, kept)
  let total = 0
  for (let y = top; y < bottom; y += 2) {
    for (let x = left; x < right; x += 2) {
      const level = lumaAt(picture, y * picture.widthPx + x) | 0
      counts[level] = counts[level] + 1
      total++
    }
  }
  let level = 255
  for (let above = counts[255]; level > 0 && above <= total / 1000; above += counts[level]) level--
  return level
}

/** Patches on one side of the face on a ruler whose unit is the distance of the eyes: cheek, jaw, forehead, below the eye, chin, temple. */
const patches: [u: number, v: number, halfU: number, halfV: number][] = [
  [0.55, 0.55, 0.15, 0.1],
  [0.5, 0.9, 0.12, 0.1],
  [0.45, -0.5, 0.2, 0.1],
  [0.5, 0.24, 0.18, 0.05],
  [0.3, 1.25, 0.12, 0.08],
  [0.75, 0.45, 0.08, 0.12],
]
const samplesAcross = 5

/** Brightness of the darker half of the face over the brighter one; the two most extreme pairs (hair, beard) left out. */
export function evennessOf(picture: CameraPicture, eyeLeft: Point, eyeRight: Point): number {
  const logs = patches
    .map((patch) =>
      Math.log(
        (patchLevel(picture, eyeLeft, eyeRight, patch, 1) + 1) /
          (patchLevel(picture, eyeLeft, eyeRight, patch, -1) + 1),
      ),
    )
    .sort((a, b) => a - b)
    .slice(1, -1)
  return Math.exp(-Math.abs(logs.reduce((sum, value) => sum + value, 0)) / logs.length)
}

/** The middle level of a patch, on one side of the face or the other. */
function patchLevel(
  picture: CameraPicture,
  [leftX, leftY]: Point,
  [rightX, rightY]: Point,
  [u, v, halfU, halfV]: (typeof patches)[number],
  side: 1 | -1,
): number {
  const levels: number[] = []
  for (let i = 0; i < samplesAcross; i++) {
    for (let j = 0; j < samplesAcross; j++) {
      const along = side * (u + halfU * ((2 * i) / (samplesAcross - 1) - 1))
      const down = v + halfV * ((2 * j) / (samplesAcross - 1) - 1)
      const x = (leftX + rightX) / 2 + along * (rightX - leftX) - down * (rightY - leftY)
      const y = (leftY + rightY) / 2 + along * (rightY - leftY) + down * (rightX - leftX)
      const column = Math.min(picture.widthPx - 1, Math.max(0, Math.round(x)))
      const row = Math.min(picture.heightPx - 1, Math.max(0, Math.round(y)))
      levels.push(lumaAt(picture, row * picture.widthPx + column))
    }
  }
  return levels.sort((a, b) => a - b)[levels.length >> 1]
}
