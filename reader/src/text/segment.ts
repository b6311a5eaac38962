import type { Quad } from '../picture.ts'
import { type Glyph, textOf } from './glyphs.ts'
import { type Line, quadOfGlyphs } from './page.ts'

/** Some neighbouring characters of a line: a label, or a value between labels. */
export interface Segment {
  line: Line
  first: number
  last: number
  glyphs: Glyph[]
  text: string
  left: number
  right: number
  /** Height of the middle of its own middle. */
  y: number
}

export function segmentOf(line: Line, first: number, last: number): Segment {
  const glyphs = line.glyphs.slice(first, last + 1)
  const width = line.right - line.left
  const left = first === 0 ? line.left : line.left + width * line.glyphs[first]!.at
  const right = last === line.glyphs.length - 1 ? line.right : line.left + width * line.glyphs[last]!.at
  return { line, first, last, glyphs, text: textOf(glyphs), left, right, y: yOf(line, (left + right) / 2) }
}

function yOf({ left, right, yLeft, yRight }: Line, x: number): number {
  return right === left ? yLeft : yLeft + ((yRight - yLeft) * (x - left)) / (right - left)
}

/** The quadrilateral of the segment, with half of the gap to its neighbours. */
const quadOf = ({ line, first, last }: Segment): Quad => quadOfGlyphs(line, first, last)

/** One quadrilateral around segments of one row, in reading order. */
export function quadAround(segments: Segment[]): Quad {
  const quads = segments.toSorted((a, b) => a.left - b.left).map(quadOf)
  const [first, last] = [quads[0]!, quads.at(-1)!]
  return [first[0], last[1], last[2], first[3]]
}

/** Whether two segments stand on one row: the longer line says how the row runs. */
export function sameRow(a: Segment, b: Segment): boolean {
  const [longer, other] = a.line.right - a.line.left > b.line.right - b.line.left ? [a, b] : [b, a]
  const distance = Math.abs(yOf(longer.line, (other.left + other.right) / 2) - other.y)
  return distance < 0.62 * Math.max(a.line.heightPx, b.line.heightPx)
}
