import type { Quad } from '../picture.ts'
import { type Field, field } from '../reading.ts'
import { leastProbability } from '../text/glyphs.ts'
import type { Line } from '../text/page.ts'
import { quadAround, type Segment, sameRow } from '../text/segment.ts'
import type { LabelledPage } from './labels.ts'

const longest = 70
const sure = 0.5

/** Rows right of the label 住址, from its own row down to the number. */
export function addressOf(labelled: LabelledPage, numberQuad: Quad | null, lines: Line[]): Field {
  const label = labelled.labels.get('address')
  if (!label) return field(null)
  const numberLine = labelled.labels.get('number')?.line ?? lines.find(({ quad }) => quad === numberQuad)
  const bottom = numberLine
    ? (numberLine.yLeft + numberLine.yRight) / 2 - 1.2 * numberLine.heightPx
    : Number.POSITIVE_INFINITY
  const own = labelled.values.filter((value) => value.left > label.right - label.line.heightPx && isText(value))
  const rows: Segment[][] = []
  for (const value of own.toSorted((a, b) => a.y - b.y)) {
    const isBelow = value.y > label.y - 0.7 * label.line.heightPx || sameRow(value, label)
    if (!isBelow || value.y > bottom || isDigitsOnly(value)) continue
    const row = rows.find(([first]) => sameRow(first!, value))
    if (row) row.push(value)
    else rows.push([value])
  }
  const segments = rows.flatMap((row) => row.toSorted((a, b) => a.left - b.left))
  const value = segments
    .map(({ text }) => text)
    .join('')
    .slice(0, longest)
  if (value === '') return field(null)
  const least = leastProbability(segments.flatMap(({ glyphs }) => glyphs))
  return field(value, { confidence: least, flags: least < sure ? ['low-confidence'] : [], quad: boundsOf(rows) })
}

const isText = ({ text, line }: Segment) => /[\p{Script=Han}\d]/u.test(text) && line.confidence > 0.4
/** The number itself, when its label was not found. */
const isDigitsOnly = ({ text }: Segment) => /^[\dXx]{14,}$/.test(text)

function boundsOf(rows: Segment[][]): Quad {
  const quads = rows.map(quadAround)
  const [first, last] = [quads[0]!, quads.at(-1)!]
  const longest = quads.toSorted(
    (a, b) => Math.hypot(b[1][0] - b[0][0], b[1][1] - b[0][1]) - Math.hypot(a[1][0] - a[0][0], a[1][1] - a[0][1]),
  )[0]!
  const right: Quad[1] = [longest[1][0] - longest[0][0], longest[1][1] - longest[0][1]]
  return [
    first[0],
    [first[0][0] + right[0], first[0][1] + right[1]],
    [last[3][0] + right[0], last[3][1] + right[1]],
    last[3],
  ]
}
