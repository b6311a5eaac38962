import type { ReviewerView, ReviewFigures } from '@tucai/contract'
import { sql } from 'kysely'
import { chinaDayNumber, chinaDayStart } from '../platform/china-time.ts'
import { rowOf, rowsOf, type Tx } from '../platform/db.ts'

type Own = Pick<ReviewFigures, 'todayCount' | 'todayRejectedCount' | 'medianSeconds'>

/** A longer pause is none between two verdicts. */
const PAUSE_SECONDS = 120

/** Verdicts of reviewers: those that decided, and those that were kept for a second look. */
const VERDICTS = sql`(SELECT decided_by AS staff_id, decided_at AS at, reasons <> '{}' AS is_rejection, campaign_id
    FROM review WHERE decided_by IS NOT NULL
  UNION ALL
  SELECT l.staff_id, l.looked_at, l.verdict = 'rejected', r.campaign_id
    FROM review_look l JOIN review r ON r.id = l.review_id
    WHERE r.decided_by IS DISTINCT FROM l.staff_id)`

export async function ownFigures(tx: Tx, staffId: string, campaignId: string, now: Date): Promise<Own> {
  const today = chinaDayStart(chinaDayNumber(now))
  const row = await rowOf<{ todayCount: number; todayRejectedCount: number; medianSeconds: number | null }>(
    tx,
    sql`WITH own AS (SELECT at, is_rejection FROM ${VERDICTS} v
          WHERE v.staff_id = ${staffId} AND v.campaign_id = ${campaignId}),
        paces AS (SELECT extract(epoch FROM at - lag(at) OVER (ORDER BY at)) AS seconds
          FROM (SELECT at FROM own ORDER BY at DESC LIMIT 51) latest)
      SELECT (SELECT count(*) FROM own WHERE at >= ${today})::int AS today_count,
        (SELECT count(*) FROM own WHERE at >= ${today} AND is_rejection)::int AS today_rejected_count,
        (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) FROM paces WHERE seconds <= ${PAUSE_SECONDS})
          ::float8 AS median_seconds`,
  )
  return row!
}

/** What waits in the campaign, for reviewers and for administrators. */
export async function waitingCounts(
  tx: Tx,
  campaignId: string,
): Promise<Pick<ReviewFigures, 'waitingCount' | 'leaderCount'>> {
  const row = await rowOf<{ waitingCount: number; leaderCount: number }>(
    tx,
    sql`SELECT count(*) FILTER (WHERE for_leader_at IS NULL)::int AS waiting_count,
        count(*) FILTER (WHERE for_leader_at IS NOT NULL)::int AS leader_count
      FROM review WHERE campaign_id = ${campaignId} AND state = 'waiting'`,
  )
  return row!
}

/** Everybody who gave a verdict in the campaign, with what became of it. */
export async function reviewersOf(tx: Tx, campaignId: string, now: Date): Promise<ReviewerView[]> {
  const rows = await rowsOf<Omit<ReviewerView, keyof Own>>(
    tx,
    sql`SELECT s.id AS staff_id, s.login,
        count(*) FILTER (WHERE NOT v.is_rejection)::int AS approved_count,
        count(*) FILTER (WHERE v.is_rejection)::int AS rejected_count,
        (SELECT count(*) FROM review r WHERE r.campaign_id = ${campaignId} AND r.decided_by = s.id
          AND r.state = 'withdrawn' AND r.withdrawn_by = 'centre')::int AS taken_back_count,
        (SELECT count(*) FROM review_look l JOIN review r ON r.id = l.review_id WHERE l.staff_id = s.id
          AND r.campaign_id = ${campaignId} AND r.state IN ('approved', 'rejected'))::int AS second_look_count,
        (SELECT count(*) FROM review_look l JOIN review r ON r.id = l.review_id WHERE l.staff_id = s.id
          AND r.campaign_id = ${campaignId} AND r.state = l.verdict)::int AS agreed_count
      FROM ${VERDICTS} v JOIN staff s ON s.id = v.staff_id WHERE v.campaign_id = ${campaignId}
      GROUP BY s.id, s.login ORDER BY s.login`,
  )
  const reviewers: ReviewerView[] = []
  for (const row of rows) reviewers.push({ ...row, ...(await ownFigures(tx, row.staffId, campaignId, now)) })
  return reviewers
}
