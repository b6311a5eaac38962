import { type DifferenceView, Problem, type ReconciliationDetail, type ReconciliationView } from '@tucai/contract'
import { type RawBuilder, sql } from 'kysely'
import { countOf, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import type { BillLine } from './payment.ts'
import { boundsOf, type Difference, type OwnLine } from './reconciliation.ts'

/** What happened so shortly before midnight may be in the next day's bill. */
const MIDNIGHT_MINUTES = 10

/**
 * What we know through one provider: of everything that the bill of the day names, and of what should be in it and is in
 * no bill yet.
 */
export async function ownLines(tx: Tx, provider: string, day: string, bill: readonly BillLine[]): Promise<OwnLine[]> {
  const bounds = boundsOf(day)
  const [from, until] = [bounds.from, bounds.until].map((at) => new Date(at.getTime() - MIDNIGHT_MINUTES * 60_000))
  const { payments, refunds } = numbersIn(bill)
  return rowsOf<OwnLine>(
    tx,
    sql`SELECT 'payment' AS kind, p.trade_number, NULL AS refund_number, p.amount_fen FROM payment p
        WHERE p.provider = ${provider} AND p.state IN ('paid', 'late') AND (p.trade_number = ANY(${payments})
          OR (p.ended_at >= ${from} AND p.ended_at < ${until} AND p.billed_on IS NULL))
      UNION ALL
      SELECT 'refund', p.trade_number, r.number, r.amount_fen FROM refund r JOIN payment p ON p.id = r.payment_id
        WHERE p.provider = ${provider} AND (r.number = ANY(${refunds})
          OR (r.provider_refund IS NOT NULL AND NOT r.is_number_closed AND coalesce(r.sent_at, r.ended_at) >= ${from}
            AND coalesce(r.sent_at, r.ended_at) < ${until} AND r.billed_on IS NULL))`,
  )
}

/** Notes in which day's bill each payment and refund was. */
export async function noteBilled(tx: Tx, day: string, bill: readonly BillLine[]): Promise<void> {
  const { payments, refunds } = numbersIn(bill)
  await sql`UPDATE payment SET billed_on = ${day}::date
    WHERE trade_number = ANY(${payments}) AND state IN ('paid', 'late')`.execute(tx)
  await sql`UPDATE refund SET billed_on = ${day}::date WHERE number = ANY(${refunds})`.execute(tx)
}

function numbersIn(bill: readonly BillLine[]): { payments: string[]; refunds: string[] } {
  const payments = bill.filter(({ kind }) => kind === 'payment').map(({ tradeNumber }) => tradeNumber)
  const refunds = bill.flatMap(({ kind, refundNumber }) => (kind === 'refund' && refundNumber ? [refundNumber] : []))
  return { payments, refunds }
}

export async function addReconciliation(
  tx: Tx,
  provider: string,
  day: string,
  bill: readonly BillLine[],
  differences: readonly Difference[],
  now: Date,
): Promise<string> {
  const closed = await rowOf(
    tx,
    sql`SELECT id FROM reconciliation WHERE provider = ${provider} AND day = ${day}::date AND closed_at IS NOT NULL FOR UPDATE`,
  )
  if (closed !== undefined) throw new Problem('reconciliation-closed')
  // Made anew, e.g. after something was mended: what a person noted about a difference that is still there stays.
  const noted = await rowsOf<Difference & { settledAt: Date; settledBy: string; note: string }>(
    tx,
    sql`SELECT d.kind, d.what, d.trade_number, d.refund_number, d.settled_at, d.settled_by, d.note
      FROM reconciliation_difference d JOIN reconciliation c ON c.id = d.reconciliation_id
      WHERE c.provider = ${provider} AND c.day = ${day}::date AND d.settled_at IS NOT NULL`,
  )
  await sql`DELETE FROM reconciliation WHERE provider = ${provider} AND day = ${day}::date`.execute(tx)
  const id = newId('rcn')
  const sum = (kind: BillLine['kind']) => {
    const lines = bill.filter((line) => line.kind === kind)
    return { count: lines.length, fen: lines.reduce((total, { amountFen }) => total + amountFen, 0) }
  }
  const [paid, refunded] = [sum('payment'), sum('refund')]
  await sql`INSERT INTO reconciliation (id, provider, day, payment_count, paid_fen, refund_count, refunded_fen, made_at)
    VALUES (${id}, ${provider}, ${day}::date, ${paid.count}, ${paid.fen}, ${refunded.count}, ${refunded.fen}, ${now})`.execute(
    tx,
  )
  for (const { kind, what, tradeNumber, refundNumber, oursFen, theirsFen } of differences) {
    const before = noted.find(
      (one) =>
        one.kind === kind && one.what === what && one.tradeNumber === tradeNumber && one.refundNumber === refundNumber,
    )
    await sql`INSERT INTO reconciliation_difference (id, reconciliation_id, kind, what, trade_number, refund_number,
        ours_fen, theirs_fen, settled_at, settled_by, note)
      VALUES (${newId('dif')}, ${id}, ${kind}, ${what}, ${tradeNumber}, ${refundNumber}, ${oursFen}, ${theirsFen},
        ${before?.settledAt ?? null}, ${before?.settledBy ?? null}, ${before?.note ?? null})`.execute(tx)
  }
  return id
}

type Row = Omit<ReconciliationView, 'madeAt' | 'closedAt'> & { madeAt: Date; closedAt: Date | null }

/** What we know of one kind of money: the bill's sum, less what differs there, and what we have instead. */
const own = (what: 'payment' | 'refund', billed: RawBuilder<unknown>) => sql`(${billed} + coalesce((
    SELECT sum(coalesce(d.ours_fen, 0) - coalesce(d.theirs_fen, 0)) FROM reconciliation_difference d
    WHERE d.reconciliation_id = c.id AND d.what = ${what}), 0))::float8`

const SELECT = sql`SELECT c.id AS reconciliation_id, c.provider, to_char(c.day, 'YYYY-MM-DD') AS day, c.payment_count,
    c.paid_fen::float8 AS paid_fen, c.refund_count, c.refunded_fen::float8 AS refunded_fen, c.made_at, c.closed_at,
    ${own('payment', sql`c.paid_fen`)} AS own_paid_fen, ${own('refund', sql`c.refunded_fen`)} AS own_refunded_fen,
    (SELECT count(*)::integer FROM reconciliation_difference d WHERE d.reconciliation_id = c.id) AS difference_count,
    (SELECT count(*)::integer FROM reconciliation_difference d
      WHERE d.reconciliation_id = c.id AND d.settled_at IS NULL) AS open_difference_count,
    (SELECT login FROM staff WHERE id = c.closed_by) AS closed_by,
    CASE WHEN c.reopen_asked_by IS NOT NULL THEN jsonb_build_object(
      'askedBy', (SELECT login FROM staff WHERE id = c.reopen_asked_by), 'askedById', c.reopen_asked_by,
      'reason', c.reopen_reason) END AS reopening
  FROM reconciliation c`

const shown = ({ madeAt, closedAt, ...row }: Row): ReconciliationView => ({
  ...row,
  madeAt: madeAt.toISOString(),
  closedAt: closedAt?.toISOString() ?? null,
})

/** The reconciliations of the last year, the newest day first. */
export async function reconciliations(tx: Tx): Promise<ReconciliationView[]> {
  return (await rowsOf<Row>(tx, sql`${SELECT} ORDER BY c.day DESC, c.provider LIMIT 366`)).map(shown)
}

/** Those of a month, `2026-11`, the first day first. */
export async function reconciliationsIn(tx: Tx, month: string): Promise<ReconciliationView[]> {
  const rows = sql`${SELECT} WHERE to_char(c.day, 'YYYY-MM') = ${month} ORDER BY c.day, c.provider`
  return (await rowsOf<Row>(tx, rows)).map(shown)
}

export async function reconciliationOf(tx: Tx, id: string): Promise<ReconciliationDetail | undefined> {
  const row = await rowOf<Row>(tx, sql`${SELECT} WHERE c.id = ${id}`)
  if (row === undefined) return undefined
  const differences = await rowsOf<Omit<DifferenceView, 'settledAt'> & { settledAt: Date | null }>(
    tx,
    sql`SELECT d.id AS difference_id, d.kind, d.what, d.trade_number, d.refund_number, d.ours_fen, d.theirs_fen,
        d.settled_at, (SELECT login FROM staff WHERE id = d.settled_by) AS settled_by, d.note,
        (SELECT o.number FROM payment p JOIN "order" o ON o.id = p.order_id WHERE p.trade_number = d.trade_number
          LIMIT 1) AS order_number
      FROM reconciliation_difference d WHERE d.reconciliation_id = ${id} ORDER BY d.trade_number, d.refund_number, d.id`,
  )
  const dated = differences.map((one) => ({ ...one, settledAt: one.settledAt?.toISOString() ?? null }))
  return { ...shown(row), differences: dated }
}

/** False when it is closed already, or differences of it are open. */
export async function closeReconciliation(tx: Tx, id: string, by: string, now: Date): Promise<boolean> {
  const closed = sql`UPDATE reconciliation SET closed_at = ${now}, closed_by = ${by}
    WHERE id = ${id} AND closed_at IS NULL AND NOT EXISTS (SELECT 1 FROM reconciliation_difference d
      WHERE d.reconciliation_id = reconciliation.id AND d.settled_at IS NULL)`
  return (await countOf(tx, closed)) === 1
}

/** False when it is not closed, or somebody has asked before. */
export async function askToReopen(tx: Tx, id: string, by: string, reason: string): Promise<boolean> {
  const asked = sql`UPDATE reconciliation SET reopen_asked_by = ${by}, reopen_reason = ${reason}
    WHERE id = ${id} AND closed_at IS NOT NULL AND reopen_asked_by IS NULL`
  return (await countOf(tx, asked)) === 1
}

/** False when nobody else has asked for it. */
export async function reopenReconciliation(tx: Tx, id: string, by: string): Promise<boolean> {
  const opened = sql`UPDATE reconciliation SET closed_at = NULL, closed_by = NULL, reopen_asked_by = NULL,
      reopen_reason = NULL
    WHERE id = ${id} AND reopen_asked_by <> ${by}`
  return (await countOf(tx, opened)) === 1
}

/** Notes what a person did about a difference. False when there is no such one, or it was settled before. */
export async function settleDifference(tx: Tx, id: string, by: string, note: string, now: Date): Promise<boolean> {
  const settled = sql`UPDATE reconciliation_difference SET settled_at = ${now}, settled_by = ${by}, note = ${note}
    WHERE id = ${id} AND settled_at IS NULL`
  return (await countOf(tx, settled)) === 1
}
