import type { Attention, StaffRole } from '@tucai/contract'
import { sql } from 'kysely'
import { rowOf, type Tx } from '../platform/db.ts'

type Waiting = { count: number; at: Date | null; amountFen?: number | null }

const seenBy = {
  differences: ['administrator', 'finance', 'auditor'],
  alarms: ['administrator', 'finance', 'auditor'],
  refunds: ['administrator', 'finance'],
  notices: ['administrator', 'auditor'],
  statements: ['administrator', 'school'],
} as const satisfies Partial<Record<Attention['kind'], readonly StaffRole[]>>

const queries = {
  differences: () =>
    sql`SELECT count(*)::integer AS count, min(r.day)::timestamptz AS at,
        sum(abs(coalesce(d.ours_fen, 0) - coalesce(d.theirs_fen, 0)))::integer AS amount_fen
      FROM reconciliation_difference d JOIN reconciliation r ON r.id = d.reconciliation_id WHERE d.settled_at IS NULL`,
  alarms: () =>
    sql`SELECT count(*)::integer AS count, min(raised_at) AS at FROM payment_alarm WHERE settled_at IS NULL`,
  refunds: () =>
    sql`SELECT count(*)::integer AS count, min(asked_at) AS at, sum(amount_fen)::integer AS amount_fen
      FROM refund WHERE state = 'asked'`,
  notices: (campaignIds: string[]) =>
    sql`SELECT count(*)::integer AS count, min(made_at) AS at FROM notice
      WHERE state = 'failed' AND campaign_id = ANY(${campaignIds})`,
  statements: (campaignIds: string[]) =>
    sql`SELECT count(*)::integer AS count, min(created_at) AS at FROM graduate
      WHERE standing = 'unconfirmed' AND campaign_id = ANY(${campaignIds})`,
}

/** What waits for somebody of this role: money, notices and statements; empty where nothing does. */
export async function waitingFor(tx: Tx, role: StaffRole, campaignIds: string[]): Promise<Attention[]> {
  const found: Attention[] = []
  for (const [kind, roles] of Object.entries(seenBy) as [keyof typeof seenBy, readonly StaffRole[]][]) {
    if (!roles.includes(role)) continue
    const { count, at, amountFen = null } = (await rowOf<Waiting>(tx, queries[kind](campaignIds)))!
    if (count > 0) found.push({ kind, count, amountFen, at: at?.toISOString() ?? null, ...nowhere })
  }
  return found
}

const nowhere = { campaignId: null, schoolName: null }
