import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { Problem } from '@tucai/contract'
import { campaignOf } from '../campaign/campaigns.ts'
import { readArguments, UsageWrong } from '../platform/command.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import { acceptRoster } from './accepting.ts'
import { openRosterReader } from './roster-reader.ts'
import { findingView, rosterView } from './roster-views.ts'
import { moveRoster, type Roster, rosterOf } from './rosters.ts'
import { dropRoster, submitRoster } from './submitting.ts'
import { findingPage } from './trials.ts'
import { type RosterGround, tryRoster } from './trying.ts'

const USAGE = 'roster import FILE --campaign ID [--whole] [--dry-run]'
const MOST_SHOWN = 200

/**
 * Imports a roster, all of it or nothing; with `--whole` who is missing in it is withdrawn. `say` gets the lines to show;
 * the answer is the exit code.
 */
export async function importRoster(
  given: Omit<RosterGround, 'reader'>,
  workFolder: string,
  args: string[],
  callerFolder: string,
  say: (line: string) => void,
): Promise<number> {
  const { values, positionals } = readArguments(args, {
    ...{ campaign: { type: 'string' }, whole: { type: 'boolean' }, 'dry-run': { type: 'boolean' } },
  })
  const [path] = positionals
  if (path === undefined || positionals.length > 1 || values.campaign === undefined) throw new UsageWrong(USAGE)
  const file = await readFile(resolve(callerFolder, path)).catch((error: NodeJS.ErrnoException) => {
    throw new UsageWrong(`${path} can't be read (${error.code})`)
  })
  const ground = { ...given, reader: openRosterReader(workFolder) }
  const campaignId = values.campaign
  const campaign = await inTransaction(ground.db, SYSTEM, (tx) => campaignOf(tx, campaignId))
  if (campaign === undefined) {
    say(`没有这个采集批次：${campaignId}。用 campaign list 查看批次。`)
    return 1
  }
  const rest = { schoolId: campaign.schoolId, whole: values.whole ?? false, madeBy: '命令行' }
  try {
    const submission = { ...rest, campaignId, file, fileName: basename(path) }
    const id = await submitRoster(ground, SYSTEM, submission, async () => {})
    return await importSubmitted(ground, id, values['dry-run'] ?? false, say)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    say(error.body().zh)
    return 1
  }
}

async function importSubmitted(
  ground: RosterGround,
  rosterId: string,
  isDryRun: boolean,
  say: (line: string) => void,
): Promise<number> {
  const { db } = ground
  const now = async () => (await inTransaction(db, SYSTEM, (tx) => rosterOf(tx, rosterId)))!
  await tryRoster(ground, rosterId, 1)
  const tried = await now()
  const isRight = await sayTried(ground, tried, isDryRun, say)
  if (!isRight || isDryRun) {
    await inTransaction(db, SYSTEM, (tx) => dropRoster(tx, ground, tried))
    return isRight ? 0 : 1
  }
  await inTransaction(db, SYSTEM, (tx) => moveRoster(tx, tried, 'accepting'))
  await acceptRoster(ground, rosterId)
  if ((await now()).state === 'accepted') return 0
  say('试运行后数据有变化，没有写入，请重新导入。')
  return 1
}

/** Answers whether it can be accepted. */
async function sayTried({ db }: RosterGround, roster: Roster, isDryRun: boolean, say: (line: string) => void) {
  const { counts, missing, problem, columns, whole } = rosterView(roster)
  if (problem !== null) say(problem.zh)
  if (missing.length > 0) say('列匹配不完整：学号、姓名、证件号码必须各有一列。')
  if (roster.state !== 'tried') return false
  const { rows } = await inTransaction(db, SYSTEM, (tx) => findingPage(tx, roster.id, { limit: MOST_SHOWN }))
  for (const { row, column, severity, what } of rows.map(findingView))
    say(`第 ${row} 行 ${column.zh}：${what.zh}${severity === 'warn' ? '（提醒）' : ''}`)
  const ignored = columns.filter(({ field, heading }) => field === null && heading.trim() !== '')
  if (ignored.length > 0) say(`未使用的列：${ignored.map(({ heading }) => heading).join('、')}`)
  if (counts.blocking > 0) say(`共 ${counts.blocking} 处阻断问题，没有导入任何数据。`)
  if (counts.blocking > 0) return false
  const { added, changed, unchanged, withdrawn } = counts
  const gone = whole ? `，退出 ${withdrawn}` : ''
  say(`${isDryRun ? '试运行，未写入：' : ''}新增 ${added}，变更 ${changed}，不变 ${unchanged}${gone}。`)
  return true
}
