import type { Clock } from '../platform/clock.ts'
import { type Db, inTransaction, SYSTEM } from '../platform/db.ts'
import type { Jobs } from '../platform/jobs.ts'
import type { Secrets } from '../platform/secrets.ts'
import { noticeJob, type Postman } from './notice.ts'
import { dueLetter, markSent } from './notices.ts'

export async function workNotices(
  { db, jobs, secrets, clock }: { db: Db; jobs: Jobs; secrets: Secrets; clock: Clock },
  postman: Postman,
): Promise<void> {
  await jobs.work(noticeJob, async ({ noticeId }) => {
    const letter = await inTransaction(db, SYSTEM, (tx) => dueLetter(tx, secrets, noticeId))
    if (letter) await postman.send(letter)
    await inTransaction(db, SYSTEM, (tx) => markSent(tx, noticeId, clock.now()))
  })
}
