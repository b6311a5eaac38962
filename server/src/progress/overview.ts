import {
  type Attention,
  type ProgressGroup,
  type ProgressGrouping,
  type ProgressOverview,
  type ProgressSchool,
  type StaffRole,
  unfinishedStages,
} from '@tucai/contract'
import { lastDeliveredAt } from '../delivery/deliveries.ts'
import { chinaDayName, chinaDayNumber, chinaDayStart } from '../platform/china-time.ts'
import type { Tx } from '../platform/db.ts'
import { waitingFor } from './attention.ts'
import { addCounts, countIn, noStages, totalOf } from './progress.ts'
import { type CountRow, dailyCounts, type RoundCampaign, roundFigures, roundOf, stageCounts } from './stages.ts'

const DAYS_SHOWN = 14
/** A campaign that closes so soon is pointed out. */
const CLOSES_SOON_MS = 3 * 86_400_000

/** The round of a campaign, school by school; undefined when the actor sees no such campaign. */
export async function overviewOf(
  tx: Tx,
  role: StaffRole,
  campaignId: string,
  by: ProgressGrouping,
  now: Date,
): Promise<ProgressOverview | undefined> {
  const round = await roundOf(tx, campaignId)
  if (round.length === 0) return undefined
  const ids = round.map(({ id }) => id)
  const counted = await stageCounts(tx, ids, by)
  const schools = round.map((campaign) => schoolOf(campaign, counted))
  const whole = noStages()
  for (const { stages } of schools) addCounts(whole, stages)
  const today = chinaDayNumber(now)
  const figures = await roundFigures(tx, ids, chinaDayStart(today), now)
  const days = await daysUpTo(tx, ids, today)
  const { title, year } = round[0]!
  return {
    ...{ title, year, madeAt: now.toISOString(), total: totalOf(whole), stages: whole, schools, days },
    ...{ addedToday: figures.addedToday, overdue: figures.overdue, paid: figures.paid, printSets: figures.printSets },
    waitingSince: figures.waitingSince?.toISOString() ?? null,
    submittedToday: days.at(-1)!.submitted,
    approvedToday: days.at(-1)!.approved,
    lastDeliveredAt: (await lastDeliveredAt(tx, ids))?.toISOString() ?? null,
    attention: [
      ...closingSoon(schools, now),
      ...overdueIn(figures.overdue, campaignId),
      ...(await waitingFor(tx, role, ids)),
    ],
  }
}

function schoolOf(campaign: RoundCampaign, counted: CountRow[]): ProgressSchool {
  const groups = new Map<string, ProgressGroup>()
  const stages = noStages()
  for (const { campaignId, college, name, stage, count } of counted) {
    if (campaignId !== campaign.id) continue
    const key = `${college}\n${name}`
    const group = groups.get(key) ?? { name, college, total: 0, stages: noStages() }
    group.stages[stage] += count
    group.total += count
    stages[stage] += count
    groups.set(key, group)
  }
  return {
    ...{ campaignId: campaign.id, schoolName: campaign.schoolName, total: totalOf(stages), stages },
    ...{ opensAt: campaign.opensAt.toISOString(), closesAt: campaign.closesAt.toISOString() },
    cancelled: campaign.cancelledAt !== null,
    groups: [...groups.values()],
  }
}

async function daysUpTo(tx: Tx, campaignIds: string[], today: number) {
  const first = today - DAYS_SHOWN + 1
  const found = new Map((await dailyCounts(tx, campaignIds, chinaDayStart(first))).map((row) => [row.day, row]))
  return Array.from({ length: DAYS_SHOWN }, (_, place) => {
    const day = chinaDayName(first + place)
    return found.get(day) ?? { day, submitted: 0, approved: 0 }
  })
}

function closingSoon(schools: ProgressSchool[], now: Date): Attention[] {
  return schools.flatMap(({ campaignId, schoolName, closesAt, cancelled, stages }) => {
    const leftMs = new Date(closesAt).getTime() - now.getTime()
    const count = countIn(stages, unfinishedStages)
    if (cancelled || leftMs <= 0 || leftMs > CLOSES_SOON_MS || count === 0) return []
    return [{ kind: 'closing' as const, count, campaignId, schoolName, at: closesAt, amountFen: null }]
  })
}

function overdueIn(count: number, campaignId: string): Attention[] {
  if (count === 0) return []
  return [{ kind: 'overdue', count, campaignId, schoolName: null, at: null, amountFen: null }]
}
