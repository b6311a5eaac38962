import type { Paper, SizeMm } from './paper.ts'
import { setText, spelled, type TextRefusal, type TextStyle } from './set-text.ts'

/** Text and tables one below the other, on as many pages as they need. */
export interface Flow {
  /** A paragraph over the page’s width. A character that no font holds is shown by its name. */
  paragraph(text: string, style: TextStyle): Promise<void>
  /** Rows as they come; one that cannot be set is left out and told to `refused`. */
  table(columns: Column[], rows: Iterable<string[]> | AsyncIterable<string[]>, refused?: RowRefused): Promise<void>
  space(heightMm: number): void
  pages(): number
}

export interface Column {
  title: string
  widthMm: number
  align?: TextStyle['align']
  /** A cell may have so many lines; one when left out. */
  lines?: number
  /** Characters without a font are shown by their names instead of refusing the row. */
  spelled?: true
}

export type RowRefused = (row: number, refusal: TextRefusal) => void

export interface FlowSetting {
  size: SizeMm
  marginMm: number
  section?: number
  /** What stands at the foot of each page, by its number from 1. */
  foot?: (page: number) => string
}

const cell = { sizeMm: 3.2, leastMm: 2.2, besideMm: 1, aboveMm: 0.7 }
const foot: TextStyle & { heightMm: number } = { sizeMm: 2.6, leastMm: 2, align: 'center', heightMm: 5 }

export async function openFlow(paper: Paper, { size, marginMm, section, foot: footOf }: FlowSetting): Promise<Flow> {
  const widthMm = size.widthMm - 2 * marginMm
  const endMm = size.heightMm - marginMm - foot.heightMm
  let page = 0
  let topMm = marginMm

  async function newPage(): Promise<void> {
    await paper.page(size, section)
    page += 1
    topMm = marginMm
    if (!footOf) return
    const box = { leftMm: marginMm, topMm: endMm + 1, widthMm, heightMm: foot.heightMm }
    const set = setText(paper.fonts, spelled(paper.fonts, footOf(page)), box, foot)
    if (!('refused' in set)) paper.text(set)
  }

  /** Each cell of a row set from `topMm` on, and the row’s height. */
  function setRow(columns: Column[], texts: string[]) {
    let leftMm = marginMm
    let heightMm = 0
    const cells = []
    for (const [i, { widthMm, align, lines = 1, spelled: isSpelled }] of columns.entries()) {
      const text = isSpelled ? spelled(paper.fonts, texts[i] ?? '') : (texts[i] ?? '')
      const inner = { leftMm: leftMm + cell.besideMm, widthMm: widthMm - 2 * cell.besideMm }
      const box = { ...inner, topMm: topMm + cell.aboveMm, heightMm: size.heightMm }
      const set = setText(paper.fonts, text, box, { ...cell, align, lines })
      if ('refused' in set) return set
      heightMm = Math.max(heightMm, set.heightMm + 2 * cell.aboveMm)
      cells.push(set)
      leftMm += widthMm
    }
    return { cells, heightMm, rightMm: leftMm }
  }

  function drawRow({ cells, heightMm, rightMm }: Exclude<ReturnType<typeof setRow>, TextRefusal>): void {
    for (const set of cells) paper.text(set)
    topMm += heightMm
    paper.rule(marginMm, topMm, rightMm, topMm)
  }

  await newPage()
  return {
    async paragraph(text, style) {
      const words = spelled(paper.fonts, text)
      const set = () => {
        const found = setText(paper.fonts, words, { leftMm: marginMm, topMm, widthMm, heightMm: endMm }, style)
        if ('refused' in found) throw new Error(`a paragraph does not fit on its page: ${found.refused}`)
        return found
      }
      if (topMm + set().heightMm > endMm) await newPage()
      const { heightMm } = set()
      paper.text(set())
      topMm += heightMm
    },
    async table(columns, rows, refused = () => {}) {
      const titles = columns.map(({ title }) => title)
      const drawHead = () => {
        const head = setRow(
          columns.map((column) => ({ ...column, lines: 1, spelled: true as const })),
          titles,
        )
        if ('refused' in head) throw new Error(`a table’s heading does not fit: ${head.refused}`)
        paper.rule(marginMm, topMm, head.rightMm, topMm)
        drawRow(head)
      }
      let isHeaded = false
      let number = 0
      for await (const texts of rows) {
        let row = setRow(columns, texts)
        const isRefused = 'refused' in row
        if ('refused' in row) refused(number, row)
        number++
        if (isRefused || 'refused' in row) continue
        const headMm = isHeaded ? 0 : cell.sizeMm * 1.35 + 2 * cell.aboveMm
        if (topMm + headMm + row.heightMm > endMm) {
          await newPage()
          isHeaded = false
        }
        if (!isHeaded) drawHead()
        isHeaded = true
        row = setRow(columns, texts)
        if (!('refused' in row)) drawRow(row)
      }
    },
    space(heightMm) {
      topMm += heightMm
    },
    pages: () => page,
  }
}
