import type { Picture } from '../picture.ts'
import type { Ink } from './shape.ts'

/** The characters of one straightened line of Han print: their ink, from left to right. */
export function cutCharacters(line: Picture, count?: number): Ink[] {
  const ink = inkOf(line)
  const bounds = boundsOf(ink)
  if (!bounds) return []
  const [left, right, top, bottom] = bounds
  const wanted = count ?? Math.max(1, Math.round((right - left) / ((bottom - top) * 1.06)))
  const pitch = (right - left) / wanted
  const columns = columnInk(ink)
  const cuts = Array.from({ length: wanted + 1 }, (_, i) => {
    if (i === 0) return left
    return i === wanted ? right : quietest(columns, left + i * pitch, 0.16 * pitch)
  })
  return cuts.slice(1).map((to, i) => part(ink, cuts[i]!, to))
}

/** How many characters the ink of the line has room for, as a real number; they are as wide as high. */
export function roomFor(line: Picture): number {
  const bounds = boundsOf(inkOf(line))
  return bounds ? (bounds[1] - bounds[0]) / ((bounds[3] - bounds[2]) * 1.06) : 0
}

/** Darkness against the paper of the line: the 70th percentile is paper, the second the blackest stroke. */
function inkOf({ widthPx, heightPx, rgb }: Picture): Ink {
  const grey = new Float32Array(widthPx * heightPx)
  for (let i = 0; i < grey.length; i++)
    grey[i] = (rgb[i * 3]! * 77 + rgb[i * 3 + 1]! * 150 + rgb[i * 3 + 2]! * 29) / 256
  const sorted = grey.toSorted()
  const paper = sorted[Math.floor(sorted.length * 0.7)]!
  const black = sorted[Math.floor(sorted.length * 0.02)]!
  const range = Math.max(12, paper - black)
  return { widthPx, heightPx, values: grey.map((value) => Math.min(1, Math.max(0, (paper - value) / range))) }
}

const columnInk = ({ widthPx, values }: Ink) =>
  profile(widthPx, values.length / widthPx, (x, y) => values[y * widthPx + x]!)
const rowInk = ({ widthPx, values }: Ink) =>
  profile(values.length / widthPx, widthPx, (y, x) => values[y * widthPx + x]!)

function profile(length: number, depth: number, value: (at: number, across: number) => number): Float32Array {
  return Float32Array.from({ length }, (_, at) => {
    let sum = 0
    for (let across = 0; across < depth; across++) sum += value(at, across) > 0.4 ? 1 : 0
    return sum
  })
}

/** Left, right, top and bottom of the ink; a line or speck at the border of the crop is left out by a minimum of ink. */
function boundsOf(ink: Ink): [number, number, number, number] | undefined {
  const columns = extent(columnInk(ink), ink.heightPx * 0.03)
  const rows = extent(rowInk(ink), ink.heightPx * 0.08)
  return columns && rows ? [...columns, ...rows] : undefined
}

function extent(values: Float32Array, least: number): [number, number] | undefined {
  const first = values.findIndex((value) => value > least)
  const last = values.findLastIndex((value) => value > least)
  return first < 0 || last <= first ? undefined : [first, last + 1]
}

function quietest(columns: Float32Array, at: number, reach: number): number {
  let best = Math.round(at)
  let least = Number.POSITIVE_INFINITY
  for (let x = Math.round(at - reach); x <= at + reach; x++) {
    const cost = (columns[x] ?? 0) + (0.6 * Math.abs(x - at)) / Math.max(1, reach)
    if (cost < least) {
      least = cost
      best = x
    }
  }
  return best
}

function part({ widthPx, heightPx, values }: Ink, from: number, to: number): Ink {
  const width = Math.max(1, to - from)
  const out = new Float32Array(width * heightPx)
  for (let y = 0; y < heightPx; y++) out.set(values.subarray(y * widthPx + from, y * widthPx + to), y * width)
  return { widthPx: width, heightPx, values: out }
}
