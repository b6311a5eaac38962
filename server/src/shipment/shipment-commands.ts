import { createWriteStream } from 'node:fs'
import { readFile, rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Problem } from '@tucai/contract'
import { campaignOf } from '../campaign/campaigns.ts'
import { readArguments, UsageWrong } from '../platform/command.ts'
import { type Db, inTransaction, SYSTEM } from '../platform/db.ts'
import { openSheetReader } from '../platform/sheets/sheet-reader.ts'
import { courierCodes, courierOf } from './couriers.ts'
import { exportForCourier, type LabelGround } from './labelling.ts'
import { makeParcels } from './packing.ts'
import { parcelPage } from './parcels.ts'
import { trackingHeadings } from './tracking.ts'
import { importTracking } from './tracking-import.ts'

interface Ground extends LabelGround {
  db: Db
}
type Say = (line: string) => void

const WORDS = { waiting: '待贴面单', labelled: '待寄出', shipped: '已寄出', delivered: '已签收', returned: '已退回' }

/** `shipment list`: how many parcels of a campaign are in each state. */
export async function listShipments({ db, secrets }: Ground, args: string[], say: Say): Promise<number> {
  const { values } = readArguments(args, { campaign: { type: 'string' } })
  if (values.campaign === undefined) throw new UsageWrong('shipment list --campaign ID')
  const campaignId = values.campaign
  const counts = await inTransaction(db, SYSTEM, async (tx) => {
    await requireCampaign(campaignId, await campaignOf(tx, campaignId))
    return (await parcelPage(tx, secrets, { campaignId, limit: 0 })).counts
  })
  for (const [state, words] of Object.entries(WORDS)) say(`${words} ${counts[state] ?? 0}`)
  return 0
}

/** `shipment export`: parcels of the printed orders that are mailed, in a courier's columns. */
export async function exportShipments(ground: Ground, args: string[], callerFolder: string, say: Say): Promise<number> {
  const usage = `shipment export FILE.csv|FILE.xlsx --campaign ID --courier ${courierCodes.join('|')} [--again]`
  const { values, positionals } = readArguments(args, {
    ...{ campaign: { type: 'string' }, courier: { type: 'string' }, again: { type: 'boolean' } },
  } as const)
  const [file] = positionals
  const format = /\.(csv|xlsx)$/i.exec(file ?? '')?.[1]?.toLowerCase() as 'csv' | 'xlsx' | undefined
  const { campaign: campaignId, courier, again } = values
  if (file === undefined || format === undefined || campaignId === undefined || courier === undefined)
    throw new UsageWrong(usage)
  return said(say, async () => {
    const { stream, count } = await inTransaction(ground.db, SYSTEM, async (tx) => {
      await requireCampaign(campaignId, await campaignOf(tx, campaignId))
      await makeParcels(tx, ground, SYSTEM, campaignId)
      return exportForCourier(tx, ground, SYSTEM, { campaignId, courier, format, again })
    })
    const path = resolve(callerFolder, file)
    await writeWhole(path, stream)
    say(`${count} 个包裹：${path}`)
    return 0
  })
}

/** `shipment import`: tracking numbers, all of a file's or none unless --take-good. */
export async function importShipments(ground: Ground, args: string[], callerFolder: string, say: Say): Promise<number> {
  const { values, positionals } = readArguments(args, {
    ...{ courier: { type: 'string' }, 'dry-run': { type: 'boolean' }, 'take-good': { type: 'boolean' } },
  } as const)
  const [file] = positionals
  const courier = values.courier === undefined ? undefined : courierOf(values.courier)
  const isWrong = values.courier !== undefined && courier === undefined
  if (file === undefined || positionals.length > 1 || isWrong)
    throw new UsageWrong(`shipment import FILE [--courier ${courierCodes.join('|')}] [--dry-run] [--take-good]`)
  const bytes = await readFile(resolve(callerFolder, file)).catch((error: NodeJS.ErrnoException) => {
    throw new UsageWrong(`${file} can't be read (${error.code})`)
  })
  const sheets = openSheetReader()
  try {
    return await said(say, async () => {
      const reading = await sheets.read(bytes, trackingHeadings)
      const asked = { dryRun: values['dry-run'] ?? false, takeGood: values['take-good'] ?? false }
      const outcome = await importTracking(ground.db, ground, SYSTEM, reading, { courier: courier?.code, ...asked })
      for (const { row, cell, column, zh } of [...outcome.problems, ...outcome.warnings])
        say(`第 ${row} 行${cell && ` ${cell}`}${column && ` ${column}`}：${zh}`)
      const { shipped, unchanged, problemCount, stored } = outcome
      say(`${stored ? '' : '未写入：'}寄出 ${shipped}，未变 ${unchanged}，有问题 ${problemCount}。`)
      return problemCount > 0 ? 1 : 0
    })
  } finally {
    await sheets.stop()
  }
}

/** Refusals are said in their words. */
async function said(say: Say, work: () => Promise<number>): Promise<number> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    say(error.body().zh)
    return 1
  }
}

async function requireCampaign(campaignId: string, campaign: object | undefined): Promise<void> {
  if (campaign === undefined) throw new UsageWrong(`没有这个采集批次：${campaignId}。用 campaign list 查看批次。`)
}

async function writeWhole(path: string, stream: NodeJS.ReadableStream): Promise<void> {
  const part = `${path}.part`
  try {
    await pipeline(stream, createWriteStream(part, { mode: 0o600 }))
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw new UsageWrong(`Cannot write ${path}: ${(error as NodeJS.ErrnoException).code ?? error}.`)
  }
}
