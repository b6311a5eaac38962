import type { DifferenceView, ReconciliationDetail, ReconciliationView } from '@tucai/contract'
import { sql } from 'kysely'
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

type Row = Omit<ReconciliationView, 'madeAt'> & { madeAt: Date }

const SELECT = sql`SELECT c.id AS reconciliation_id, c.provider, to_char(c.day, 'YYYY-MM-DD') AS day, c.payment_count,
    c.paid_fen::float8 AS paid_fen, c.refund_count, c.refunded_fen::float8 AS refunded_fen, c.made_at,
    (SELECT count(*)::integer FROM reconciliation_difference d WHERE d.reconciliation_id = c.id) AS difference_count,
    (SELECT count(*)::integer FROM reconciliation_difference d
      WHERE d.reconciliation_id = c.id AND d.settled_at IS NULL) AS open_difference_count
  FROM reconciliation c`

const shown = ({ madeAt, ...row }: Row): ReconciliationView => ({ ...row, madeAt: madeAt.toISOString() })

/** The reconciliations of the last year, the newest day first. */
export async function reconciliations(tx: Tx): Promise<ReconciliationView[]> {
  return (await rowsOf<Row>(tx, sql`${SELECT} ORDER BY c.day DESC, c.provider LIMIT 366`)).map(shown)
}

export async function reconciliationOf(tx: Tx, id: string): Promise<ReconciliationDetail | undefined> {
  const row = await rowOf<Row>(tx, sql`${SELECT} WHERE c.id = ${id}`)
  if (row === undefined) return undefined
  const differences = await rowsOf<Omit<DifferenceView, 'settledAt'> & { settledAt: Date | null }>(
    tx,
    sql`SELECT id AS difference_id, kind, what, trade_number, refund_number, ours_fen, theirs_fen, settled_at, note
      FROM reconciliation_difference WHERE reconciliation_id = ${id} ORDER BY trade_number, refund_number, id`,
  )
  const dated = differences.map((one) => ({ ...one, settledAt: one.settledAt?.toISOString() ?? null }))
  return { ...shown(row), differences: dated }
}

/** Notes what a person did about a difference. False when there is no such one, or it was settled before. */
export async function settleDifference(tx: Tx, id: string, by: string, note: string, now: Date): Promise<boolean> {
  const settled = sql`UPDATE reconciliation_difference SET settled_at = ${now}, settled_by = ${by}, note = ${note}
    WHERE id = ${id} AND settled_at IS NULL`
  return (await countOf(tx, settled)) === 1
}
