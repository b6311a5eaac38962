import type { NoticeChannel } from '@tucai/contract'
import type { FastifyBaseLogger } from 'fastify'
import type { Clock } from '../platform/clock.ts'
import { type Db, inTransaction, SYSTEM, type Tx } from '../platform/db.ts'
import type { Jobs } from '../platform/jobs.ts'
import type { Secrets } from '../platform/secrets.ts'
import type { Carriers } from './carriers.ts'
import { type Way, wayOfMessage, waysTo } from './channels.ts'
import { type Attempt, type Carried, type FindRecipient, needsConsent, noticeJob } from './notice.ts'
import { declinedTemplates } from './notice-answers.ts'
import { beginAttempt, type Due, endAttempt, moveNotice, postpone, takeDue } from './notices.ts'
import { nextStep } from './way.ts'

export interface CarryingGround {
  db: Db
  jobs: Pick<Jobs, 'enqueue'>
  secrets: Secrets
  clock: Clock
  log: Pick<FastifyBaseLogger, 'warn'>
}

/** A try that is under way. */
interface Begun {
  due: Due
  ways: Way[]
  way: Way
  position: number
}

/**
 * One try: the notice is taken for this process and the try put on record, the provider is called outside of any
 * transaction, and what came of it is put on record. Whatever breaks in between leaves a try without an outcome, which
 * counts as one that may have sent the message. Safe to repeat.
 */
export async function carryNotice(
  ground: CarryingGround,
  carriers: Carriers,
  findRecipient: FindRecipient,
  noticeId: string,
): Promise<void> {
  const { db, clock } = ground
  const begun = await inTransaction(db, SYSTEM, (tx) => begin(tx, ground, carriers, findRecipient, noticeId))
  if (begun === undefined) return
  const carried = await begun.way.carry(noticeId)
  await inTransaction(db, SYSTEM, (tx) => settle(tx, ground, begun, carried, clock.now()))
}

async function begin(
  tx: Tx,
  ground: CarryingGround,
  carriers: Carriers,
  findRecipient: FindRecipient,
  noticeId: string,
): Promise<Begun | undefined> {
  const now = ground.clock.now()
  const due = await takeDue(tx, ground.secrets, noticeId, now)
  if (due === undefined) return undefined
  const ways = await waysOf(tx, due, carriers, findRecipient)
  if (typeof ways === 'string') {
    await moveNotice(tx, noticeId, 'due', 'dropped', { at: now, reason: ways })
    return undefined
  }
  const channel = await goOn(tx, ground, due, ways, due.attempts)
  const way = ways.find((one) => one.channel === channel)
  return way && { due, ways, way, position: await beginAttempt(tx, noticeId, way, now) }
}

async function settle(
  tx: Tx,
  ground: CarryingGround,
  { due, ways, way, position }: Begun,
  carried: Carried,
  now: Date,
) {
  await endAttempt(tx, due.id, position, carried, now)
  if (carried.outcome === 'accepted') {
    await moveNotice(tx, due.id, 'due', 'sent', { at: now })
    return
  }
  const attempt: Attempt = { channel: way.channel, outcome: carried.outcome, endedAt: now }
  const channel = await goOn(tx, ground, due, ways, [...due.attempts, attempt])
  if (channel !== undefined) await waitUntil(tx, ground, due.id, now)
}

/** The ways that lead to the person now, or why there is nobody to be told. */
async function waysOf(
  tx: Tx,
  { content, identityId }: Due,
  carriers: Carriers,
  findRecipient: FindRecipient,
): Promise<Way[] | 'nobody' | 'no-consent'> {
  if (content === null) return 'nobody'
  if (!('data' in content)) return [wayOfMessage(content, carriers)]
  if (identityId === null) return 'nobody'
  const recipient = await findRecipient(tx, identityId)
  if (recipient === undefined) return 'nobody'
  if (needsConsent[content.kind] && !recipient.wantsProgress) return 'no-consent'
  return waysTo(content, recipient, await declinedTemplates(tx, identityId), carriers)
}

/** The channel to take now; where none is, the notice was given up or waits for its next try. */
async function goOn(
  tx: Tx,
  ground: CarryingGround,
  due: Due,
  ways: Way[],
  attempts: Attempt[],
): Promise<NoticeChannel | undefined> {
  const now = ground.clock.now()
  const channels = ways.map(({ channel }) => channel)
  const step = nextStep(channels, attempts, now)
  if ('giveUp' in step || step.notBefore > due.endsAt) {
    const reason = 'giveUp' in step ? step.giveUp : 'too-late'
    // A code is worth nothing later: its words go at once.
    const keepsWords = due.content !== null && !('code' in due.content)
    await moveNotice(tx, due.id, 'due', 'failed', { at: now, reason, keepsWords })
    ground.log.warn({ noticeId: due.id, kind: due.kind, reason }, 'a notice was given up')
    return undefined
  }
  if (step.notBefore <= now) return step.channel
  await waitUntil(tx, ground, due.id, step.notBefore)
  return undefined
}

async function waitUntil(tx: Tx, { jobs }: CarryingGround, noticeId: string, startAt: Date): Promise<void> {
  await postpone(tx, noticeId, startAt)
  await jobs.enqueue(tx, noticeJob, { noticeId }, { startAt })
}
