import type { ReviewLook } from '@tucai/contract'
import { sql } from 'kysely'
import { countOf, rowsOf, type Tx } from '../platform/db.ts'
import { type Look, type Review, reasonWords } from './review.ts'
import { onOwnDesk, type Verdict } from './reviews.ts'

export async function looksOf(tx: Tx, reviewId: string): Promise<Look[]> {
  return rowsOf<Look>(
    tx,
    sql`SELECT staff_id, verdict FROM review_look WHERE review_id = ${reviewId} ORDER BY looked_at`,
  )
}

export async function addLook(tx: Tx, reviewId: string, staffId: string, verdict: Verdict, now: Date): Promise<void> {
  const { reasons, note, forGood } = verdict.to === 'rejected' ? verdict : { reasons: [], note: null, forGood: false }
  await sql`INSERT INTO review_look (review_id, staff_id, verdict, reasons, note, for_good, looked_at)
    VALUES (${reviewId}, ${staffId}, ${verdict.to}, ${reasons}::text[], ${note}, ${forGood}, ${now})`.execute(tx)
}

/** Takes a waiting review off the desk and sends it on: to a second reviewer, or to an administrator. */
export async function sendOn(
  tx: Tx,
  review: Review,
  to: { course: 'second-look' } | { course: 'leader'; note: string | null },
  staffId: string,
  now: Date,
): Promise<boolean> {
  const set =
    to.course === 'leader' ? sql`for_leader_at = ${now}, leader_note = ${to.note}` : sql`second_look_at = ${now}`
  const where = to.course === 'leader' ? sql`for_leader_at IS NULL` : sql`second_look_at IS NULL`
  const sent = await countOf(
    tx,
    sql`UPDATE review SET claimed_by = NULL, claimed_until = NULL, ${set}
      WHERE id = ${review.id} AND state = 'waiting' AND ${where} AND ${onOwnDesk(staffId, now)}`,
  )
  return sent === 1
}

interface ShownLook {
  reviewId: string
  login: string
  verdict: Look['verdict']
  reasons: Parameters<typeof reasonWords>[0]
  note: string | null
  lookedAt: Date
}

/** What was said of reviews so far, for administrators. */
export async function shownLooks(tx: Tx, reviewIds: string[]): Promise<Map<string, ReviewLook[]>> {
  const rows = await rowsOf<ShownLook>(
    tx,
    sql`SELECT l.review_id, s.login, l.verdict, l.reasons, l.note, l.looked_at
      FROM review_look l JOIN staff s ON s.id = l.staff_id WHERE l.review_id = ANY(${reviewIds}) ORDER BY l.looked_at`,
  )
  const grouped = Map.groupBy(rows, (row) => row.reviewId)
  return new Map([...grouped].map(([reviewId, looks]) => [reviewId, looks.map(lookView)]))
}

function lookView({ login, verdict, reasons, note, lookedAt }: ShownLook): ReviewLook {
  return { by: login, verdict, note, reasons: reasonWords(reasons), at: lookedAt.toISOString() }
}
