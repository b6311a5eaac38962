import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Fees, type IdentityMode, Problem } from '@tucai/contract'
import Value from 'typebox/value'
import type { Clock } from '../platform/clock.ts'
import { readArguments, UsageWrong } from '../platform/command.ts'
import { type Db, inTransaction, SYSTEM } from '../platform/db.ts'
import { feesOf, isOpen, requireSoundFees } from './campaign.ts'
import { addCampaign, addSchool, campaignOf, campaignsSeen, schoolByName, setFees } from './campaigns.ts'

interface Ground {
  db: Db
  clock: Clock
}

export async function listCampaigns({ db, clock }: Ground, say: (line: string) => void): Promise<number> {
  const campaigns = await inTransaction(db, SYSTEM, campaignsSeen)
  for (const campaign of campaigns) {
    const state = isOpen(campaign, clock.now()) ? '开放' : '未开放'
    const days = [campaign.opensAt, campaign.closesAt].map((instant) => instant.toISOString().slice(0, 10)).join('–')
    say(`${campaign.id}  ${state}  ${days}  ${campaign.schoolName}  ${campaign.title}`)
  }
  if (campaigns.length === 0) say('还没有采集批次。')
  return 0
}

const USAGE =
  'campaign add --school NAME --title TITLE --opens 2026-11-01 --closes 2027-06-30 --fee FEN --paper-fee FEN [--camera-only] [--identity roster|code|hybrid]'

/** Adds a campaign, and its school when that is new. Days are those of China; both are included. */
export async function addCampaignByCommand(
  { db }: Ground,
  args: string[],
  say: (line: string) => void,
): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = readArguments(args, {
    ...{
      school: text,
      title: text,
      opens: text,
      closes: text,
      fee: text,
      'paper-fee': text,
      standard: text,
      identity: text,
    },
    'camera-only': { type: 'boolean' },
  })
  const { school, title } = values
  if (!school?.trim() || !title?.trim()) throw new UsageWrong(USAGE)
  const opensAt = readDay(values.opens)
  const closesAt = new Date(readDay(values.closes).getTime() + 86_400_000)
  if (closesAt <= opensAt) throw new UsageWrong('--closes must not be before --opens')
  const fees = { collectionFeeFen: readFen(values.fee), paperFeeFen: readFen(values['paper-fee']) }
  const standard = values.standard ?? 'chsi-2017-blue'
  const rest = {
    title: title.trim(),
    opensAt,
    closesAt,
    fileAllowed: !values['camera-only'],
    standard,
    ...fees,
    identityMode: readMode(values.identity),
  }
  const id = await inTransaction(db, SYSTEM, async (tx) => {
    const schoolId = (await schoolByName(tx, school.trim())) ?? (await addSchool(tx, school.trim()))
    return addCampaign(tx, { schoolId, ...rest })
  })
  say(id)
  return 0
}

function readDay(day: string | undefined): Date {
  const instant = new Date(`${day}T00:00:00+08:00`)
  if (/^\d{4}-\d{2}-\d{2}$/.test(day ?? '') && !Number.isNaN(instant.getTime())) return instant
  throw new UsageWrong(USAGE)
}

function readMode(mode = 'roster'): IdentityMode {
  if (mode === 'roster' || mode === 'code' || mode === 'hybrid') return mode
  throw new UsageWrong(USAGE)
}

function readFen(text: string | undefined): number {
  if (/^\d{1,7}$/.test(text ?? '')) return Number(text)
  throw new UsageWrong(USAGE)
}

/**
 * Shows what a campaign charges as JSON, or takes it from a file of that form. Amounts are in fen; orders that are placed
 * keep theirs.
 */
export async function feesByCommand(
  { db }: Ground,
  args: string[],
  callerFolder: string,
  say: (line: string) => void,
): Promise<number> {
  const [campaignId, file, ...rest] = readArguments(args, {}).positionals
  if (campaignId === undefined || rest.length > 0) throw new UsageWrong('campaign fees ID [FILE.json]')
  const fees = file === undefined ? undefined : await readFees(resolve(callerFolder, file))
  const campaign = await inTransaction(db, SYSTEM, async (tx) => {
    if (fees !== undefined) await setFees(tx, campaignId, fees)
    return campaignOf(tx, campaignId)
  })
  if (campaign === undefined) {
    say(`没有这个采集批次：${campaignId}。用 campaign list 查看批次。`)
    return 1
  }
  say(JSON.stringify(feesOf(campaign), null, 2))
  return 0
}

async function readFees(path: string): Promise<Fees> {
  try {
    const fees: unknown = JSON.parse(await readFile(path, 'utf8'))
    const [first] = Value.Errors(Fees, fees)
    if (first !== undefined) throw new UsageWrong(`${path}: ${first.instancePath || '/'} ${first.message}`)
    requireSoundFees(fees as Fees)
    return fees as Fees
  } catch (error) {
    if (error instanceof Problem) throw new UsageWrong(`${path}: ${error.field} does not fit the other fees`)
    if (error instanceof UsageWrong) throw error
    throw new UsageWrong(`${path} is not a file of fees: campaign fees ID shows its form`)
  }
}
