import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Jobs } from '../platform/jobs.ts'
import type { Carriers } from './carriers.ts'
import { type CarryingGround, carryNotice } from './carrying.ts'
import { type FindRecipient, noticeJob, noticeSweepJob } from './notice.ts'
import { leftAloneUntil, overdueNotices } from './notices.ts'

const EVERY_MINUTE = '* * * * *'
const CARRIED_AT_ONCE = 4

/** Starts to carry notices, and to look for those that no job carries. */
export async function workNotices(
  ground: CarryingGround & { jobs: Jobs },
  carriers: Carriers,
  findRecipient: FindRecipient,
): Promise<void> {
  const { db, jobs, clock } = ground
  await jobs.work(
    noticeJob,
    async ({ noticeId }, attempt) => {
      if (attempt.number > 1 && (await isTaken(ground, noticeId))) return
      await carryNotice(ground, carriers, findRecipient, noticeId)
    },
    { concurrency: CARRIED_AT_ONCE },
  )
  await jobs.work(noticeSweepJob, () =>
    inTransaction(db, SYSTEM, async (tx) => {
      for (const noticeId of await overdueNotices(tx, clock.now())) await jobs.enqueue(tx, noticeJob, { noticeId })
    }),
  )
  await jobs.repeat(noticeSweepJob, {}, EVERY_MINUTE)
}

/** An attempt that was killed left the notice taken: it is carried as soon as that is over, without waiting for a sweep. */
async function isTaken({ db, jobs, clock }: CarryingGround, noticeId: string): Promise<boolean> {
  return inTransaction(db, SYSTEM, async (tx) => {
    const startAt = await leftAloneUntil(tx, noticeId)
    if (startAt === undefined || startAt <= clock.now()) return false
    await jobs.enqueue(tx, noticeJob, { noticeId }, { startAt })
    return true
  })
}
