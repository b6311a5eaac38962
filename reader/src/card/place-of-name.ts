import { type Segment, sameRow } from '../text/segment.ts'
import { type LabelledPage, valuesBehind } from './labels.ts'

/** In heights of the line. */
const widestGap = 1.2

const hasHan = ({ text }: Segment) => /\p{Script=Han}/u.test(text)

/** The name stands behind its label; without the label, on the row above gender, where the gender stands or near it. */
export function segmentsOfName(labelled: LabelledPage): Segment[] {
  const behind = valuesBehind(labelled, 'name')
  if (behind.length > 0) return unbroken(withoutSpecks(behind))
  const below = labelled.labels.get('gender') ?? labelled.labels.get('nation') ?? labelled.labels.get('birth')
  if (!below) return []
  const above = labelled.values
    .filter((value) => hasHan(value) && value.y < below.y - 0.8 * below.line.heightPx && value.left > below.left)
    .toSorted((a, b) => b.y - a.y)
  const [nearest] = above
  if (!nearest) return []
  const row = above.filter((value) => sameRow(value, nearest)).toSorted((a, b) => a.left - b.left)
  return unbroken(withoutSpecks(row))
}

/** A character that the networks don't know may come as a box without Han, but not as a small one. */
function withoutSpecks(segments: Segment[]): Segment[] {
  const tallest = Math.max(...segments.map(({ line }) => line.heightPx))
  return segments.filter(({ line }) => line.heightPx > 0.65 * tallest)
}

/** A name has no wide gap: what stands further right belongs to something else. */
function unbroken(segments: Segment[]): Segment[] {
  const end = segments.findIndex(
    (segment, i) => i > 0 && segment.left - segments[i - 1]!.right > widestGap * segment.line.heightPx,
  )
  return end < 0 ? segments : segments.slice(0, end)
}
