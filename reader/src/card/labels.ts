import type { Line } from '../text/page.ts'
import { type Segment, sameRow, segmentOf } from '../text/segment.ts'

export type Label = 'name' | 'gender' | 'nation' | 'birth' | 'address' | 'number'

/** What a label looks like; a value may stand right behind it in the same line. Shorter forms allow for a lost character. */
const forms: [Label, RegExp][] = [
  ['number', /公民身份号码|公民身份号|民身份号码|身份号码|公民身份|份号码|证件号码/u],
  ['name', /姓名|^[姓娃]|^名(?=\p{Script=Han}{2})/u],
  ['gender', /性别|^性(?=[男女别]?)|^别(?=[男女])/u],
  ['nation', /民族|^民(?!身)|^族/u],
  ['birth', /出生日期|出生|^出(?=\d)|^生(?=\d)/u],
  ['address', /住址|^住(?=\p{Script=Han})|^址(?=\p{Script=Han})/u],
]

/** The page cut into labels and the segments between them. */
export interface LabelledPage {
  labels: Map<Label, Segment>
  values: Segment[]
}

export function findLabels(lines: Line[]): LabelledPage {
  const labels = new Map<Label, Segment>()
  const values: Segment[] = []
  for (const line of lines) {
    let start = 0
    for (const { label, first, last } of labelsIn(line)) {
      if (first > start) values.push(segmentOf(line, start, first - 1))
      const known = labels.get(label)
      const found = segmentOf(line, first, last)
      if (!known || found.text.length > known.text.length) labels.set(label, found)
      start = last + 1
    }
    if (start < line.glyphs.length) values.push(segmentOf(line, start, line.glyphs.length - 1))
  }
  return { labels, values }
}

function labelsIn(line: Line): { label: Label; first: number; last: number }[] {
  const characters = line.glyphs.map(({ character }) => character)
  const found: { label: Label; first: number; last: number }[] = []
  let start = 0
  while (start < characters.length) {
    const rest = characters.slice(start).join('')
    const hits = forms.flatMap(([label, form]) => {
      const hit = form.exec(rest)
      return hit && hit[0] !== '' ? [{ label, at: hit.index, length: hit[0].length }] : []
    })
    const next = hits
      .filter(({ label }) => !found.some((known) => known.label === label))
      .toSorted((a, b) => a.at - b.at || b.length - a.length)[0]
    if (!next) break
    found.push({ label: next.label, first: start + next.at, last: start + next.at + next.length - 1 })
    start += next.at + next.length
  }
  return found
}

/** The segments to the right of a label on its row, up to the next label, in reading order. */
export function valuesBehind({ labels, values }: LabelledPage, label: Label): Segment[] {
  const from = labels.get(label)
  if (!from) return []
  const ends = [...labels.values()].filter(
    (other) => other !== from && other.left > from.right - 1 && sameRow(other, from),
  )
  const end = Math.min(...ends.map(({ left }) => left), Number.POSITIVE_INFINITY)
  return values
    .filter((value) => value.left >= from.right - from.line.heightPx && value.left < end && sameRow(value, from))
    .toSorted((a, b) => a.left - b.left)
}
