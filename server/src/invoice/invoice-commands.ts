import { createWriteStream } from 'node:fs'
import { readFile, rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { InvoiceState, Problem, problems } from '@tucai/contract'
import Value from 'typebox/value'
import { recordAudit } from '../audit/audits.ts'
import { readArguments, UsageWrong } from '../platform/command.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { SheetReader } from '../platform/sheets/sheet-reader.ts'
import { exportSheet } from './export-sheet.ts'
import { exportedInvoices, makeExport, noteExported } from './invoice-exports.ts'
import { invoicePage } from './invoice-list.ts'
import { invoiceByNumber } from './invoices.ts'
import { attachFile, type InvoiceGround, issueInvoice } from './invoicing.ts'
import { issueByRows, numberHeadings, readNumberRows } from './number-sheet.ts'

interface Ground extends InvoiceGround {
  sheets: SheetReader
  /** Paths are meant from here. */
  folder: string
}
type Say = (line: string) => void

const text = { type: 'string' } as const
const STATES: Record<InvoiceState, string> = {
  asked: '待导出',
  exporting: '导出中',
  exported: '已导出',
  issued: '已开票',
  refused: '已退回',
  cancelled: '已取消',
  reversed: '已红冲',
}

/** Requests without what is personal in them: whom they are for is in the export. */
export async function listInvoices({ db, secrets }: Ground, args: string[], say: Say): Promise<number> {
  const { values, positionals } = readArguments(args, { state: text, campaign: text })
  const { state, campaign: campaignId } = values
  if (positionals.length > 0 || (state !== undefined && !Value.Check(InvoiceState, state)))
    throw new UsageWrong(`invoice list [--state ${Object.keys(STATES).join('|')}] [--campaign ID]`)
  const query = { state: state as InvoiceState | undefined, campaignId, limit: 200 }
  const { total, invoices } = await inTransaction(db, SYSTEM, (tx) => invoicePage(tx, secrets, query))
  for (const { number, state, amountFen, orderNumber, invoiceNumber, possibleFen, exportId } of invoices) {
    const isToReverse = state === 'issued' && possibleFen !== amountFen ? '需要红冲' : undefined
    const parts = [number, STATES[state], `¥${(amountFen / 100).toFixed(2)}`, orderNumber, invoiceNumber ?? exportId]
    say([...parts, isToReverse].filter(Boolean).join('  '))
  }
  say(total > invoices.length ? `前${invoices.length}条，共${total}条` : `共${total}条`)
  return 0
}

const EXPORT_USAGE = 'invoice export --out FILE.xlsx|FILE.csv [--campaign ID | --again EXPORT]'

/** Takes what waits into a file for the finance system; `--again` writes an earlier one once more. */
export async function exportInvoices(ground: Ground, args: string[], say: Say): Promise<number> {
  const { db, secrets, clock, folder } = ground
  const { values, positionals } = readArguments(args, { out: text, campaign: text, again: text })
  const { out, campaign, again } = values
  const format = /\.(xlsx|csv)$/i.exec(out ?? '')?.[1]?.toLowerCase()
  if (positionals.length > 0 || format === undefined || (campaign !== undefined && again !== undefined))
    throw new UsageWrong(EXPORT_USAGE)
  const made = again ?? (await makeNew(ground, campaign ?? null))
  if (made === null) {
    say(problems['invoice-none-waiting'].zh)
    return 0
  }
  const invoices = await inTransaction(db, SYSTEM, async (tx) => {
    const now = clock.now()
    const invoices = await exportedInvoices(tx, secrets, made)
    if (invoices === undefined) throw new UsageWrong(`no export ${made}`)
    await recordAudit(tx, now, SYSTEM, 'invoices-exported', [made, ...invoices.map(({ id }) => id)])
    return invoices
  })
  await writeTo(resolve(folder, out!), exportSheet(invoices, format as 'xlsx' | 'csv'))
  await inTransaction(db, SYSTEM, (tx) => noteExported(tx, made, clock.now()))
  say(`${made}  ${invoices.length}条  ${out}`)
  return 0
}

function makeNew({ db, clock }: Ground, campaignId: string | null): Promise<string | null> {
  return inTransaction(db, SYSTEM, async (tx) => {
    const now = clock.now()
    const made = await makeExport(tx, 'command line', campaignId, now)
    if (made !== null) await recordAudit(tx, now, SYSTEM, 'invoices-exported', [made.exportId, ...made.invoiceIds])
    return made?.exportId ?? null
  })
}

/** Whole or not at all, and for its owner alone: it names people. */
async function writeTo(path: string, content: NodeJS.ReadableStream): Promise<void> {
  const part = `${path}.part`
  try {
    await pipeline(content, createWriteStream(part, { mode: 0o600 }))
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw new UsageWrong(`Cannot write ${path}: ${(error as NodeJS.ErrnoException).code ?? error}.`)
  }
}

const ATTACH_USAGE = 'invoice attach REQUEST [--number NUMBER] [--file FILE] | --sheet FILE'

/** Numbers and files that came back: one request at a time, or numbers by a sheet. */
export async function attachInvoices(ground: Ground, args: string[], say: Say): Promise<number> {
  const { values, positionals } = readArguments(args, { number: text, file: text, sheet: text })
  const { number, file, sheet } = values
  try {
    if (sheet !== undefined) {
      if (positionals.length > 0 || number !== undefined || file !== undefined) throw new UsageWrong(ATTACH_USAGE)
      return await attachSheet(ground, await readNear(ground, sheet), say)
    }
    const [request, ...rest] = positionals
    if (request === undefined || rest.length > 0 || (number ?? file) === undefined) throw new UsageWrong(ATTACH_USAGE)
    const content = file === undefined ? undefined : await readNear(ground, file)
    await attachOne(ground, request, number, content)
    say(request)
    return 0
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new UsageWrong(problems[error.code].zh)
  }
}

async function attachOne(ground: Ground, request: string, number: string | undefined, file: Buffer | undefined) {
  const invoice = await inTransaction(ground.db, SYSTEM, (tx) => invoiceByNumber(tx, ground.secrets, request))
  if (invoice === undefined) throw new UsageWrong(`no invoice request ${request}`)
  if (number !== undefined)
    await inTransaction(ground.db, SYSTEM, (tx) => issueInvoice(tx, ground, SYSTEM, invoice.id, number))
  if (file !== undefined) await attachFile(ground, SYSTEM, invoice.id, file)
}

async function attachSheet(ground: Ground, sheet: Buffer, say: Say): Promise<number> {
  const rows = readNumberRows(await ground.sheets.read(sheet, numberHeadings))
  const { issuedCount, troubles } = await issueByRows(ground, SYSTEM, rows)
  for (const { row, zh } of troubles) say(`第${row}行：${zh}`)
  say(troubles.length > 0 ? '没有登记任何一条，请改好后重试' : `登记${issuedCount}条`)
  return troubles.length > 0 ? 1 : 0
}

async function readNear({ folder }: Ground, path: string): Promise<Buffer> {
  try {
    return await readFile(resolve(folder, path))
  } catch (error) {
    throw new UsageWrong(`Cannot read ${path}: ${(error as NodeJS.ErrnoException).code ?? error}.`)
  }
}
