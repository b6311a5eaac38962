import { NoticeState, type StaffNotice } from '@tucai/contract'
import Value from 'typebox/value'
import { recordAudit } from '../audit/audits.ts'
import type { Clock } from '../platform/clock.ts'
import { readArguments, UsageWrong } from '../platform/command.ts'
import { type Db, inTransaction, SYSTEM } from '../platform/db.ts'
import { sayMoment } from './field.ts'
import { noticesLike, retriableNotices, retryNotice } from './notice-list.ts'

interface Ground {
  db: Db
  clock: Clock
}

const SHOWN = 100

/** Lists the newest messages to people: when, what, in which state, and the last try. */
export async function listNotices({ db }: Ground, args: string[], say: (line: string) => void): Promise<number> {
  const text = { type: 'string' } as const
  const { values, positionals } = readArguments(args, { kind: text, state: text, identity: text })
  const { kind, state, identity: identityId } = values
  const isState = state === undefined || Value.Check(NoticeState, state)
  if (positionals.length > 0 || !isState)
    throw new UsageWrong('notice list [--kind KIND] [--state due|sent|failed|dropped] [--identity ID]')
  const { total, notices } = await inTransaction(db, SYSTEM, (tx) =>
    noticesLike(tx, { kind, state, identityId }, { offset: 0, limit: SHOWN }),
  )
  for (const notice of notices) say(lineOf(notice))
  say(total > notices.length ? `最新${notices.length}条，共${total}条` : `共${total}条`)
  return 0
}

function lineOf({ noticeId, kind, state, reason, madeAt, attempts }: StaffNotice): string {
  const last = attempts.at(-1)
  const tried = last && [last.channel, last.recipient, last.outcome, last.reason].filter(Boolean).join(' ')
  return [noticeId, sayMoment(new Date(madeAt)).zh, kind, state, reason, tried].filter(Boolean).join('  ')
}

/** Has failed messages tried again by the running program; --all: every one whose words are still kept. */
export async function retryNotices(
  { db, clock }: Ground,
  args: string[],
  say: (line: string) => void,
): Promise<number> {
  const { values, positionals } = readArguments(args, { all: { type: 'boolean' } })
  if ((positionals.length === 0) !== (values.all === true)) throw new UsageWrong('notice retry ID ... | --all')
  const noticeIds = values.all ? await inTransaction(db, SYSTEM, retriableNotices) : positionals
  let retried = 0
  for (const noticeId of noticeIds) {
    const now = clock.now()
    const outcome = await inTransaction(db, SYSTEM, async (tx) => {
      const outcome = await retryNotice(tx, undefined, noticeId, now)
      if (outcome === 'retried') await recordAudit(tx, now, SYSTEM, 'notice-retried', [noticeId])
      return outcome
    })
    if (outcome === 'retried') retried += 1
    else say(outcome === 'missing' ? `没有这条通知：${noticeId}` : `不能重发（没有失败，或内容已删除）：${noticeId}`)
  }
  say(`重新发送${retried}条`)
  return retried === noticeIds.length ? 0 : 1
}
