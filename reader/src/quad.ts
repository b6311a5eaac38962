import type { Picture, Point, Quad } from './picture.ts'

const distance = (a: Point, b: Point) => Math.hypot(b[0] - a[0], b[1] - a[1])
const between = (a: Point, b: Point, share: number): Point => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
]

/** Mean length along the reading direction, in pixels. */
export const lengthOf = (quad: Quad) => (distance(quad[0], quad[1]) + distance(quad[3], quad[2])) / 2
/** Mean height across it, in pixels. */
export const heightOf = (quad: Quad) => (distance(quad[0], quad[3]) + distance(quad[1], quad[2])) / 2

export const centreOf = (quad: Quad): Point => [
  quad.reduce((sum, point) => sum + point[0], 0) / 4,
  quad.reduce((sum, point) => sum + point[1], 0) / 4,
]

/** The same corners read from the opposite side. */
export const turnedOver = ([a, b, c, d]: Quad): Quad => [c, d, a, b]

/** The piece between two shares of the length; shares below 0 or above 1 reach beyond the ends. */
export const pieceOf = (quad: Quad, from: number, to: number): Quad => [
  between(quad[0], quad[1], from),
  between(quad[0], quad[1], to),
  between(quad[3], quad[2], to),
  between(quad[3], quad[2], from),
]

/** Grown (or shrunk, below 0) by shares of its own height: at both ends, and at top and bottom. */
export function grown(quad: Quad, ends: number, sides: number): Quad {
  const along = (ends * heightOf(quad)) / Math.max(1, lengthOf(quad))
  const [a, b, c, d] = pieceOf(quad, -along, 1 + along)
  return [between(a, d, -sides), between(b, c, -sides), between(b, c, 1 + sides), between(a, d, 1 + sides)]
}

/** Of the four ways to number the corners, the one whose reading direction is nearest to `angle` (radians). */
export function facing(quad: Quad, angle: number): Quad {
  let best = quad
  let bestCosine = -2
  let candidate = quad
  for (let turn = 0; turn < 4; turn++) {
    const [a, b] = candidate
    const cosine = Math.cos(Math.atan2(b[1] - a[1], b[0] - a[0]) - angle)
    if (cosine > bestCosine) {
      best = candidate
      bestCosine = cosine
    }
    candidate = [candidate[1], candidate[2], candidate[3], candidate[0]]
  }
  return best
}

/**
 * Straightens a quadrilateral to a rectangle of the given size. The mapping is projective, so the far end of a tilted
 * line comes out as wide as the near one. Large sources are sampled more than once for each pixel.
 */
export function straighten(source: Picture, quad: Quad, widthPx: number, heightPx: number): Picture {
  const rgb = new Uint8Array(widthPx * heightPx * 3)
  const map = projection(quad)
  const fold = Math.min(4, Math.max(1, Math.round(heightOf(quad) / heightPx)))
  const colour = new Float64Array(3)
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      colour.fill(0)
      for (let i = 0; i < fold * fold; i++) {
        const u = (x + ((i % fold) + 0.5) / fold) / widthPx
        const v = (y + (Math.floor(i / fold) + 0.5) / fold) / heightPx
        const w = map[6]! * u + map[7]! * v + 1
        addSample(colour, source, (map[0]! * u + map[1]! * v + map[2]!) / w, (map[3]! * u + map[4]! * v + map[5]!) / w)
      }
      const at = (y * widthPx + x) * 3
      for (let c = 0; c < 3; c++) rgb[at + c] = colour[c]! / (fold * fold) + 0.5
    }
  }
  return { widthPx, heightPx, rgb }
}

/** Heckbert 1989: the projective map of the unit square onto a quadrilateral, eight numbers row by row. */
function projection([a, b, c, d]: Quad): number[] {
  const sx = a[0] - b[0] + c[0] - d[0]
  const sy = a[1] - b[1] + c[1] - d[1]
  const [x1, y1, x2, y2] = [b[0] - c[0], b[1] - c[1], d[0] - c[0], d[1] - c[1]]
  const determinant = x1 * y2 - x2 * y1 || 1e-9
  const g = (sx * y2 - x2 * sy) / determinant
  const h = (x1 * sy - sx * y1) / determinant
  return [
    b[0] - a[0] + g * b[0],
    d[0] - a[0] + h * d[0],
    a[0],
    b[1] - a[1] + g * b[1],
    d[1] - a[1] + h * d[1],
    a[1],
    g,
    h,
  ]
}

/** Bilinear; outside the picture its edge goes on. */
function addSample(colour: Float64Array, { widthPx, heightPx, rgb }: Picture, x: number, y: number): void {
  const left = Math.min(widthPx - 1, Math.max(0, x - 0.5))
  const top = Math.min(heightPx - 1, Math.max(0, y - 0.5))
  const [xi, yi] = [Math.floor(left), Math.floor(top)]
  const [fx, fy] = [left - xi, top - yi]
  const right = xi + 1 < widthPx ? 3 : 0
  const down = yi + 1 < heightPx ? widthPx * 3 : 0
  const k = (yi * widthPx + xi) * 3
  for (let c = 0; c < 3; c++) {
    const upper = rgb[k + c]! * (1 - fx) + rgb[k + c + right]! * fx
    const lower = rgb[k + c + down]! * (1 - fx) + rgb[k + c + down + right]! * fx
    colour[c]! += upper * (1 - fy) + lower * fy
  }
}
