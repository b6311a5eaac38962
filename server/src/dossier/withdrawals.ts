import type { WithdrawalPreview } from '@tucai/contract'
import { type RawBuilder, sql } from 'kysely'
import { rowsOf, type Tx } from '../platform/db.ts'

type Exception = WithdrawalPreview['excepted'][number]['reason']

/** Why a graduate `g` can't be taken off the roster. Whoever has paid gets the money back first. */
const notWithdrawn = sql`CASE WHEN g.standing = 'withdrawn' THEN 'already'
  WHEN g.standing <> 'confirmed' THEN g.standing
  WHEN EXISTS (SELECT 1 FROM "order" o WHERE o.graduate_id = g.id AND o.paid_at IS NOT NULL AND o.state <> 'refunded')
    THEN 'paid' END`

/** Why a graduate `g` can't be put back: the number belongs to somebody else by now. */
const notRestored = sql`CASE WHEN g.standing = 'confirmed' THEN 'already'
  WHEN g.standing <> 'withdrawn' THEN g.standing
  WHEN EXISTS (SELECT 1 FROM graduate other WHERE other.campaign_id = g.campaign_id
    AND other.standing NOT IN ('refused', 'withdrawn')
    AND (other.student_number = g.student_number OR other.identity_id = g.identity_id)) THEN 'number-taken' END`

const exceptionFor = (withdrawn: boolean): RawBuilder<unknown> => (withdrawn ? notWithdrawn : notRestored)

/** Whom it would concern; ids of another campaign are of nobody. */
export async function previewWithdrawal(
  tx: Tx,
  campaignId: string,
  graduateIds: readonly string[],
  withdrawn: boolean,
): Promise<WithdrawalPreview> {
  const rows = await rowsOf<{ reason: Exception | null; count: number }>(
    tx,
    sql`SELECT reason, count(*)::int AS count FROM (SELECT ${exceptionFor(withdrawn)} AS reason FROM graduate g
        WHERE g.campaign_id = ${campaignId} AND g.id = ANY(${graduateIds})) one GROUP BY reason ORDER BY reason`,
  )
  return {
    included: rows.find(({ reason }) => reason === null)?.count ?? 0,
    excepted: rows.flatMap(({ reason, count }) => (reason === null ? [] : [{ reason, count }])),
  }
}

/** Takes graduates off the roster or puts them back. Answers the ids of those that moved. */
export async function setWithdrawn(
  tx: Tx,
  campaignId: string,
  { graduateIds, withdrawn }: { graduateIds: readonly string[]; withdrawn: boolean },
  now: Date,
): Promise<string[]> {
  const [from, to] = withdrawn ? ['confirmed', 'withdrawn'] : ['withdrawn', 'confirmed']
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`UPDATE graduate g SET standing = ${to}, updated_at = ${now}
      WHERE g.campaign_id = ${campaignId} AND g.id = ANY(${graduateIds}) AND g.standing = ${from}
        AND (${exceptionFor(withdrawn)}) IS NULL
      RETURNING g.id`,
  )
  return rows.map(({ id }) => id)
}
