import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Jobs } from '../platform/jobs.ts'
import type { Carriers } from './carriers.ts'
import { type CarryingGround, carryNotice } from './carrying.ts'
import { type FindRecipient, noticeJob, noticeSweepJob } from './notice.ts'
import { overdueNotices } from './notices.ts'

const EVERY_MINUTE = '* * * * *'
const CARRIED_AT_ONCE = 4

/** Starts to carry notices, and to look for those that no job carries. */
export async function workNotices(
  ground: CarryingGround & { jobs: Jobs },
  carriers: Carriers,
  findRecipient: FindRecipient,
): Promise<void> {
  const { db, jobs, clock } = ground
  await jobs.work(noticeJob, ({ noticeId }) => carryNotice(ground, carriers, findRecipient, noticeId), {
    concurrency: CARRIED_AT_ONCE,
  })
  await jobs.work(noticeSweepJob, () =>
    inTransaction(db, SYSTEM, async (tx) => {
      for (const noticeId of await overdueNotices(tx, clock.now())) await jobs.enqueue(tx, noticeJob, { noticeId })
    }),
  )
  await jobs.repeat(noticeSweepJob, {}, EVERY_MINUTE)
}
