import { sql } from 'kysely'
import { rowsOf, type Tx } from '../platform/db.ts'
import { CLAIM_MINUTES, type Review } from './review.ts'
import { onOwnDesk } from './reviews.ts'

export interface ClaimOrder {
  campaignId?: string
  count: number
  /** `leader`: those that an administrator decides. */
  queue: 'waiting' | 'leader'
  order: 'doubt' | 'oldest'
}

/**
 * Puts waiting reviews on the reviewer’s desk until `count` lie there: the most doubtful or the longest waiting first,
 * those that the reviewer left to others last, and none that the reviewer has judged already. Those that lie there stay.
 * No review lies on two desks. Answers their ids, in this order.
 */
export async function claimReviews(tx: Tx, staffId: string, wanted: ClaimOrder, now: Date): Promise<string[]> {
  const { campaignId, count, queue, order } = wanted
  const inCampaign = campaignId === undefined ? sql`true` : sql`campaign_id = ${campaignId}`
  const inQueue = queue === 'leader' ? sql`for_leader_at IS NOT NULL` : sql`for_leader_at IS NULL`
  const notSeen = sql`NOT EXISTS (SELECT 1 FROM review_look WHERE review_id = review.id AND staff_id = ${staffId})`
  const claimedUntil = new Date(now.getTime() + CLAIM_MINUTES * 60_000)
  const doubtful = order === 'doubt' ? sql`doubt DESC,` : sql``
  const sorted = sql`${staffId}::text = ANY(skipped_by), ${doubtful} submitted_at, id`
  const mine = sql`claimed_by = ${staffId} AND claimed_until > ${now}`
  const free = sql`(claimed_until IS NULL OR claimed_until <= ${now}) AND ${notSeen}`
  // A desk that asks again while its last asking is under way would find its own photos locked and lose them.
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`desk ${staffId}`}, 0))`.execute(tx)
  const ids: string[] = []
  for (const place of [mine, free]) {
    const rows = await rowsOf<{ id: string }>(
      tx,
      sql`WITH next AS (SELECT id FROM review WHERE state = 'waiting' AND ${inCampaign} AND ${inQueue} AND ${place}
          ORDER BY ${sorted} LIMIT ${count - ids.length} FOR UPDATE SKIP LOCKED),
        claimed AS (UPDATE review SET claimed_by = ${staffId}, claimed_until = ${claimedUntil}
          FROM next WHERE review.id = next.id RETURNING review.id, review.submitted_at, review.doubt, review.skipped_by)
        SELECT id FROM claimed ORDER BY ${sorted}`,
    )
    ids.push(...rows.map((row) => row.id))
  }
  return ids
}

/** Everything on the reviewer’s desk is free again. Answers the ids. */
export async function giveBack(tx: Tx, staffId: string): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`UPDATE review SET claimed_by = NULL, claimed_until = NULL
      WHERE claimed_by = ${staffId} AND state = 'waiting' RETURNING id`,
  )
  return rows.map((row) => row.id)
}

/** Left to others. False when it has moved or lies on somebody else’s desk. */
export async function skipReview(tx: Tx, review: Review, staffId: string, now: Date): Promise<boolean> {
  const rows = await rowsOf(
    tx,
    sql`UPDATE review SET claimed_by = NULL, claimed_until = NULL,
        skipped_by = array_append(array_remove(skipped_by, ${staffId}::text), ${staffId}::text)
      WHERE id = ${review.id} AND state = 'waiting' AND ${onOwnDesk(staffId, now)} RETURNING id`,
  )
  return rows.length === 1
}
