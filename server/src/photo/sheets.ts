import type { Readable } from 'node:stream'
import { captionHeightMm, layoutSet, layoutSheet, papers, photoSizes, setCaption } from '@tucai/portrait/print-layout'
import { type Edges, edgeDepthMm, edgesOf } from './sheet-edges.ts'

/** How the prints of a batch lie on paper; names of paper and sizes as the print sheets know them. */
export interface SheetsOrder {
  paper: string
  /** `per-student`: a student’s sizes share sheets. `per-size`: a sheet holds one size and is filled. */
  mode: 'per-student' | 'per-size'
  prints: { size: string; count: number }[]
  /** Under each photo, or once on the edge of each sheet. */
  captionAt: 'photo' | 'edge'
  lineCount: number
  barcode: boolean
  gapMm: number
  marginMm: number
  /** Stands on the edge of each sheet, before its number. */
  label: string
}

export interface SheetPerson {
  /** The print master’s file. */
  photo: Buffer
  sets: number
  lines: string[]
  barcode?: string
}

/** Why one person’s prints cannot be made. */
export interface SheetRefusal {
  refused: 'missing-character' | 'text-too-long' | 'barcode-too-long' | 'master-coarse' | 'master-unreadable'
  detail: string
}

/** A list in front of the sheets. Characters without a font are shown by their numbers. */
export interface Cover {
  title: string
  lines: string[]
  tables: { title: string; columns: { title: string; widthMm: number; lines?: number }[]; rows: string[][] }[]
  foot: string
}

/** Sheets that are being made; nothing of it is kept in memory. */
export interface SheetBook {
  /** Answers the numbers of the sheets with this person, as they stand on the sheets’ edges. @throws ChildFailed */
  add(person: SheetPerson): Promise<{ sheets: string } | SheetRefusal>
  /** Writes the cover. Answers the PDF, which `close` removes. @throws ChildFailed */
  end(cover: Cover): Promise<{ pdf: Readable; coverPages: number; sheets: number }>
  close(): Promise<void>
}

/** Makes print sheets in a process that can be killed. */
export interface SheetPrinter {
  open(order: SheetsOrder): Promise<SheetBook>
}

/** A sample as long as every order number is. */
const barcodeSample = '0'.repeat(18)

/** Room that the photos of an order leave for captions, gaps and margins. */
export function roomOf({ captionAt, lineCount, barcode, gapMm, marginMm }: Omit<SheetsOrder, 'label'>) {
  return { gapMm, marginMm, captionMm: captionAt === 'photo' ? captionHeightMm(lineCount, barcode) : 0 }
}

/** Sheets that `sets` sets of one person need, or what does not fit on them. */
export function sheetsNeeded(order: Omit<SheetsOrder, 'label'>, sets: number): number | 'size' | 'barcode' | 'edge' {
  const paper = papers[order.paper]
  const options = roomOf(order)
  const isUnder = order.captionAt === 'photo'
  const together = isUnder ? sets : 1
  const wanted = order.prints.map(({ size, count }) => ({ photo: photoSizes[size]!, count: count * together }))
  if (isUnder && order.barcode && !wanted.every(({ photo }) => fitsBarcode(photo.widthMm, order.gapMm)))
    return 'barcode'
  const laid = layoutSet(paper!, wanted, options)
  if (laid === undefined) return 'size'
  if (!isUnder && !laid.every((parts) => fitsEdge(order, edgesOf(parts.map(({ layout }) => layout))))) return 'edge'
  if (order.mode === 'per-student') return (laid.length * sets) / together
  return wanted.reduce((sum, { photo, count }) => sum + count / layoutSheet(paper!, photo, options).places.length, 0)
}

function fitsEdge({ mode, lineCount, barcode }: Omit<SheetsOrder, 'label'>, { depthMm }: Edges): boolean {
  if (lineCount === 0 && !barcode) return true
  return mode === 'per-student' && depthMm >= (barcode ? edgeDepthMm.barcode : edgeDepthMm.text)
}

function fitsBarcode(widthMm: number, gapMm: number): boolean {
  const noText = { runsOf: () => [] }
  return !('refused' in setCaption({ barcode: barcodeSample }, widthMm, gapMm, noText))
}
