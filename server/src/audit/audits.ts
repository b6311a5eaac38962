import { sql } from 'kysely'
import type { Actor, Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'

/** What is kept on record: reading what is personal, and what nobody may later deny. */
export type AuditAction =
  | 'number-uncovered'
  | 'graduates-read'
  | 'photo-read'
  | 'roster-imported'
  | 'password-changed'
  | 'wechat-bound'
  | 'wechat-unbound'
  | 'staff-signed-in'
  | 'staff-code-refused'
  | 'staff-refused'
  | 'staff-totp-set'
  | 'staff-totp-reset'
  | 'staff-recovery-used'
  | 'staff-added'
  | 'staff-role-changed'
  | 'staff-password-changed'
  | 'staff-locked'
  | 'staff-unlocked'
  | 'staff-sessions-ended'
  | 'order-paid'
  | 'payment-refused'
  | 'payment-late'
  | 'refund-asked'
  | 'refund-approved'
  | 'refund-refused'
  | 'refund-done'
  | 'refund-paid-out'
  | 'invoice-asked'
  | 'invoices-read'
  | 'invoices-exported'
  | 'invoice-issued'
  | 'invoice-file-attached'
  | 'invoice-file-read'
  | 'invoice-refused'
  | 'invoice-reversed'
  | 'campaign-cancelled'
  | 'fees-changed'
  | 'orders-read'
  | 'difference-settled'
  | 'alarm-settled'
  | 'print-layout-changed'
  | 'print-made'
  | 'print-read'
  | 'print-file-read'
  | 'print-done'
  | 'print-cancelled'
  | 'parcels-made'
  | 'parcels-read'
  | 'addresses-read'
  | 'parcels-shipped'
  | 'parcel-delivered'
  | 'parcel-returned'
  | 'parcel-resent'
  | 'bundle-made'
  | 'bundle-read'
  | 'bundle-sent'
  | 'bundle-received'
  | 'keys-rotated'
  | 'consent-given'
  | 'consent-withdrawn'
  | 'export-asked'
  | 'export-read'
  | 'erasure-asked'
  | 'retention-swept'
  | 'graduate-stated'
  | 'graduate-confirmed'
  | 'graduate-refused'
  | 'code-accepted'
  | 'reviews-read'
  | 'original-read'
  | 'review-approved'
  | 'review-rejected'
  | 'review-taken-back'
  | 'review-withdrawn'
  | 'review-bytes-changed'
  | 'notices-read'
  | 'notice-retried'
  | 'approval-asked'
  | 'approval-given'
  | 'approval-refused'
  | 'approval-withdrawn'
  | 'approval-used'
  | 'staff-invited'
  | 'staff-invitation-accepted'
  | 'audits-read'
  | 'audits-exported'

/**
 * Adds to the record, which the application can never change. `subjectIds` name the rows that were read or changed;
 * `reason` says why where somebody was asked, without personal data: the record is kept for good.
 */
export async function recordAudit(
  tx: Tx,
  at: Date,
  actor: Actor,
  action: AuditAction,
  subjectIds: string[],
  reason = '',
): Promise<void> {
  await sql`INSERT INTO audit (id, at, actor_kind, actor_id, action, subject_ids, reason)
    VALUES (${newId('aud')}, ${at}, ${actor.kind}, ${actorId(actor)}, ${action}, ${subjectIds}, ${reason})`.execute(tx)
}

function actorId(actor: Actor): string {
  if (actor.kind === 'student') return actor.accountId
  return actor.kind === 'staff' ? actor.staffId : ''
}
