import {
  type CaptionWord,
  captionWords,
  type PrintBatchState,
  type PrintItemState,
  type PrintKind,
  type PrintLayout,
  type PrintStop,
  type PrintStopCode,
  Problem,
} from '@tucai/contract'
import { type SheetsOrder, sheetsNeeded } from '../photo/photo.ts'

/** One job of the print room. */
export interface PrintBatch {
  id: string
  number: string
  campaignId: string
  campaignTitle: string
  schoolId: string
  schoolName: string
  kind: PrintKind
  state: PrintBatchState
  layout: PrintLayout
  college: string | null
  delivery: 'mail' | 'station' | null
  reason: string | null
  madeAt: Date
  readyAt: Date | null
  printedAt: Date | null
  fileKey: string | null
  coverPages: number
  sheets: number
}

/** One order in a batch, with what its graduate adds. */
export interface PrintItem {
  batchId: string
  orderId: string
  orderNumber: string
  orderState: string
  graduateId: string
  photoId: string | null
  sequence: number
  sets: number
  state: PrintItemState
  sheets: string
  stopCode: PrintStopCode | null
  stopDetail: string
  name: string
  studentNumber: string
  college: string
  className: string
  major: string
  schoolName: string
}

export const batchMoves: Record<PrintBatchState, readonly PrintBatchState[]> = {
  preparing: ['ready', 'failed'],
  failed: ['preparing', 'cancelled'],
  ready: ['printed', 'cancelled'],
  printed: [],
  cancelled: [],
}

export const itemMoves: Record<PrintItemState, readonly PrintItemState[]> = {
  waiting: ['ready', 'stopped', 'cancelled'],
  ready: ['printed', 'stopped', 'cancelled'],
  printed: [],
  stopped: [],
  cancelled: [],
}

/** `P20270416-03`: the day in China and the batch’s place in it. */
export function batchNumber(chinaDay: string, place: number): string {
  return `P${chinaDay}-${String(place).padStart(2, '0')}`
}

export function batchFileKey(batchId: string): string {
  return `print/${batchId}/sheets.pdf`
}

/** @throws Problem print-layout-refused for prints that do not fit or lines with unknown words */
export function requirePrintable(layout: PrintLayout): void {
  const refuse = (field: string) => new Problem('print-layout-refused', { field })
  if (new Set(layout.prints.map(({ size }) => size)).size < layout.prints.length) throw refuse('prints')
  for (const line of layout.lines) {
    const unknown = line.replace(/\{(\w+)\}/g, (field, word) => (captionWords.includes(word) ? '' : field))
    if (/[{}\p{Cc}]/u.test(unknown) || line.trim() === '') throw refuse('lines')
  }
  const needed = sheetsNeeded(sheetsOrder(layout), 1)
  if (needed === 'size') throw refuse('prints')
  if (needed === 'barcode') throw refuse('barcode')
  if (needed === 'edge') throw refuse('captionAt')
}

export function sheetsOrder({ lines, ...layout }: PrintLayout, label = ''): SheetsOrder {
  return { ...layout, lineCount: lines.length, label }
}

/** Sheets for orders of so many sets each. */
export function sheetCount(layout: PrintLayout, sets: number[]): number {
  const bySets = new Map<number, number>()
  for (const count of sets) bySets.set(count, (bySets.get(count) ?? 0) + 1)
  let sheets = 0
  for (const [count, orders] of bySets) {
    const needed = sheetsNeeded(sheetsOrder(layout), count)
    if (typeof needed === 'number') sheets += needed * orders
  }
  return Math.ceil(sheets - 1e-9)
}

type CaptionSource = Record<CaptionWord, string>

/** The lines with what they name filled in; spaces that an empty word leaves are closed. */
export function captionLines(lines: string[], source: CaptionSource): string[] {
  return lines.map((line) =>
    line
      .replace(/\{(\w+)\}/g, (_, word: CaptionWord) => source[word])
      .replace(/ {2,}/g, ' ')
      .trim(),
  )
}

/** What the barcode says: the order’s number without its hyphens. */
export function barcodeOf(orderNumber: string): string {
  return orderNumber.replace(/\D/g, '')
}

/** A number as typed or scanned, in the spelling of orders; undefined where it is none. */
export function readOrderNumber(text: string): string | undefined {
  const digits = barcodeOf(text.normalize('NFKC'))
  return digits.length === 18 ? `${digits.slice(0, 8)}-${digits.slice(8, 13)}-${digits.slice(13)}` : undefined
}

const collator = new Intl.Collator('zh-CN', { numeric: true })

type Sorted = Pick<PrintItem, 'schoolName' | 'college' | 'className' | 'studentNumber' | 'orderId'>

/** By school, college, class and student number, as prints are cut, packed and handed out. */
export function inPrintOrder(a: Sorted, b: Sorted): number {
  for (const key of ['schoolName', 'college', 'className', 'studentNumber'] as const) {
    const before = collator.compare(a[key], b[key])
    if (before !== 0) return before
  }
  return a.orderId < b.orderId ? -1 : 1
}

/** What the operator does about it, in words. */
const stopWords: Record<PrintStopCode, { zh: string; en: string }> = {
  'missing-character': {
    zh: '没有字体包含这个字：把含有它的字体放进字体文件夹（TUCAI_FONTS_DIR）并重新启动，再建批次',
    en: 'No font holds this character: put one that does into the font folder (TUCAI_FONTS_DIR), restart, make a new batch',
  },
  'text-too-long': {
    zh: '这行文字太长：在版式中换短一些的文字',
    en: 'This line is too long: take a shorter one in the layout',
  },
  'barcode-too-long': {
    zh: '条码放不下：在版式中去掉条码或换大一些的照片',
    en: 'The barcode does not fit: leave it out of the layout or take larger photos',
  },
  'master-missing': {
    zh: '没有打印母版：照片超过保存期限或需要重新采集',
    en: 'There is no print master: its time is over, or the photo must be taken anew',
  },
  'master-changed': {
    zh: '打印母版和审核时不一致，没有冲印：请联系管理员',
    en: 'The print master is not the one that was approved and was not printed: tell the administrator',
  },
  'master-coarse': {
    zh: '打印母版分辨率不够：在版式中换小一些的照片',
    en: 'The print master is too coarse for this size: take smaller photos in the layout',
  },
  'master-unreadable': {
    zh: '打印母版无法读取：请联系管理员',
    en: 'The print master cannot be read: tell the administrator',
  },
  'approval-gone': {
    zh: '照片的审核已撤销或换了照片：重新审核通过后再建批次',
    en: 'The approval was taken back or the photo replaced: make a new batch once it is approved',
  },
  'order-moved': { zh: '订单已退款或取消，不再冲印', en: 'The order was refunded and is not printed any more' },
  'not-printed': { zh: '标记为没有印好：已退回待冲印', en: 'Marked as not printed: it waits for the next batch' },
}

export function stopView(code: PrintStopCode, detail: string): PrintStop {
  return { code, detail, ...stopWords[code] }
}

/** Whatever may be made of an order while it is in one of these states: its prints again. */
export const reprintable: readonly string[] = ['producing', 'shipped', 'done']
