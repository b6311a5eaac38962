import { type ApprovalKind, type ApprovalView, Problem } from '@tucai/contract'
import { type RawBuilder, sql } from 'kysely'
import { recordAudit } from '../audit/audits.ts'
import { type Actor, allOf, countOf, equal, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { type Approval, approvalEnd, approvalMoves, approvalState, type StoredState } from './approval.ts'

type StaffActor = Extract<Actor, { kind: 'staff' }>

const COLUMNS = sql`a.id, a.kind, a.subject, a.title, a.person_count, a.reason, a.school_id, a.state, a.asked_by,
  a.asked_at, a.ends_at, a.decided_by, a.decided_at`

export type ApprovalAsk = Pick<Approval, 'kind' | 'subject' | 'title' | 'personCount' | 'reason' | 'schoolId'>

/** Asks another person to approve. What the same person asked before for the same thing, and is still open, is answered again. */
export async function askApproval(tx: Tx, actor: StaffActor, ask: ApprovalAsk, now: Date): Promise<string> {
  const { kind, subject, title, personCount, reason, schoolId } = ask
  // Two at the same time wait for each other here and make one.
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`approval ${kind} ${subject} ${actor.staffId}`}, 0))`.execute(
    tx,
  )
  const before = await latestOf(tx, actor, kind, subject)
  const state = before && approvalState(before, now)
  if (before && (state === 'asked' || state === 'approved')) return before.id
  const id = newId('apr')
  await sql`INSERT INTO approval (id, kind, subject, title, person_count, reason, school_id, state, asked_by, asked_at, ends_at)
    VALUES (${id}, ${kind}, ${subject}, ${title}, ${personCount}, ${reason}, ${schoolId}, 'asked', ${actor.staffId}, ${now},
      ${approvalEnd(now)})`.execute(tx)
  await recordAudit(tx, now, actor, 'approval-asked', [id, subject], reason)
  return id
}

/**
 * Lets the person who asked go on with what another person approved, and puts that on record. It may be repeated until
 * the approval ends: a download can break off.
 * @throws Problem approval-missing
 */
export async function takeApproval(
  tx: Tx,
  actor: StaffActor,
  kind: ApprovalKind,
  subject: string,
  now: Date,
): Promise<void> {
  const approval = await latestOf(tx, actor, kind, subject)
  if (approval === undefined || approvalState(approval, now) !== 'approved') throw new Problem('approval-missing')
  await recordAudit(tx, now, actor, 'approval-used', [approval.id, subject])
}

/** What became of the person's latest asking for each of these things. */
export async function approvalsFor(
  tx: Tx,
  kind: ApprovalKind,
  subjects: string[],
  reader: StaffActor,
  now: Date,
): Promise<Map<string, ApprovalView>> {
  const views = await viewsWhere(
    tx,
    sql`WHERE a.kind = ${kind} AND a.subject = ANY(${subjects}) ORDER BY a.asked_at, a.id`,
    reader,
    now,
  )
  return new Map(views.map((view) => [view.subject, view]))
}

/** @throws Problem not-found, approval-own, approval-decided */
export async function decideApproval(
  tx: Tx,
  actor: StaffActor,
  approvalId: string,
  verdict: 'approved' | 'refused',
  now: Date,
): Promise<ApprovalView> {
  const approval = await approvalOf(tx, approvalId)
  if (approval === undefined) throw new Problem('not-found')
  if (approval.askedBy === actor.staffId) throw new Problem('approval-own')
  await moveApproval(tx, approval, verdict, now, actor.staffId)
  await recordAudit(tx, now, actor, verdict === 'approved' ? 'approval-given' : 'approval-refused', [
    approvalId,
    approval.subject,
  ])
  return (await viewsWhere(tx, sql`WHERE a.id = ${approvalId}`, actor, now))[0]!
}

/** The person who asked takes it back. @throws Problem not-found, approval-decided */
export async function withdrawApproval(tx: Tx, actor: StaffActor, approvalId: string, now: Date): Promise<void> {
  const approval = await approvalOf(tx, approvalId)
  if (approval?.askedBy !== actor.staffId) throw new Problem('not-found')
  await moveApproval(tx, approval, 'withdrawn', now, null)
  await recordAudit(tx, now, actor, 'approval-withdrawn', [approvalId, approval.subject])
}

async function moveApproval(tx: Tx, approval: Approval, to: StoredState, now: Date, by: string | null): Promise<void> {
  const from = 'asked'
  if (!approvalMoves[from].includes(to)) throw new Error(`an approval can't go from ${from} to ${to}`)
  const endsAt = to === 'approved' ? approvalEnd(now) : approval.endsAt
  const moved = sql`UPDATE approval SET state = ${to}, decided_by = ${by}, decided_at = ${now}, ends_at = ${endsAt}
    WHERE id = ${approval.id} AND state = ${from} AND ends_at > ${now}`
  if ((await countOf(tx, moved)) !== 1) throw new Problem('approval-decided')
}

/** The newest first; for one person only what that person asked. */
export async function listApprovals(
  tx: Tx,
  { waiting, askedBy }: { waiting: boolean; askedBy: string | null },
  reader: StaffActor,
  now: Date,
): Promise<ApprovalView[]> {
  const stillWaits = waiting ? sql`(a.state = 'asked' AND a.ends_at > ${now})` : undefined
  const fits = sql`WHERE ${allOf(equal(sql`a.asked_by`, askedBy), stillWaits)}`
  return viewsWhere(tx, sql`${fits} ORDER BY a.asked_at DESC, a.id LIMIT 200`, reader, now)
}

async function approvalOf(tx: Tx, approvalId: string): Promise<Approval | undefined> {
  return rowOf<Approval>(tx, sql`SELECT ${COLUMNS} FROM approval a WHERE a.id = ${approvalId} FOR UPDATE`)
}

async function latestOf(tx: Tx, actor: StaffActor, kind: ApprovalKind, subject: string) {
  return rowOf<Approval>(
    tx,
    sql`SELECT ${COLUMNS} FROM approval a
      WHERE a.kind = ${kind} AND a.subject = ${subject} AND a.asked_by = ${actor.staffId}
      ORDER BY a.asked_at DESC, a.id DESC LIMIT 1`,
  )
}

type ViewRow = Approval & { askedLogin: string | null; decidedLogin: string | null; schoolName: string | null }

/** A school's operator sees no other staff; who asked or decided is then named by an id. */
async function viewsWhere(
  tx: Tx,
  condition: RawBuilder<unknown>,
  reader: StaffActor,
  now: Date,
): Promise<ApprovalView[]> {
  const rows = await rowsOf<ViewRow>(
    tx,
    sql`SELECT ${COLUMNS}, f.login AS asked_login, d.login AS decided_login, s.name AS school_name FROM approval a
      LEFT JOIN staff f ON f.id = a.asked_by LEFT JOIN staff d ON d.id = a.decided_by
      LEFT JOIN school s ON s.id = a.school_id ${condition}`,
  )
  return rows.map((row) => ({
    approvalId: row.id,
    kind: row.kind,
    subject: row.subject,
    title: row.title,
    personCount: row.personCount,
    reason: row.reason,
    schoolName: row.schoolName,
    state: approvalState(row, now),
    askedBy: row.askedLogin ?? row.askedBy,
    askedAt: row.askedAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    decidedBy: row.decidedLogin ?? row.decidedBy,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    own: row.askedBy === reader.staffId,
  }))
}
