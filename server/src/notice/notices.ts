import type { NoticeChannel, NoticeState } from '@tucai/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Clock } from '../platform/clock.ts'
import { countOf, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import type { Jobs } from '../platform/jobs.ts'
import type { SealedColumn } from '../platform/sealed-columns.ts'
import type { Secrets } from '../platform/secrets.ts'
import { type Attempt, type Carried, type Content, type Message, noticeJob, noticeMoves, type Tell } from './notice.ts'

export const sealedInNotices: SealedColumn[] = [{ table: 'notice', key: 'id', column: 'content_sealed', boundTo }]

const MINUTE_MS = 60_000
const DAY_MS = 1440 * MINUTE_MS
/** A one-time code is worth nothing afterwards; anything else is news for three days. */
const CODE_LIFE_MS = 10 * MINUTE_MS
const NEWS_LIFE_MS = 3 * DAY_MS
/** Nobody else takes a notice that is being carried, for as long as a silent provider is waited for. */
const CARRYING_MS = 40_000
/** The clocks of the queue and of the program may differ by so much. */
const CLOCKS_DIFFER_MS = 1000
const SWEPT_AT_ONCE = 500

/** What adding needs. Without a queue, as at the command line, the next sweep of the running program finds the notice. */
export interface Outbox {
  secrets: Secrets
  jobs?: Pick<Jobs, 'enqueue'> | undefined
}

interface NewNotice {
  kind: string
  /** Whom it is about; null where nobody is told. */
  identityId: string | null
  campaignId: string | null
  dedupeKey: string | null
  content: Content
  lifeMs: number
}

/**
 * Adds a message about an account to those that are due. `message` is null where nobody must be written to, but whoever
 * watches the clock must not see that: the same steps are taken.
 */
export async function addNotice(
  tx: Tx,
  outbox: Outbox,
  { kind, identityId }: { kind: string; identityId: string | null },
  message: Message | null,
  now: Date,
): Promise<void> {
  const lifeMs = message !== null && 'code' in message ? CODE_LIFE_MS : NEWS_LIFE_MS
  await insert(tx, outbox, { kind, identityId, campaignId: null, dedupeKey: null, content: message, lifeMs }, now)
}

/** How slices tell students: see `Tell`. */
export function openTell(outbox: Outbox, clock: Clock): Tell {
  return async (tx, identityId, { key, ...content }) => {
    const { kind, data } = content
    const dedupeKey = key === null ? null : `${kind}/${identityId}/${key}`
    const notice = { kind, identityId, campaignId: data.campaignId, dedupeKey, content, lifeMs: NEWS_LIFE_MS }
    await insert(tx, outbox, notice, clock.now())
  }
}

async function insert(tx: Tx, { secrets, jobs }: Outbox, notice: NewNotice, now: Date): Promise<void> {
  const noticeId = newId('ntc')
  const { kind, identityId, campaignId, dedupeKey, content, lifeMs } = notice
  const sealed = secrets.seal(JSON.stringify(content), boundTo(noticeId))
  const added = await countOf(
    tx,
    sql`INSERT INTO notice (id, kind, identity_id, campaign_id, dedupe_key, content_sealed, state, made_at, next_try_at,
        tried_since, ends_at)
      VALUES (${noticeId}, ${kind}, ${identityId}, ${campaignId}, ${dedupeKey}, ${sealed}, 'due', ${now}, ${now}, ${now},
        ${after(now, lifeMs)})
      ON CONFLICT DO NOTHING`,
  )
  if (added === 1) await jobs?.enqueue(tx, noticeJob, { noticeId })
}

/** A notice that is to be carried. */
export interface Due {
  id: string
  kind: string
  identityId: string | null
  endsAt: Date
  content: Content
  attempts: Attempt[]
}

interface DueRow extends Omit<Due, 'content' | 'attempts'> {
  contentSealed: string
  triedSince: Date
}

/**
 * Takes a notice that is due for this process alone, for 40 seconds; undefined when it is not due, or another has it. A
 * try that an ended process left open counts as one whose outcome is unknown.
 */
export async function takeDue(tx: Tx, secrets: Secrets, noticeId: string, now: Date): Promise<Due | undefined> {
  const row = await rowOf<DueRow>(
    tx,
    sql`UPDATE notice SET next_try_at = ${after(now, CARRYING_MS)}
      WHERE id = ${noticeId} AND state = 'due' AND next_try_at <= ${after(now, CLOCKS_DIFFER_MS)}
      RETURNING id, kind, identity_id, ends_at, content_sealed, tried_since`,
  )
  if (row === undefined) return undefined
  await sql`UPDATE notice_attempt SET outcome = 'unknown', reason = 'interrupted', ended_at = ${now}
    WHERE notice_id = ${noticeId} AND outcome IS NULL`.execute(tx)
  const attempts = await rowsOf<Attempt>(
    tx,
    sql`SELECT channel, outcome, ended_at FROM notice_attempt
      WHERE notice_id = ${noticeId} AND started_at >= ${row.triedSince} ORDER BY position`,
  )
  const { contentSealed, triedSince, ...due } = row
  const content = JSON.parse(secrets.open(contentSealed, boundTo(noticeId)), asDate) as Content
  return { ...due, content, attempts }
}

/** Until when a notice that is due is left alone; undefined when it is not due any more. */
export async function leftAloneUntil(tx: Tx, noticeId: string): Promise<Date | undefined> {
  const row = await rowOf<{ nextTryAt: Date }>(
    tx,
    sql`SELECT next_try_at FROM notice WHERE id = ${noticeId} AND state = 'due'`,
  )
  return row?.nextTryAt
}

/** Notes that a try begins, before the provider is called. Its position among the notice’s tries. */
export async function beginAttempt(
  tx: Tx,
  noticeId: string,
  { channel, recipientMasked }: { channel: NoticeChannel; recipientMasked: string },
  now: Date,
): Promise<number> {
  const row = await rowOf<{ position: number }>(
    tx,
    sql`INSERT INTO notice_attempt (notice_id, position, channel, recipient_masked, started_at)
      SELECT ${noticeId}, (SELECT count(*) + 1 FROM notice_attempt WHERE notice_id = ${noticeId}), ${channel},
        ${recipientMasked}, ${now}::timestamptz
      RETURNING position`,
  )
  return row!.position
}

export async function endAttempt(
  tx: Tx,
  noticeId: string,
  position: number,
  { outcome, reason, providerMessage }: Carried,
  now: Date,
): Promise<void> {
  await sql`UPDATE notice_attempt SET outcome = ${outcome}, reason = ${reason}, provider_message = ${providerMessage},
      ended_at = ${now}
    WHERE notice_id = ${noticeId} AND position = ${position}`.execute(tx)
}

/** The notice waits for its next try. */
export async function postpone(tx: Tx, noticeId: string, until: Date): Promise<void> {
  await sql`UPDATE notice SET next_try_at = ${until} WHERE id = ${noticeId} AND state = 'due'`.execute(tx)
}

/** Moves a notice. False when it was no longer in `from`. Its words are forgotten where nobody needs them any more. */
export async function moveNotice(
  tx: Tx,
  noticeId: string,
  from: NoticeState,
  to: NoticeState,
  { at, reason = null, keepsWords = false }: { at: Date; reason?: string | null; keepsWords?: boolean },
): Promise<boolean> {
  if (!noticeMoves[from].includes(to)) throw new Error(`a notice can't go from ${from} to ${to}`)
  const change: Record<NoticeState, RawBuilder<unknown>> = {
    due: sql`next_try_at = ${at}, tried_since = ${at}, ends_at = ${after(at, NEWS_LIFE_MS)}`,
    sent: sql`next_try_at = NULL, sent_at = ${at}`,
    failed: sql`next_try_at = NULL`,
    dropped: sql`next_try_at = NULL`,
  }
  const moved = await countOf(
    tx,
    sql`UPDATE notice SET state = ${to}, reason = ${reason}, ${change[to]},
        content_sealed = ${keepsWords ? sql`content_sealed` : null}
      WHERE id = ${noticeId} AND state = ${from}`,
  )
  return moved === 1
}

/** Notices that should have been carried a while ago: their job was lost, or there was no queue to add one to. */
export async function overdueNotices(tx: Tx, now: Date): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`SELECT id FROM notice WHERE state = 'due' AND next_try_at <= ${after(now, -MINUTE_MS)}
      ORDER BY next_try_at LIMIT ${SWEPT_AT_ONCE}`,
  )
  return rows.map(({ id }) => id)
}

/** What a person was told, how and when, without its words. */
export async function noticesOf(tx: Tx, identityId: string): Promise<object[]> {
  return rowsOf(
    tx,
    sql`SELECT n.kind, n.state, n.reason, n.made_at, n.sent_at,
        coalesce((SELECT jsonb_agg(jsonb_build_object('channel', a.channel, 'recipient', a.recipient_masked,
            'startedAt', a.started_at, 'outcome', a.outcome) ORDER BY a.position)
          FROM notice_attempt a WHERE a.notice_id = n.id), '[]') AS attempts
      FROM notice n WHERE n.identity_id = ${identityId} ORDER BY n.made_at, n.id`,
  )
}

function after(instant: Date, milliseconds: number): Date {
  return new Date(instant.getTime() + milliseconds)
}

/** Instants are stored as text; their names end in At. */
function asDate(name: string, value: unknown): unknown {
  return name.endsWith('At') && typeof value === 'string' ? new Date(value) : value
}

function boundTo(id: string): string {
  return `${id}/letter`
}
