/** A rectangle in a picture. */
export type Box = { leftPx: number; topPx: number; widthPx: number; heightPx: number }
export type SizePx = { widthPx: number; heightPx: number }

/** The drawing over the live picture (frame.svg), and the kept area in it: the finished photo, 3 to 4. */
export const drawing = { widthPx: 390, heightPx: 540 }
export const keptInDrawing = { leftPx: 31, topPx: 66, widthPx: 328, heightPx: 438 }

/**
 * The kept area in pixels of a camera's picture. The picture fills the box it is shown in and is cut at its edges; the
 * drawing lies whole in the middle of the same box.
 */
export function keptAreaOf(picture: SizePx, box: SizePx): Box {
  const shown = Math.max(box.widthPx / picture.widthPx, box.heightPx / picture.heightPx)
  const drawn = Math.min(box.widthPx / drawing.widthPx, box.heightPx / drawing.heightPx)
  const at = (inDrawing: number, drawingPx: number, picturePx: number) =>
    picturePx / 2 + ((inDrawing - drawingPx / 2) * drawn) / shown
  return {
    leftPx: at(keptInDrawing.leftPx, drawing.widthPx, picture.widthPx),
    topPx: at(keptInDrawing.topPx, drawing.heightPx, picture.heightPx),
    widthPx: (keptInDrawing.widthPx * drawn) / shown,
    heightPx: (keptInDrawing.heightPx * drawn) / shown,
  }
}
