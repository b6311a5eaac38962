import { type RawBuilder, sql } from 'kysely'
import { chinaParts } from '../platform/china-time.ts'
import { countOf, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { type Campaign, type CampaignFees, usualFees, usualPolicy } from './campaign.ts'

// The school's name is a lookup of its own: joined, the database may go through all schools to find one.
const COLUMNS = sql`c.id, c.school_id, (SELECT name FROM school WHERE id = c.school_id) AS school_name, c.title,
  c.opens_at, c.closes_at, c.file_allowed, c.standard, c.collection_fee_fen, c.paper_fee_fen, c.identity_mode,
  c.print_sets_most, c.mailing_fee_fen, c.station_fee_fen, c.station, c.free_retakes, c.retake_fee_fen, c.free_windows,
  c.payer, c.pay_when, c.refund_rule, c.order_life_minutes, c.cancelled_at, c.year, c.daily_from_minutes,
  c.daily_until_minutes, c.weekends, c.front_camera_allowed, c.submissions_most, c.replace_within_days`

export async function campaignOf(tx: Tx, campaignId: string): Promise<Campaign | undefined> {
  return rowOf<Campaign>(tx, sql`SELECT ${COLUMNS} FROM campaign c WHERE c.id = ${campaignId}`)
}

/**
 * The schools of campaigns, as an array in SQL. What joins whole tables for a campaign narrows each of them to its school:
 * rows of other schools are then left alone, however many they are.
 */
export const schoolsOf = (campaignIds: readonly string[]): RawBuilder<unknown> =>
  sql`ARRAY(SELECT school_id FROM campaign WHERE id = ANY(${campaignIds}))`

/** Of a hundred verdicts of reviewers so many are drawn for a second look. */
export async function secondLookPercent(tx: Tx, campaignId: string): Promise<number> {
  const row = await rowOf<{ percent: number }>(
    tx,
    sql`SELECT second_look_percent AS percent FROM campaign WHERE id = ${campaignId}`,
  )
  return row?.percent ?? 0
}

export async function setSecondLookPercent(tx: Tx, campaignId: string, percent: number): Promise<boolean> {
  const set = sql`UPDATE campaign SET second_look_percent = ${percent} WHERE id = ${campaignId}`
  return (await countOf(tx, set)) === 1
}

/** The campaigns that the actor may see, the newest first. */
export async function campaignsSeen(tx: Tx): Promise<Campaign[]> {
  return rowsOf<Campaign>(tx, sql`SELECT ${COLUMNS} FROM campaign c ORDER BY c.created_at DESC, c.id`)
}

export async function addSchool(tx: Tx, name: string): Promise<string> {
  const id = newId('sch')
  await sql`INSERT INTO school (id, name) VALUES (${id}, ${name})`.execute(tx)
  return id
}

/** The campaigns that are open, by school. */
export async function openCampaigns(tx: Tx, now: Date): Promise<Campaign[]> {
  return rowsOf<Campaign>(
    tx,
    sql`SELECT ${COLUMNS} FROM campaign c WHERE c.opens_at <= ${now} AND c.closes_at > ${now} AND c.cancelled_at IS NULL
      ORDER BY school_name, c.title, c.id`,
  )
}

type Usual = keyof typeof usualPolicy | keyof CampaignFees | 'year'
export type NewCampaign = Omit<Campaign, 'id' | 'schoolName' | 'cancelledAt' | Usual> &
  Partial<Pick<Campaign, Usual>> &
  Pick<CampaignFees, 'collectionFeeFen' | 'paperFeeFen'>

/** A campaign that closes in spring or summer is for those who leave in that year. */
const yearOf = (closesAt: Date) => chinaParts(closesAt).getUTCFullYear()

export async function addCampaign(tx: Tx, campaign: NewCampaign): Promise<string> {
  const id = newId('cmp')
  const { schoolId, title, opensAt, closesAt, fileAllowed, standard, year = yearOf(closesAt) } = campaign
  const policy = { ...usualPolicy, ...campaign }
  const fees = { ...usualFees, ...campaign }
  await sql`INSERT INTO campaign (id, school_id, title, year, opens_at, closes_at, daily_from_minutes,
      daily_until_minutes, weekends, file_allowed, front_camera_allowed, submissions_most, replace_within_days, standard,
      identity_mode, collection_fee_fen, paper_fee_fen)
    VALUES (${id}, ${schoolId}, ${title}, ${year}, ${opensAt}, ${closesAt}, ${policy.dailyFromMinutes},
      ${policy.dailyUntilMinutes}, ${policy.weekends}, ${fileAllowed}, ${policy.frontCameraAllowed},
      ${policy.submissionsMost}, ${policy.replaceWithinDays}, ${standard}, ${policy.identityMode},
      ${fees.collectionFeeFen}, ${fees.paperFeeFen})`.execute(tx)
  await setFees(tx, id, fees)
  return id
}

/** What orders cost from now on; those that are placed keep what they say. False where there is no such campaign. */
export async function setFees(tx: Tx, campaignId: string, fees: CampaignFees): Promise<boolean> {
  const changed = sql`UPDATE campaign SET collection_fee_fen = ${fees.collectionFeeFen},
      paper_fee_fen = ${fees.paperFeeFen}, print_sets_most = ${fees.printSetsMost},
      mailing_fee_fen = ${fees.mailingFeeFen}, station_fee_fen = ${fees.stationFeeFen}, station = ${fees.station},
      free_retakes = ${fees.freeRetakes}, retake_fee_fen = ${fees.retakeFeeFen},
      free_windows = ${JSON.stringify(fees.freeWindows)}::jsonb, payer = ${fees.payer}, pay_when = ${fees.payWhen},
      refund_rule = ${fees.refundRule}, order_life_minutes = ${fees.orderLifeMinutes}
    WHERE id = ${campaignId}`
  return (await countOf(tx, changed)) === 1
}

/** False when there is no such campaign, or it was cancelled before. */
export async function markCancelled(tx: Tx, campaignId: string, now: Date): Promise<boolean> {
  const cancelled = sql`UPDATE campaign SET cancelled_at = ${now} WHERE id = ${campaignId} AND cancelled_at IS NULL`
  return (await countOf(tx, cancelled)) === 1
}

export async function schoolByName(tx: Tx, name: string): Promise<string | undefined> {
  return (await rowOf<{ id: string }>(tx, sql`SELECT id FROM school WHERE name = ${name}`))?.id
}
