import type { Clock } from '../platform/clock.ts'
import { type Db, inTransaction, SYSTEM } from '../platform/db.ts'
import type { Jobs } from '../platform/jobs.ts'
import type { Secrets } from '../platform/secrets.ts'
import type { Carriers } from './carriers.ts'
import { type Message, noticeJob } from './notice.ts'
import { dueMessage, markSent } from './notices.ts'

export async function workNotices(
  { db, jobs, secrets, clock }: { db: Db; jobs: Jobs; secrets: Secrets; clock: Clock },
  carriers: Pick<Carriers, 'postman' | 'codeSender'>,
): Promise<void> {
  await jobs.work(noticeJob, async ({ noticeId }) => {
    const message = await inTransaction(db, SYSTEM, (tx) => dueMessage(tx, secrets, noticeId))
    if (message) await carry(message, carriers)
    await inTransaction(db, SYSTEM, (tx) => markSent(tx, noticeId, clock.now()))
  })
}

async function carry(
  message: Message,
  { postman, codeSender }: Pick<Carriers, 'postman' | 'codeSender'>,
): Promise<void> {
  if ('to' in message) return postman.send(message)
  if (codeSender === undefined) throw new Error('no provider of text messages is configured')
  return codeSender.send(message)
}
