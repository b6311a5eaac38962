import type { Pixels } from '../../src/frame.ts'

/** Colours of the patches, row by row; no two alike, so that every turn and mirror shows. */
export const patchColours: number[][] = [
  [220, 60, 50],
  [70, 190, 80],
  [60, 80, 210],
  [230, 220, 70],
  [240, 240, 240],
  [30, 30, 30],
  [200, 150, 120],
  [90, 60, 50],
  [120, 120, 120],
  [70, 200, 210],
  [190, 80, 180],
  [100, 197, 255],
]
export const patchColumns = 4
export const patchRows = 3
const patchPx = 48

export function patchPixels(): Pixels {
  const widthPx = patchColumns * patchPx
  const heightPx = patchRows * patchPx
  const rgb = new Uint8Array(widthPx * heightPx * 3)
  for (let i = 0; i < widthPx * heightPx; i++) {
    const column = Math.floor((i % widthPx) / patchPx)
    const row = Math.floor(i / widthPx / patchPx)
    rgb.set(patchColours[row * patchColumns + column], i * 3)
  }
  return { widthPx, heightPx, rgb }
}

/** The drawn photo in camera.heic, upright. */
export const camera = {
  widthPx: 3024,
  heightPx: 4032,
  tilePx: 512,
  /** Width of the truth beside it, camera-truth.png. */
  truthWidthPx: 252,
  variation: { seed: 77 },
}
