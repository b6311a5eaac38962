import { createHash } from 'node:crypto'
import type { PrintStopCode } from '@tucai/contract'
import type { Cover, SheetBook, SheetPrinter } from '../photo/photo.ts'
import { ChildFailed } from '../platform/children.ts'
import { type Db, inTransaction, SYSTEM } from '../platform/db.ts'
import { FileMissing, type Files } from '../platform/files.ts'
import { approvedPhotos } from '../review/reviews.ts'
import {
  barcodeOf,
  batchFileKey,
  captionLines,
  type PrintBatch,
  type PrintItem,
  reprintable,
  sheetsOrder,
  stopView,
} from './print.ts'
import { type ItemEnd, printItemsOf } from './print-items.ts'
import { mastersOf } from './prints.ts'

export interface PrintGround {
  db: Db
  files: Files
  printer: SheetPrinter
}

/** What became of each order of a batch, and of its file. */
export interface MadeFile {
  ready: ItemEnd[]
  stopped: ItemEnd[]
  coverPages: number
  sheets: number
}

type Stop = { code: PrintStopCode; detail: string }
/** An order’s print master, with the hash under which it was approved. */
type Master = { masterKey: string | null; sha256: string | null }

/** So many people may break the worker before the batch is taken for broken itself. */
const BROKEN_LIMIT = 5

/**
 * Makes the PDF of a batch and stores it. Whoever can’t be printed is stopped with the reason, and the others are
 * printed. Safe to repeat: the same file is written again.
 */
export async function makeFile(ground: PrintGround, batch: PrintBatch, signal?: AbortSignal): Promise<MadeFile> {
  const broken = new Set<string>()
  for (;;) {
    try {
      return await writeFileOnce(ground, batch, broken, signal)
    } catch (error) {
      if (!(error instanceof PersonBroke) || broken.size >= BROKEN_LIMIT || signal?.aborted) throw error
      broken.add(error.orderId)
    }
  }
}

class PersonBroke extends Error {
  readonly orderId: string
  constructor(orderId: string, cause: ChildFailed) {
    super(`the sheets of an order broke the worker: ${cause.reason}`, { cause })
    this.orderId = orderId
  }
}

async function writeFileOnce(
  { db, files, printer }: PrintGround,
  batch: PrintBatch,
  broken: Set<string>,
  signal: AbortSignal | undefined,
): Promise<MadeFile> {
  const { items, masters } = await inTransaction(db, SYSTEM, async (tx) => {
    const items = (await printItemsOf(tx, batch.id)).filter(({ state }) => state === 'waiting')
    const approved = await approvedPhotos(tx, { graduateIds: items.map(({ graduateId }) => graduateId) })
    return { items, masters: await mastersOf(tx, items, approved) }
  })
  const book = await printer.open(sheetsOrder(batch.layout, batch.number))
  signal?.addEventListener('abort', () => void book.close(), { once: true })
  const ready: (ItemEnd & { sheets: string })[] = []
  const stopped: (ItemEnd & { stop: Stop })[] = []
  const look = (item: PrintItem | undefined) =>
    item && !broken.has(item.orderId) ? readMaster(files, item, masters.get(item.orderId)) : undefined
  try {
    // The next master is read while the worker has this one.
    let next = look(items[0])
    for (const [place, item] of items.entries()) {
      const master = await next
      next = look(items[place + 1])
      next?.catch(() => {})
      const end =
        master === undefined ? unreadable : 'photo' in master ? await lay(book, batch, item, master.photo) : master
      if ('code' in end) stopped.push({ orderId: item.orderId, stop: end })
      else ready.push({ orderId: item.orderId, sheets: end.sheets })
    }
    const { pdf, ...made } = await book.end(coverOf(batch, items, ready, stopped))
    await files.write(batchFileKey(batch.id), pdf)
    return { ready, stopped, ...made }
  } finally {
    await book.close()
  }
}

const unreadable: Stop = { code: 'master-unreadable', detail: '' }

async function lay(
  book: SheetBook,
  { layout }: PrintBatch,
  item: PrintItem,
  photo: Buffer,
): Promise<{ sheets: string } | Stop> {
  const caption = {
    lines: captionLines(layout.lines, item),
    ...(layout.barcode ? { barcode: barcodeOf(item.orderNumber) } : {}),
  }
  const answer = await book.add({ photo, sets: item.sets, ...caption }).catch((error: unknown) => {
    if (error instanceof ChildFailed && error.reason !== 'stopped') throw new PersonBroke(item.orderId, error)
    throw error
  })
  return 'sheets' in answer ? answer : { code: answer.refused, detail: answer.detail }
}

/** The master’s bytes as they were approved, or why they are not printed. */
async function readMaster(
  files: Files,
  item: PrintItem,
  master: Master | undefined,
): Promise<{ photo: Buffer } | Stop> {
  if (!reprintable.includes(item.orderState)) return { code: 'order-moved', detail: '' }
  if (master === undefined) return { code: 'approval-gone', detail: '' }
  if (master.masterKey === null || master.sha256 === null) return { code: 'master-missing', detail: '' }
  const bytes = await files.read(master.masterKey).catch((error: unknown) => {
    if (error instanceof FileMissing) return undefined
    throw error
  })
  if (bytes === undefined) return { code: 'master-missing', detail: '' }
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return sha256 === master.sha256 ? { photo: bytes } : { code: 'master-changed', detail: '' }
}

function coverOf(
  batch: PrintBatch,
  items: PrintItem[],
  ready: (ItemEnd & { sheets: string })[],
  stopped: (ItemEnd & { stop: Stop })[],
): Cover {
  const byId = new Map(items.map((item) => [item.orderId, item]))
  const { paper, prints } = batch.layout
  const sets = ready.reduce((sum, { orderId }) => sum + byId.get(orderId)!.sets, 0)
  const made = batch.madeAt.toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false })
  const chosen = [batch.college, batch.delivery && { mail: '邮寄', station: '到校领取' }[batch.delivery]]
  const lines = [
    `${batch.schoolName} · ${batch.campaignTitle}`,
    `${prints.map(({ size, count }) => `${size} mm × ${count}`).join(' + ')} · ${paper} · ${made}`,
    `${ready.length} 人 · ${sets} 套${stopped.length > 0 ? ` · 未冲印 ${stopped.length} 人，见文末` : ''}`,
    ...(batch.reason === null ? [] : [`补印原因：${batch.reason}`]),
    ...(chosen.some(Boolean) ? [chosen.filter(Boolean).join(' · ')] : []),
  ]
  const list = {
    title: '名单',
    columns: [
      { title: '序号', widthMm: 13 },
      { title: '学号', widthMm: 36 },
      { title: '姓名', widthMm: 42, lines: 2 },
      { title: '班级', widthMm: 44, lines: 2 },
      { title: '套数', widthMm: 13 },
      { title: '印张', widthMm: 32, lines: 3 },
    ],
    rows: ready.map(({ orderId, sheets }) => {
      const { sequence, studentNumber, name, className, sets } = byId.get(orderId)!
      return [String(sequence), studentNumber, name, className, String(sets), sheets]
    }),
  }
  const stops = {
    title: '未冲印',
    columns: [
      { title: '序号', widthMm: 13 },
      { title: '学号', widthMm: 36 },
      { title: '姓名', widthMm: 42, lines: 2 },
      { title: '原因', widthMm: 89, lines: 4 },
    ],
    rows: stopped.map(({ orderId, stop: { code, detail } }) => {
      const { sequence, studentNumber, name } = byId.get(orderId)!
      // The cover shows a character without a font by its number anyway.
      const shown = code === 'missing-character' ? detail.slice(detail.indexOf('U+')) : detail
      return [String(sequence), studentNumber, name, `${shown ? `${shown}：` : ''}${stopView(code, detail).zh}`]
    }),
  }
  const tables = stopped.length > 0 ? [list, stops] : [list]
  return {
    title: `冲印批次 ${batch.number}${batch.kind === 'reprint' ? '（补印）' : ''}`,
    lines,
    tables,
    foot: batch.number,
  }
}
