import type { SheetLayout } from '@tucai/portrait/print-layout'

/**
 * The two strips of paper beside the photos, left and right or above and below, whichever are deeper. Along a strip one
 * goes up (left, right) or to the right (above, below).
 */
export interface Edges {
  /** Of the narrower one. */
  depthMm: number
  turned: boolean
  /** How far the photos begin from the strip’s beginning, and how far they reach. */
  fromMm: number
  lengthMm: number
  /** Where the far strip begins: right of the photos, or below them. */
  farMm: number
}

/** What a strip must hold at least: a line of text off the cut marks, or a barcode and the sheet’s name beside it. */
export const edgeDepthMm = { name: 2.6, text: 5, barcode: 6.6 }

/** The strips that the photos of a sheet and their captions leave. */
export function edgesOf(layouts: SheetLayout[]): Edges {
  const { paper } = layouts[0]!
  const boxes = layouts.flatMap(({ places, captionMm, turned }) =>
    places.map(({ leftMm, topMm, widthMm, heightMm }) => ({
      leftMm,
      topMm,
      rightMm: leftMm + widthMm + (turned ? captionMm : 0),
      bottomMm: topMm + heightMm + (turned ? 0 : captionMm),
    })),
  )
  const leftMm = Math.min(...boxes.map((box) => box.leftMm))
  const rightMm = Math.max(...boxes.map((box) => box.rightMm))
  const topMm = Math.min(...boxes.map((box) => box.topMm))
  const bottomMm = Math.max(...boxes.map((box) => box.bottomMm))
  const besideMm = Math.min(leftMm, paper.widthMm - rightMm)
  const aboveMm = Math.min(topMm, paper.heightMm - bottomMm)
  return besideMm > aboveMm
    ? { depthMm: besideMm, turned: true, fromMm: paper.heightMm - bottomMm, lengthMm: bottomMm - topMm, farMm: rightMm }
    : { depthMm: aboveMm, turned: false, fromMm: leftMm, lengthMm: rightMm - leftMm, farMm: bottomMm }
}
