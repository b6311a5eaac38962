/** Pixels of an upright photo: interleaved 8-bit sRGB, `widthPx * heightPx * 3` values, x right, y down. */
export interface Pixels {
  widthPx: number
  heightPx: number
  rgb: Uint8Array
}

/**
 * A decoded photo. A camera's twelve megapixels are decoded smaller than they are, so the frame keeps the size of the
 * upright source; every coordinate that leaves the portrait code is in source pixels.
 */
export interface Frame extends Pixels {
  sourceWidthPx: number
  sourceHeightPx: number
  /** Quality 1..100 by the quantisation tables of a JPEG; absent where the file has none. */
  quality?: number
  /** The same photo with all the pixels it has; absent where this frame already has them. */
  finer?: () => Promise<Frame>
}

/** A rectangle in continuous coordinates: pixel i covers [i, i + 1). It may reach beyond the frame. */
export interface Box {
  leftPx: number
  topPx: number
  widthPx: number
  heightPx: number
}

export type Point = [x: number, y: number]

/** How many source pixels one pixel of the frame stands for. */
export function sourcePerFramePx(frame: Frame): number {
  return frame.sourceWidthPx / frame.widthPx
}

export function scaleBox(box: Box, factor: number): Box {
  return {
    leftPx: box.leftPx * factor,
    topPx: box.topPx * factor,
    widthPx: box.widthPx * factor,
    heightPx: box.heightPx * factor,
  }
}

/** The smallest box around both. */
export function unionBox(a: Box, b: Box): Box {
  const leftPx = Math.min(a.leftPx, b.leftPx)
  const topPx = Math.min(a.topPx, b.topPx)
  const rightPx = Math.max(a.leftPx + a.widthPx, b.leftPx + b.widthPx)
  const bottomPx = Math.max(a.topPx + a.heightPx, b.topPx + b.heightPx)
  return { leftPx, topPx, widthPx: rightPx - leftPx, heightPx: bottomPx - topPx }
}
