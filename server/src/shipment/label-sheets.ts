import { A4, type SizeMm } from '../platform/paper/paper.ts'
import type { Box } from '../platform/paper/set-text.ts'

/** How labels lie on a sheet, in mm: so many columns and rows, from the first one’s corner, at a pitch. */
export interface LabelSheet {
  zh: string
  en: string
  page: SizeMm
  columns: number
  rows: number
  label: SizeMm
  first: { leftMm: number; topMm: number }
  pitch: { xMm: number; yMm: number }
}

/** Sheets by their names. Roll labels are as couriers’ printers take them; the A4 ones are sold with these cuts. */
export const labelSheets: Record<string, LabelSheet> = {
  '100x150': {
    ...{ zh: '热敏标签 100×150 mm', en: 'Roll labels 100 × 150 mm' },
    page: { widthMm: 100, heightMm: 150 },
    ...{ columns: 1, rows: 1, label: { widthMm: 100, heightMm: 150 } },
    ...{ first: { leftMm: 0, topMm: 0 }, pitch: { xMm: 100, yMm: 150 } },
  },
  'a4-4': {
    ...{ zh: 'A4 四联 105×148.5 mm', en: 'A4, 4 labels of 105 × 148.5 mm', page: A4 },
    ...{ columns: 2, rows: 2, label: { widthMm: 105, heightMm: 148.5 } },
    ...{ first: { leftMm: 0, topMm: 0 }, pitch: { xMm: 105, yMm: 148.5 } },
  },
  'a4-8': {
    ...{ zh: 'A4 八联 99.1×67.7 mm', en: 'A4, 8 labels of 99.1 × 67.7 mm', page: A4 },
    ...{ columns: 2, rows: 4, label: { widthMm: 99.1, heightMm: 67.7 } },
    ...{ first: { leftMm: 4.65, topMm: 13.1 }, pitch: { xMm: 101.6, yMm: 67.7 } },
  },
}

/** Where the label of this place lies; places count from 0, along the rows. */
export function labelBox({ columns, label, first, pitch }: LabelSheet, place: number): Box {
  const [column, row] = [place % columns, Math.floor(place / columns)]
  return {
    leftMm: first.leftMm + column * pitch.xMm,
    topMm: first.topMm + row * pitch.yMm,
    widthMm: label.widthMm,
    heightMm: label.heightMm,
  }
}

export function labelsOn({ columns, rows }: LabelSheet): number {
  return columns * rows
}
