import { Type } from 'typebox'
import { recordAudit } from '../audit/audits.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { defineJob } from '../platform/jobs.ts'
import { endOfKeeping, type RetentionName, retention } from './retention.ts'
import { sweeps } from './retention-sweeps.ts'

/** Deletes what has been kept long enough. */
export const retentionJob = defineJob('retention', Type.Object({}), { retryLimit: 3, timeLimitSeconds: 3600 })
/** Every hour: nothing stays much longer than its period. */
const SCHEDULE = '17 * * * *'

type Ground = Pick<Engines, 'db' | 'jobs' | 'clock' | 'log'>

/**
 * One round over all classes. A class that fails does not keep the others from ending.
 * Answers how many rows of each class were deleted. @throws the first failure, after the round
 */
export async function sweepAll(ground: Ground): Promise<Partial<Record<RetentionName, number>>> {
  const counts: Partial<Record<RetentionName, number>> = {}
  const failures: unknown[] = []
  for (const name of Object.keys(retention) as RetentionName[]) {
    try {
      const count = await sweepClass(ground, name)
      if (count > 0) counts[name] = count
    } catch (error) {
      ground.log.error({ err: error, class: name }, 'retention could not delete')
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
  return counts
}

async function sweepClass({ db, jobs, clock }: Ground, name: RetentionName): Promise<number> {
  const before = endOfKeeping(name, clock.now())
  let count = 0
  for (;;) {
    const ids = await inTransaction(db, SYSTEM, async (tx) => {
      const gone = await sweeps[name](tx, jobs, before)
      if (gone.length > 0) await recordAudit(tx, clock.now(), SYSTEM, 'retention-swept', [name, ...gone])
      return gone
    })
    count += ids.length
    if (ids.length === 0) return count
  }
}

export async function workRetention(ground: Ground): Promise<void> {
  await ground.jobs.work(retentionJob, async () => {
    const counts = await sweepAll(ground)
    ground.log.info({ counts }, 'retention')
  })
  await ground.jobs.repeat(retentionJob, {}, SCHEDULE)
}
