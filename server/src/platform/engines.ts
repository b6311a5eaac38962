import type { FastifyBaseLogger } from 'fastify'
import type { Clock } from './clock.ts'
import type { Db } from './db.ts'
import type { Files } from './files.ts'
import type { Jobs } from './jobs.ts'
import type { Secrets } from './secrets.ts'

/** What slices stand on; each takes the ones it needs. */
export interface Engines {
  db: Db
  secrets: Secrets
  files: Files
  jobs: Jobs
  clock: Clock
  log: FastifyBaseLogger
}
