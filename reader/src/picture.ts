/** 8-bit sRGB, three bytes a pixel, row after row. */
export interface Picture {
  widthPx: number
  heightPx: number
  rgb: Uint8Array
}

export type Point = readonly [x: number, y: number]

/** Corners in reading direction: top left, top right, bottom right, bottom left. */
export type Quad = readonly [Point, Point, Point, Point]

/** A rectangle of a picture, in pixels; the far sides lie outside. */
export interface Region {
  x0: number
  y0: number
  x1: number
  y1: number
}

/** Averages whole areas; `widthPx` and `heightPx` are the size to make. Enlarges by repeating nearest pixels. */
export function resizePicture(source: Picture, widthPx: number, heightPx: number): Picture {
  const rgb = new Uint8Array(widthPx * heightPx * 3)
  const columns = spans(source.widthPx, widthPx)
  const rows = spans(source.heightPx, heightPx)
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      averageInto(rgb, (y * widthPx + x) * 3, source, columns[x]!, rows[y]!)
    }
  }
  return { widthPx, heightPx, rgb }
}

type Span = readonly [from: number, to: number]

function spans(sourcePx: number, targetPx: number): Span[] {
  return Array.from({ length: targetPx }, (_, i) => {
    const from = Math.min(sourcePx - 1, Math.floor((i * sourcePx) / targetPx))
    return [from, Math.max(from + 1, Math.floor(((i + 1) * sourcePx) / targetPx))]
  })
}

function averageInto(
  rgb: Uint8Array,
  at: number,
  { widthPx, rgb: from }: Picture,
  [x0, x1]: Span,
  [y0, y1]: Span,
): void {
  let red = 0
  let green = 0
  let blue = 0
  for (let y = y0; y < y1; y++) {
    for (let k = (y * widthPx + x0) * 3, end = (y * widthPx + x1) * 3; k < end; k += 3) {
      red += from[k]!
      green += from[k + 1]!
      blue += from[k + 2]!
    }
  }
  const count = (x1 - x0) * (y1 - y0)
  rgb[at] = red / count + 0.5
  rgb[at + 1] = green / count + 0.5
  rgb[at + 2] = blue / count + 0.5
}

/** The rectangle from (x, y); it must lie inside the picture. */
export function cutRectangle(source: Picture, x: number, y: number, widthPx: number, heightPx: number): Picture {
  const rgb = new Uint8Array(widthPx * heightPx * 3)
  for (let row = 0; row < heightPx; row++) {
    const from = ((y + row) * source.widthPx + x) * 3
    rgb.set(source.rgb.subarray(from, from + widthPx * 3), row * widthPx * 3)
  }
  return { widthPx, heightPx, rgb }
}
