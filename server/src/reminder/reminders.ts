import type { ReminderScope } from '@tucai/contract'
import { type RawBuilder, sql } from 'kysely'
import { countOf, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { type Reminder, reminderMoves } from './reminder.ts'

const COLUMNS = sql`id, campaign_id, school_id, kind, state, scope, made_by, made_at, send_at, told`

export async function reminderOf(tx: Tx, reminderId: string): Promise<Reminder | undefined> {
  return rowOf<Reminder>(tx, sql`SELECT ${COLUMNS} FROM reminder WHERE id = ${reminderId}`)
}

/** Reminders of a campaign, the latest first. */
export async function remindersOf(tx: Tx, campaignId: string): Promise<Reminder[]> {
  return rowsOf<Reminder>(
    tx,
    sql`SELECT ${COLUMNS} FROM reminder WHERE campaign_id = ${campaignId} ORDER BY made_at DESC, id LIMIT 100`,
  )
}

export interface NewReminder {
  campaignId: string
  schoolId: string
  kind: Reminder['kind']
  scope: ReminderScope
  by: { staffId: string } | { daysBefore: number }
  sendAt: Date
}

/** Undefined where the campaign has reminded by itself today already. */
export async function addReminder(tx: Tx, reminder: NewReminder, now: Date): Promise<Reminder | undefined> {
  const { campaignId, schoolId, kind, scope, by, sendAt } = reminder
  const madeBy = 'staffId' in by ? by.staffId : null
  const daysBefore = 'daysBefore' in by ? by.daysBefore : null
  return rowOf<Reminder>(
    tx,
    sql`INSERT INTO reminder (id, campaign_id, school_id, kind, state, scope, made_by, days_before, made_at, send_at)
      VALUES (${newId('rem')}, ${campaignId}, ${schoolId}, ${kind}, 'due', ${JSON.stringify(scope)}::jsonb, ${madeBy},
        ${daysBefore}, ${now}, ${sendAt})
      ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`,
  )
}

/** False when it was no longer in `from`. */
export async function moveReminder(
  tx: Tx,
  reminderId: string,
  from: Reminder['state'],
  to: Reminder['state'],
  now: Date,
): Promise<boolean> {
  if (!reminderMoves[from].includes(to)) throw new Error(`a reminder can’t go from ${from} to ${to}`)
  const ends: RawBuilder<unknown> = to === 'sending' ? sql`` : sql`, ended_at = ${now}`
  const moved = sql`UPDATE reminder SET state = ${to} ${ends} WHERE id = ${reminderId} AND state = ${from}`
  return (await countOf(tx, moved)) === 1
}

/** Whom this reminder reached already, or another one since the instant. */
export async function remindedSince(tx: Tx, reminder: Reminder, since: Date): Promise<Set<string>> {
  const rows = await rowsOf<{ graduateId: string }>(
    tx,
    sql`SELECT d.graduate_id FROM reminded d JOIN reminder e ON e.id = d.reminder_id
      WHERE e.campaign_id = ${reminder.campaignId}
        AND (e.id = ${reminder.id} OR (${reminder.kind} = 'reminder' AND e.kind = 'reminder' AND d.at >= ${since}))`,
  )
  return new Set(rows.map(({ graduateId }) => graduateId))
}

export async function noteReminded(tx: Tx, reminder: Reminder, graduateIds: string[], now: Date): Promise<void> {
  await sql`INSERT INTO reminded (graduate_id, reminder_id, school_id, at)
    SELECT id, ${reminder.id}, ${reminder.schoolId}, ${now}::timestamptz FROM unnest(${graduateIds}::text[]) AS id
    ON CONFLICT DO NOTHING`.execute(tx)
  await sql`UPDATE reminder SET told = (SELECT count(*) FROM reminded WHERE reminder_id = ${reminder.id})
    WHERE id = ${reminder.id}`.execute(tx)
}

/** Campaigns with reminders of their own that have not closed. */
export async function remindingCampaigns(tx: Tx, now: Date): Promise<{ id: string; days: number[] }[]> {
  return rowsOf(
    tx,
    sql`SELECT id, remind_days_before AS days FROM campaign
      WHERE cancelled_at IS NULL AND opens_at <= ${now} AND closes_at > ${now} AND remind_days_before <> '{}'`,
  )
}
