import { jobKinds } from './app.ts'
import type { OpenedPlace } from './backup/backup-commands.ts'
import type { Config } from './config.ts'
import { type Clock, systemClock } from './platform/clock.ts'
import { openDataFolder } from './platform/data-folder.ts'
import { lockDataFolder, runningOn } from './platform/data-lock.ts'
import { type Db, openDatabase } from './platform/db.ts'
import type { Files } from './platform/files.ts'
import { type Jobs, type JobsOptions, openJobs } from './platform/jobs.ts'
import { proveKeys } from './platform/key-proof.ts'
import { migrate } from './platform/migrate.ts'
import { openFiles } from './platform/open-files.ts'
import { openPostgres } from './platform/postgres/open-postgres.ts'
import { type ConnectionUrls, roleOf } from './platform/postgres/roles.ts'
import { runningServerUrls } from './platform/postgres/run-record.ts'
import { openSecrets, type Secrets } from './platform/secrets.ts'
import { StartRefused } from './platform/start-refused.ts'

/** What a command works with. */
export interface CommandGround {
  db: Db
  secrets: Secrets
  clock: Clock
  files: Files
  /** Adds jobs for the running program, or for the next one. */
  jobs: Jobs
}

/**
 * Runs a command on the product's data, brought to the newest schema.
 * @throws StartRefused
 */
export function onData<T>(
  config: Config,
  say: (line: string) => void,
  work: (ground: CommandGround) => Promise<T>,
): Promise<T> {
  return onPostgres(config, say, (urls) => withDatabase(config, urls, work))
}

/**
 * Runs a command on database and files as they are: beside the running program, or with the program stopped.
 * @throws StartRefused when it runs and must not
 */
export function onPlace<T>(
  config: Config,
  { say, stopped }: { say: (line: string) => void; stopped?: boolean },
  work: (place: OpenedPlace) => Promise<T>,
): Promise<T> {
  if (stopped && runningOn(config.dataFolder) !== undefined)
    throw new StartRefused(`The program is running on ${config.dataFolder}: stop it first.`)
  return onPostgres(config, say, (urls) => withFiles(config, (files) => work({ urls, files })))
}

export async function withFiles<T>(config: Config, work: (files: Files) => Promise<T>): Promise<T> {
  const { files, close } = await openFiles(config)
  try {
    return await work(files)
  } finally {
    close()
  }
}

/** Beside the running program, or on its own, and then it starts and stops the bundled PostgreSQL itself. */
async function onPostgres<T>(
  config: Config,
  say: (line: string) => void,
  work: (urls: ConnectionUrls) => Promise<T>,
): Promise<T> {
  openDataFolder(config.dataFolder)
  const running = runningOn(config.dataFolder) === undefined ? undefined : runningServerUrls(config.dataFolder)
  if (running && config.databaseUrl === undefined) return work(running)
  const lock = config.databaseUrl === undefined ? lockDataFolder(config.dataFolder) : undefined
  try {
    const postgres = await openPostgres({
      dataFolder: config.dataFolder,
      keysFolder: config.keysFolder,
      databaseUrl: config.databaseUrl,
      databaseAppUrl: config.databaseAppUrl,
      tell: say,
      lost: (error) => {
        throw error
      },
    })
    try {
      return await work(postgres.connectionUrls)
    } finally {
      await postgres.stop()
    }
  } finally {
    lock?.release()
  }
}

async function withDatabase<T>(
  config: Config,
  { owner, app }: ConnectionUrls,
  work: (ground: CommandGround) => Promise<T>,
): Promise<T> {
  await migrate(owner, roleOf(app))
  const db = openDatabase(app, { connections: 2 })
  const log = { warn() {}, error: (_: object, message: string) => console.error(message) }
  const jobs = jobsOnDemand({ ownerUrl: owner, appRole: roleOf(app), definitions: jobKinds, addsOnly: true, log })
  try {
    const secrets = openSecrets(config.keysFolder)
    await proveKeys(db, secrets, config.keysFolder)
    return await withFiles(config, (files) => work({ db, files, jobs, secrets, clock: systemClock }))
  } finally {
    await jobs.stop()
    await db.close()
  }
}

/** Opens the queue with the first job that is added: few commands add any. */
function jobsOnDemand(options: JobsOptions): Jobs {
  let opening: Promise<Jobs> | undefined
  const open = () => {
    opening ??= openJobs(options)
    return opening
  }
  return {
    enqueue: async (...job) => (await open()).enqueue(...job),
    work: async (...job) => (await open()).work(...job),
    repeat: async (...job) => (await open()).repeat(...job),
    tryAgain: async (...job) => (await open()).tryAgain(...job),
    stop: async () => (await opening)?.stop(),
  }
}
