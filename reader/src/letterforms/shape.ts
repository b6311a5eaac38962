/** Ink of one character: 0 (paper) to 1, row after row. */
export interface Ink {
  widthPx: number
  heightPx: number
  values: Float32Array
}

/** Side of the square that every character is stretched to. */
const side = 32
const cells = 8
const directions = 4
export const shapeLength = cells * cells * directions

/**
 * Directions of strokes in an 8 × 8 grid (after Kimura et al. 1987, directional features for Chinese characters), of
 * unit length: the product of two shapes is 1 for equal ones. Stretching to the ink's own bounds makes size and side
 * bearings of fonts not matter. Undefined where there is no ink.
 */
export function shapeOf(ink: Ink): Float32Array | undefined {
  const square = stretched(ink)
  if (!square) return undefined
  const shape = new Float32Array(shapeLength)
  for (let y = 1; y < side - 1; y++) {
    for (let x = 1; x < side - 1; x++) {
      const at = y * side + x
      const dx = square[at + 1]! - square[at - 1]!
      const dy = square[at + side]! - square[at - side]!
      const strength = Math.sqrt(dx * dx + dy * dy)
      if (strength < 0.02) continue
      spread(shape, x, y, ((Math.atan2(dy, dx) / Math.PI + 1) * directions) % directions, strength)
    }
  }
  let sum = 0
  // The square root evens out strong and faint strokes.
  for (let i = 0; i < shape.length; i++) {
    shape[i] = Math.sqrt(shape[i]!)
    sum += shape[i]! * shape[i]!
  }
  const length = Math.sqrt(sum)
  return length === 0 ? undefined : shape.map((value) => value / length)
}

/** Shares a gradient among its two nearest directions and four nearest cells. Written out: it runs for every pixel. */
function spread(shape: Float32Array, x: number, y: number, direction: number, strength: number): void {
  const cx = ((x + 0.5) * cells) / side - 0.5
  const cy = ((y + 0.5) * cells) / side - 0.5
  const x0 = Math.floor(cx)
  const y0 = Math.floor(cy)
  const d0 = Math.floor(direction)
  const second = direction - d0
  const first = d0 % directions
  const next = (d0 + 1) % directions
  for (let row = y0; row <= y0 + 1; row++) {
    if (row < 0 || row >= cells) continue
    const shareY = strength * (1 - Math.abs(cy - row))
    for (let column = x0; column <= x0 + 1; column++) {
      if (column < 0 || column >= cells) continue
      const share = shareY * (1 - Math.abs(cx - column))
      const at = (row * cells + column) * directions
      shape[at + first]! += share * (1 - second)
      shape[at + next]! += share * second
    }
  }
}

const inkFrom = 0.3

/** The part with ink, stretched to the square by bilinear sampling of slightly averaged pixels. */
function stretched({ widthPx, heightPx, values }: Ink): Float32Array | undefined {
  let [x0, x1, y0, y1] = [widthPx, -1, heightPx, -1]
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      if (values[y * widthPx + x]! < inkFrom) continue
      x0 = Math.min(x0, x)
      x1 = Math.max(x1, x)
      y0 = Math.min(y0, y)
      y1 = Math.max(y1, y)
    }
  }
  if (x1 < x0 || y1 < y0) return undefined
  // Characters such as 一 would be stretched to a block: the shorter side counts as at least a third of the longer.
  const [width, height] = [x1 - x0 + 1, y1 - y0 + 1]
  const [across, down] = [Math.max(width, height / 3), Math.max(height, width / 3)]
  const [left, top] = [(x0 + x1 + 1 - across) / 2, (y0 + y1 + 1 - down) / 2]
  const square = new Float32Array(side * side)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [near, far] = [left + ((x + 0.25) * across) / side, left + ((x + 0.75) * across) / side]
      const [upper, lower] = [top + ((y + 0.25) * down) / side, top + ((y + 0.75) * down) / side]
      const sum = sampled(values, widthPx, heightPx, near, upper) + sampled(values, widthPx, heightPx, far, upper)
      const more = sampled(values, widthPx, heightPx, near, lower) + sampled(values, widthPx, heightPx, far, lower)
      square[y * side + x] = (sum + more) / 4
    }
  }
  return square
}

/** Bilinear; outside there is paper. */
function sampled(values: Float32Array, widthPx: number, heightPx: number, x: number, y: number): number {
  const px = x - 0.5
  const py = y - 0.5
  const xi = Math.floor(px)
  const yi = Math.floor(py)
  if (xi < 0 || yi < 0 || xi >= widthPx - 1 || yi >= heightPx - 1) {
    return xi < -1 || yi < -1 || xi >= widthPx || yi >= heightPx ? 0 : atEdge(values, widthPx, heightPx, px, py)
  }
  const k = yi * widthPx + xi
  const fx = px - xi
  const upper = values[k]! + (values[k + 1]! - values[k]!) * fx
  const lower = values[k + widthPx]! + (values[k + widthPx + 1]! - values[k + widthPx]!) * fx
  return upper + (lower - upper) * (py - yi)
}

function atEdge(values: Float32Array, widthPx: number, heightPx: number, px: number, py: number): number {
  const x = Math.min(widthPx - 1, Math.max(0, Math.round(px)))
  const y = Math.min(heightPx - 1, Math.max(0, Math.round(py)))
  return values[y * widthPx + x]!
}
