import type { Jobs } from '../platform/jobs.ts'
import { acceptRoster } from './accepting.ts'
import { rosterFileKey, rosterForgetJob } from './roster-file.ts'
import { rosterAcceptJob, rosterTryJob } from './submitting.ts'
import { type RosterGround, tryRoster } from './trying.ts'

export { rosterForgetJob } from './roster-file.ts'
export { rosterAcceptJob, rosterTryJob } from './submitting.ts'

export async function workRosters(ground: RosterGround & { jobs: Jobs }): Promise<void> {
  const { jobs, files } = ground
  await jobs.work(rosterTryJob, ({ rosterId, trial }) => tryRoster(ground, rosterId, trial))
  await jobs.work(rosterAcceptJob, ({ rosterId }) => acceptRoster(ground, rosterId))
  await jobs.work(rosterForgetJob, ({ rosterId }) => files.remove(rosterFileKey(rosterId)))
}
