import type { Edge, EdgePart } from '../report.ts'

/** What a part of the outline is looked for in: a picture's alpha, and where the face lies on it. */
export interface Outline {
  alpha: Float32Array
  widthPx: number
  heightPx: number
  hairTopPx: number
  eyeLinePx: number
  centerXPx: number
}

/** Half the side of the square that is looked at together, at 640 px of height. */
const reachPx = 14
const stepPx = 4

/**
 * Where the outline is softest, in each of its six parts: hair above the eyes, face and neck, shoulders, each left and
 * right. The width of the way from person to background is the sum of 4a(1 - a) over the length of the outline, times
 * 3/2: on a straight ramp of w pixels the sum is 2w/3 for each pixel of length.
 */
export function findEdges(outline: Outline): Edge[] {
  const { widthPx, heightPx, hairTopPx, eyeLinePx, centerXPx } = outline
  const mixed = summed(outline, (at) => 4 * outline.alpha[at] * (1 - outline.alpha[at]))
  const crossed = summed(outline, (at, x, y) => crossings(outline, at, x, y))
  // As far below the eyes as the hair's top is above them lies the chin.
  const chinPx = 2 * eyeLinePx - hairTopPx
  const worst = new Map<EdgePart, Edge>()
  for (let y = reachPx; y < heightPx - reachPx; y += stepPx) {
    const height = y < eyeLinePx ? 'hair' : y < chinPx ? 'face' : 'shoulder'
    for (let x = reachPx; x < widthPx - reachPx; x += stepPx) {
      const length = crossed(x, y)
      if (length < reachPx) continue
      const part: EdgePart = `${height}-${x < centerXPx ? 'left' : 'right'}`
      const softPx = (1.5 * mixed(x, y)) / length
      const before = worst.get(part)
      if (before === undefined || softPx > before.softPx) worst.set(part, { part, xPx: x, yPx: y, softPx })
    }
  }
  return [...worst.values()].map((edge) => ({ ...edge, softPx: Math.round(edge.softPx * 100) / 100 }))
}

/** How long the outline is in this pixel: along its right and lower sides, as one line where it passes both. */
function crossings({ alpha, widthPx, heightPx }: Outline, at: number, x: number, y: number): number {
  const inside = alpha[at] > 0.5
  const right = x + 1 < widthPx && alpha[at + 1] > 0.5 !== inside
  const below = y + 1 < heightPx && alpha[at + widthPx] > 0.5 !== inside
  return right && below ? Math.SQRT2 : right || below ? 1 : 0
}

/** Sums over the square around a pixel, by a table of sums. */
function summed({ widthPx, heightPx }: Outline, value: (at: number, x: number, y: number) => number) {
  const stride = widthPx + 1
  const sums = new Float64Array(stride * (heightPx + 1))
  for (let y = 0; y < heightPx; y++) {
    let row = 0
    for (let x = 0; x < widthPx; x++) {
      row += value(y * widthPx + x, x, y)
      sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + row
    }
  }
  return (x: number, y: number) => {
    const [left, right, top, bottom] = [x - reachPx, x + reachPx + 1, y - reachPx, y + reachPx + 1]
    return (
      sums[bottom * stride + right] -
      sums[top * stride + right] -
      sums[bottom * stride + left] +
      sums[top * stride + left]
    )
  }
}
