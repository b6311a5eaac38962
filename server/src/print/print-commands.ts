import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Problem } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { campaignOf } from '../campaign/campaigns.ts'
import type { SheetPrinter } from '../photo/photo.ts'
import type { Clock } from '../platform/clock.ts'
import { readArguments, UsageWrong } from '../platform/command.ts'
import { type Db, inTransaction, SYSTEM } from '../platform/db.ts'
import type { Files } from '../platform/files.ts'
import type { PrintBatch } from './print.ts'
import { printItemsOf } from './print-items.ts'
import { prepareBatch } from './print-jobs.ts'
import { makeBatch, markPrinted, previewPrints, requireBatch } from './print-making.ts'
import { batchCounts, printBatchesOf } from './prints.ts'

interface Ground {
  db: Db
  clock: Clock
  files: Files
  printer: SheetPrinter
}

type Say = (line: string) => void

const STATES: Record<PrintBatch['state'], string> = {
  ...{ preparing: '生成中', ready: '待冲印', printed: '已冲印', cancelled: '已取消', failed: '生成失败' },
}

export async function printCommand(
  ground: Ground,
  callerFolder: string,
  [verb = '', ...args]: string[],
  say: Say,
): Promise<number> {
  const text = { type: 'string' } as const
  const { values, positionals } = readArguments(args, {
    ...{ campaign: text, college: text, delivery: text, except: text, out: text },
  })
  try {
    switch (verb) {
      case 'list':
        return await listBatches(ground, required(values.campaign, '--campaign ID'), say)
      case 'make':
        return await make(ground, required(values.campaign, '--campaign ID'), values, say)
      case 'printed':
        return await printed(ground, required(positionals[0], 'BATCH'), values.except?.split(',') ?? [], say)
      default:
        return await writePdf(
          ground,
          required(positionals[0], 'BATCH'),
          resolve(callerFolder, required(values.out, '--out FILE')),
          say,
        )
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new UsageWrong(error.body().zh)
  }
}

function required(value: string | undefined, name: string): string {
  if (value === undefined) throw new UsageWrong(`print … needs ${name}`)
  return value
}

async function listBatches({ db }: Ground, campaignId: string, say: Say): Promise<number> {
  await inTransaction(db, SYSTEM, async (tx) => {
    if ((await campaignOf(tx, campaignId)) === undefined) throw new Problem('not-found')
    const { orders, sheets, excluded } = await previewPrints(tx, campaignId, {})
    say(
      `待冲印 ${orders} 份订单，${sheets} 张${excluded.map((one) => `；除外 ${one.orders}（${one.reason}）`).join('')}`,
    )
    const batches = await printBatchesOf(tx, campaignId)
    const counts = await batchCounts(
      tx,
      batches.map(({ id }) => id),
    )
    for (const { id, number, state, sheets: made } of batches) {
      const { orders: taken = 0, stopped = 0 } = counts.get(id) ?? {}
      say(`${number}  ${STATES[state]}  ${taken} 份  ${made} 张${stopped > 0 ? `  未印 ${stopped}` : ''}`)
    }
  })
  return 0
}

/** The file is made here and now, whether the program runs or not. */
async function make(
  ground: Ground,
  campaignId: string,
  { college, delivery }: { college?: string; delivery?: string },
  say: Say,
): Promise<number> {
  if (delivery !== undefined && delivery !== 'mail' && delivery !== 'station')
    throw new UsageWrong('--delivery is mail or station')
  const { db } = ground
  const { id } = await inTransaction(db, SYSTEM, (tx) =>
    makeBatch(tx, ground, SYSTEM, campaignId, { college, delivery }),
  )
  const batch = await inTransaction(db, SYSTEM, (tx) => requireBatch(tx, id))
  await prepareBatch(ground, batch)
  const { made, items } = await inTransaction(db, SYSTEM, async (tx) => ({
    made: await requireBatch(tx, id),
    items: await printItemsOf(tx, id),
  }))
  say(`${made.number}  ${STATES[made.state]}  ${items.length} 份  ${made.sheets} 张`)
  for (const { orderNumber, name, stopCode, stopDetail } of items)
    if (stopCode !== null) say(`未印 ${orderNumber} ${name}：${stopCode} ${stopDetail}`)
  return 0
}

async function printed(ground: Ground, batchId: string, except: string[], say: Say): Promise<number> {
  await inTransaction(ground.db, SYSTEM, async (tx) => {
    const batch = await requireBatch(tx, batchId)
    const items = await printItemsOf(tx, batch.id)
    const out = except.map((number) => {
      const item = items.find(({ orderId, orderNumber }) => orderId === number || orderNumber === number)
      if (item === undefined) throw new UsageWrong(`${number} is no order of ${batch.number}`)
      return { orderId: item.orderId, note: '命令行标记' }
    })
    await markPrinted(tx, ground, SYSTEM, batch.id, { except: out })
    say(`${batch.number} 已冲印${out.length > 0 ? `，除外 ${out.length}` : ''}`)
  })
  return 0
}

async function writePdf({ db, files, clock }: Ground, batchId: string, out: string, say: Say): Promise<number> {
  const { number, fileKey } = await inTransaction(db, SYSTEM, async (tx) => {
    const batch = await requireBatch(tx, batchId)
    if (batch.fileKey !== null) await recordAudit(tx, clock.now(), SYSTEM, 'print-file-read', [batch.id])
    return batch
  })
  if (fileKey === null) throw new UsageWrong(`${number} has no file (yet, or any more).`)
  const part = `${out}.part`
  try {
    await pipeline(await files.stream(fileKey), createWriteStream(part, { mode: 0o600 }))
    await rename(part, out)
  } catch (error) {
    await rm(part, { force: true })
    throw new UsageWrong(`Cannot write ${out}: ${(error as NodeJS.ErrnoException).code ?? error}.`)
  }
  say(out)
  return 0
}
