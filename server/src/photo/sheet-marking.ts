import type { SheetLayout } from '@tucai/portrait/print'
import type { Paper } from '../platform/paper/paper.ts'
import { type SetText, setText, type TextRefusal } from '../platform/paper/set-text.ts'
import { type Bars, code128 } from '../platform/paper/symbols.ts'
import { type Edges, edgeDepthMm, edgesOf } from './sheet-edges.ts'

/** One person’s caption for the edge of sheets, set along the strip. */
export interface EdgeCaption {
  text?: SetText
  bars?: Bars
}

/** Text begins this far from the photos’ corner, off its cut marks. */
const alongMm = 3
const pointsPerMm = 72 / 25.4
/** A minilab that prints to the paper’s edge cuts off as much. */
const lostMm = 1.5
const name = { sizeMm: 1.3, leastMm: 1, besideBarsMm: 4.7, alone: 1.9 }
const bars = { heightMm: 3, lengthMm: 40 }
const text = { sizeMm: 2.2, leastMm: 1.6, awayMm: 2 }

/** The caption set for sheets like this one, or the character that no font holds. */
export function setEdge(
  paper: Paper,
  layouts: SheetLayout[],
  { lines, barcode }: { lines: string[]; barcode?: string },
): EdgeCaption | TextRefusal {
  const { fromMm, lengthMm } = edgesOf(layouts)
  const caption: EdgeCaption = {}
  if (lines.length > 0) {
    const box = { leftMm: fromMm + alongMm, topMm: text.awayMm, widthMm: lengthMm - 2 * alongMm, heightMm: 9 }
    const set = setText(paper.fonts, lines.join('  '), box, text)
    if ('refused' in set) return set
    caption.text = set
  }
  if (barcode !== undefined) {
    const box = { leftMm: fromMm + alongMm, topMm: lostMm, widthMm: bars.lengthMm, heightMm: bars.heightMm }
    const set = code128(barcode, box)
    if ('refused' in set) throw new Error('the barcode of an order is too long for the edge of a sheet')
    caption.bars = set
  }
  return caption
}

/** Draws the sheet’s name, and somebody’s caption where the edge is for it, outside of what is cut. */
export function markEdges(paper: Paper, layouts: SheetLayout[], sheetName: string, caption: EdgeCaption): void {
  const edges = edgesOf(layouts)
  const { depthMm, fromMm, lengthMm } = edges
  if (depthMm < edgeDepthMm.name) return
  onStrip(paper, layouts[0]!, edges, 0, () => {
    if (caption.bars) paper.bars(caption.bars)
    const sizeMm = caption.bars ? name.sizeMm : name.alone
    const topMm = caption.bars ? name.besideBarsMm : (depthMm - sizeMm * 1.35) / 2
    const box = { leftMm: fromMm + alongMm, topMm, widthMm: lengthMm - 2 * alongMm, heightMm: 9 }
    const set = setText(paper.fonts, sheetName, box, { sizeMm, leastMm: name.leastMm })
    if (!('refused' in set)) paper.text(set)
  })
  const { text } = caption
  if (text) onStrip(paper, layouts[0]!, edges, edges.farMm, () => paper.text(text))
}

/** From here on x goes along the strip and y away from the paper’s left or upper edge, by `offsetMm` further. */
function onStrip(
  paper: Paper,
  { paper: size }: SheetLayout,
  { turned }: Edges,
  offsetMm: number,
  draw: () => void,
): void {
  const { document } = paper
  document.save()
  if (turned) document.translate(offsetMm * pointsPerMm, size.heightMm * pointsPerMm).rotate(-90)
  else document.translate(0, offsetMm * pointsPerMm)
  draw()
  document.restore()
}
