import type { NoticeState, StaffNotice, StaffNoticePage } from '@tucai/contract'
import { sql } from 'kysely'
import { allOf, equal, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import type { Jobs } from '../platform/jobs.ts'
import { noticeJob } from './notice.ts'
import { moveNotice } from './notices.ts'

export interface NoticeFilter {
  kind?: string | undefined
  state?: NoticeState | undefined
  campaignId?: string | undefined
  identityId?: string | undefined
}

/** A page of the outbox, the newest first, and how many fit the filter. */
export async function noticesLike(
  tx: Tx,
  filter: NoticeFilter,
  { offset, limit }: { offset: number; limit: number },
): Promise<StaffNoticePage> {
  const { kind, state, campaignId, identityId } = filter
  const ofThem = sql`WHERE ${allOf(
    equal(sql`n.kind`, kind),
    equal(sql`n.campaign_id`, campaignId),
    equal(sql`n.identity_id`, identityId),
  )}`
  const where = sql`${ofThem} AND ${allOf(equal(sql`n.state`, state))}`
  const counted = await rowOf<{ total: number }>(tx, sql`SELECT count(*)::int AS total FROM notice n ${where}`)
  const rows = await rowsOf<NoticeRow>(
    tx,
    sql`SELECT n.id AS notice_id, n.kind, n.state, n.reason, n.identity_id, n.campaign_id, n.made_at, n.sent_at,
        n.next_try_at, n.state = 'failed' AND n.content_sealed IS NOT NULL AS retriable,
        coalesce((SELECT jsonb_agg(jsonb_build_object('channel', a.channel, 'recipient', a.recipient_masked,
            'startedAt', a.started_at, 'endedAt', a.ended_at, 'outcome', a.outcome, 'reason', a.reason,
            'providerMessage', a.provider_message) ORDER BY a.position)
          FROM notice_attempt a WHERE a.notice_id = n.id), '[]') AS attempts
      FROM notice n ${where} ORDER BY n.made_at DESC, n.id DESC OFFSET ${offset} LIMIT ${limit}`,
  )
  const states = await rowsOf<{ state: NoticeState; count: number }>(
    tx,
    sql`SELECT n.state, count(*)::int AS count FROM notice n ${ofThem} GROUP BY n.state`,
  )
  const counts = Object.fromEntries(states.map(({ state, count }) => [state, count]))
  return { total: counted!.total, counts, notices: rows.map(viewOf) }
}

type Moment = 'madeAt' | 'sentAt' | 'nextTryAt'
type NoticeRow = Omit<StaffNotice, Moment> & { madeAt: Date; sentAt: Date | null; nextTryAt: Date | null }

function viewOf({ madeAt, sentAt, nextTryAt, attempts, ...row }: NoticeRow): StaffNotice {
  const utc = (text: string) => new Date(text).toISOString()
  return {
    ...row,
    madeAt: madeAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
    nextTryAt: nextTryAt?.toISOString() ?? null,
    attempts: attempts.map((one) => ({
      ...one,
      startedAt: utc(one.startedAt),
      endedAt: one.endedAt === null ? null : utc(one.endedAt),
    })),
  }
}

/**
 * Has a failed notice tried again, with all its ways anew. `unfit`: it is in another state, or its words are gone; then
 * nothing changes. Without a queue the running program finds it within two minutes.
 */
export async function retryNotice(
  tx: Tx,
  jobs: Pick<Jobs, 'enqueue'> | undefined,
  noticeId: string,
  now: Date,
): Promise<'retried' | 'unfit' | 'missing'> {
  const row = await rowOf<{ isKept: boolean }>(
    tx,
    sql`SELECT content_sealed IS NOT NULL AS is_kept FROM notice WHERE id = ${noticeId} FOR UPDATE`,
  )
  if (row === undefined) return 'missing'
  if (!row.isKept || !(await moveNotice(tx, noticeId, 'failed', 'due', { at: now, keepsWords: true }))) return 'unfit'
  await jobs?.enqueue(tx, noticeJob, { noticeId })
  return 'retried'
}

/** Failed notices that can be tried again. */
export async function retriableNotices(tx: Tx): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`SELECT id FROM notice WHERE state = 'failed' AND content_sealed IS NOT NULL ORDER BY made_at, id`,
  )
  return rows.map(({ id }) => id)
}
