import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { recordAudit } from '../audit/audits.ts'
import type { Campaign } from '../campaign/campaign.ts'
import { campaignOf } from '../campaign/campaigns.ts'
import type { Clock } from '../platform/clock.ts'
import { readArguments, UsageWrong } from '../platform/command.ts'
import { type Db, inTransaction, SYSTEM } from '../platform/db.ts'
import type { Secrets } from '../platform/secrets.ts'
import { readCsv } from '../platform/sheets/csv-text.ts'
import { isRosterHeading, type RosterError, type RosterLine, readRoster } from './roster.ts'
import { applyRoster, type RosterChange } from './rosters.ts'

interface Ground {
  db: Db
  secrets: Secrets
  clock: Clock
}

const USAGE = 'roster import FILE.csv --campaign ID [--dry-run]'

/** Imports a roster, all of it or nothing. `say` gets the lines to show; the answer is the exit code. */
export async function importRoster(
  ground: Ground,
  args: string[],
  callerFolder: string,
  say: (line: string) => void,
): Promise<number> {
  const { values, positionals } = readArguments(args, { campaign: { type: 'string' }, 'dry-run': { type: 'boolean' } })
  const [file] = positionals
  if (file === undefined || positionals.length > 1 || values.campaign === undefined) throw new UsageWrong(USAGE)
  const bytes = await readFile(resolve(callerFolder, file)).catch((error: NodeJS.ErrnoException) => {
    throw new UsageWrong(`${file} can't be read (${error.code})`)
  })
  const outcome = await importBytes(ground, bytes, values.campaign, values['dry-run'] ?? false)
  if (outcome === undefined) {
    say(`没有这个采集批次：${values.campaign}。用 campaign list 查看批次。`)
    return 1
  }
  for (const line of wordsOf(outcome, values['dry-run'] ?? false)) say(line)
  return outcome.errors.length > 0 ? 1 : 0
}

export interface ImportOutcome extends RosterChange {
  ignoredColumns: string[]
}

class RolledBack extends Error {}

/** Undefined when there is no such campaign. */
export async function importBytes(
  { db, secrets, clock }: Ground,
  bytes: Uint8Array,
  campaignId: string,
  isDryRun: boolean,
): Promise<ImportOutcome | undefined> {
  const nothing = { addedCount: 0, updatedCount: 0, unchangedCount: 0, absentCount: 0 }
  const campaign = await inTransaction(db, SYSTEM, (tx) => campaignOf(tx, campaignId))
  if (campaign === undefined) return undefined
  const reading = read(bytes, campaign, clock.now())
  if (reading.errors.length > 0) return { ...nothing, ...reading }
  let change: RosterChange = { ...nothing, errors: [] }
  try {
    await inTransaction(db, SYSTEM, async (tx) => {
      change = await applyRoster(tx, secrets, campaign, reading.lines, clock.now())
      await recordAudit(tx, clock.now(), SYSTEM, 'roster-imported', [campaignId])
      if (isDryRun || change.errors.length > 0) throw new RolledBack()
    })
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error
  }
  return { ...change, ignoredColumns: reading.ignoredColumns }
}

const MOST_ROWS = 200_000
const brokenWords = { 'quote-open': '引号没有闭合，后面的内容无法读取', unreadable: '这一行无法读取' }

function read(bytes: Uint8Array, campaign: Campaign, now: Date) {
  const wrong = (row: number, zh: string) => {
    const errors: RosterError[] = [{ row, column: '文件', zh }]
    return { lines: [] as RosterLine[], errors, ignoredColumns: [] }
  }
  if (bytes.length === 0) return wrong(1, '文件是空的')
  const { rows, broken } = readCsv(bytes, isRosterHeading, { rows: MOST_ROWS })
  if (broken) return wrong(broken.row, brokenWords[broken.why])
  if (rows.length > MOST_ROWS) return wrong(MOST_ROWS, `行数超过${MOST_ROWS}，请分成几个文件`)
  return readRoster(rows, usualYear(campaign), now)
}

/** The year in the campaign's title, as in 2027届; otherwise the year in which it closes. */
function usualYear({ title, closesAt }: Campaign): number {
  return Number(/20\d\d/.exec(title)?.[0] ?? closesAt.getUTCFullYear())
}

function wordsOf(outcome: ImportOutcome, isDryRun: boolean): string[] {
  const lines = outcome.errors.map(({ row, column, zh }) => `第 ${row} 行 ${column}：${zh}`)
  if (outcome.ignoredColumns.length > 0) lines.push(`未使用的列：${outcome.ignoredColumns.join('、')}`)
  if (outcome.errors.length > 0) return [...lines, `共 ${outcome.errors.length} 处错误，没有导入任何数据。`]
  const { addedCount, updatedCount, unchangedCount, absentCount } = outcome
  lines.push(`${isDryRun ? '试运行，未写入：' : ''}新增 ${addedCount}，更新 ${updatedCount}，未变 ${unchangedCount}。`)
  if (absentCount > 0) lines.push(`表中没有的 ${absentCount} 人保持不变。`)
  return lines
}
