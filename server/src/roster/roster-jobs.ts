import type { Jobs } from '../platform/jobs.ts'
import { acceptRoster, setOutdated } from './accepting.ts'
import { rosterFileKey, rosterForgetJob } from './roster-file.ts'
import { rosterAcceptJob, rosterTryJob } from './submitting.ts'
import { type RosterGround, refuseRoster, tryRoster } from './trying.ts'

export { rosterForgetJob } from './roster-file.ts'
export { rosterAcceptJob, rosterTryJob } from './submitting.ts'

export async function workRosters(ground: RosterGround & { jobs: Jobs }): Promise<void> {
  const { jobs, files } = ground
  await jobs.work(rosterTryJob, async ({ rosterId, trial }, { isLast }) => {
    try {
      await tryRoster(ground, rosterId, trial)
    } catch (error) {
      // Nobody waits for a trial that will never end.
      if (isLast) await refuseRoster(ground, { id: rosterId, trial }, 'internal')
      throw error
    }
  })
  await jobs.work(rosterAcceptJob, async ({ rosterId }, { isLast }) => {
    try {
      await acceptRoster(ground, rosterId)
    } catch (error) {
      if (isLast) await setOutdated(ground, rosterId)
      throw error
    }
  })
  await jobs.work(rosterForgetJob, ({ rosterId }) => files.remove(rosterFileKey(rosterId)))
}
