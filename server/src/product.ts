import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildApp, buildWorker, jobKinds, startJobs, watchOver } from './app.ts'
import type { Config } from './config.ts'
import { ensureDemo } from './demo/demo.ts'
import type { Deps } from './deps.ts'
import { startEmbeddedReader } from './document/embedded-reader.ts'
import { requireMaskModel, startPhotoDeveloper } from './photo/developer.ts'
import { listenForPhotos } from './photo/photo-listening.ts'
import { openPhotoSignals } from './photo/photo-signals.ts'
import { openSheetPrinter } from './photo/sheet-printer.ts'
import { systemClock } from './platform/clock.ts'
import { openDataFolder } from './platform/data-folder.ts'
import { lockDataFolder } from './platform/data-lock.ts'
import { openDatabase } from './platform/db.ts'
import { openDoor } from './platform/http/door.ts'
import { openJobs } from './platform/jobs.ts'
import { proveKeys } from './platform/key-proof.ts'
import { type Log, openLog } from './platform/log.ts'
import { measureRuntime } from './platform/meters.ts'
import { migrate } from './platform/migrate.ts'
import { openFiles } from './platform/open-files.ts'
import { paperFonts } from './platform/paper/paper.ts'
import { openPostgres } from './platform/postgres/open-postgres.ts'
import { roleOf } from './platform/postgres/roles.ts'
import { processName } from './platform/process-name.ts'
import { openSecrets } from './platform/secrets.ts'
import { metricsText } from './watch/metrics.ts'
import { openMetricsDoor } from './watch/metrics-door.ts'

/** The running product. */
export interface Product {
  port: number
  /** What the operator wants to read once everything is ready. */
  greeting: string[]
  stop(): Promise<void>
}

export interface Surroundings {
  /** Says one line to the operator. */
  tell(line: string): void
  /** Something that the product can't do without is gone for good. */
  lost(error: Error): void
  /** Aborts the start. */
  signal: AbortSignal
}

type Close = () => Promise<void>

/**
 * Starts everything, each part on those before it. When one does not start, or the start is aborted, those that did
 * are stopped again.
 * @throws StartRefused
 */
export async function startProduct(config: Config, surroundings: Surroundings): Promise<Product> {
  const closes: Close[] = []
  const failures: Error[] = []
  const stop = async () => {
    // What does not close must not keep the rest from it: the database above all.
    for (let close = closes.pop(); close; close = closes.pop())
      await close().catch((error: Error) => failures.push(error))
    if (failures.length > 0)
      surroundings.tell(`Stopping was not smooth: ${failures.map(({ message }) => message).join('; ')}`)
  }
  /** What has been opened is closed later, in the opposite order. */
  const opened = <T>(part: T, close: (part: T) => void | Promise<void>): T => {
    closes.push(async () => close(part))
    surroundings.signal.throwIfAborted()
    return part
  }
  try {
    return { ...(await openParts(config, surroundings, opened)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

type Opened = <T>(part: T, close: (part: T) => void | Promise<void>) => T

async function openParts(config: Config, surroundings: Surroundings, opened: Opened) {
  openDataFolder(config.dataFolder)
  opened(lockDataFolder(config.dataFolder), (lock) => lock.release())
  const log = openLog({ logsFolder: config.logsFolder, ...config.log, terminal: surroundings.tell })
  const door = opened(await openDoor(config.host, config.port), (it) => it.close())
  const deps = await openDeps(config, surroundings, opened, log)
  const [isWeb, isWorker] = [config.role !== 'worker', config.role !== 'web']
  const app = await (isWeb ? buildApp(deps) : buildWorker(deps))
  opened(app, () => Promise.all([door.close(), app.close()]).then(() => {}))
  if (isWorker) await startJobs(deps)
  await openMetrics(deps, opened)
  const greeting = isWeb ? await ensureDemo(deps) : []
  await abortable(Promise.all([app.ready(), isWorker && deps.developer.warmUp()]), surroundings.signal)
  door.openFor(app)
  log.info({ port: door.port, mode: config.mode, role: config.role }, 'ready')
  return { port: door.port, greeting }
}

async function openDeps(config: Config, { tell, lost }: Surroundings, opened: Opened, log: Log): Promise<Deps> {
  if (config.maskModel !== undefined) requireMaskModel(config.maskModel)
  if (config.fontsFolder !== undefined) paperFonts(config.fontsFolder)
  const { owner, app } = opened(await startPostgres(config, tell, lost, log), (it) => it.stop()).connectionUrls
  await migrate(owner, roleOf(app))
  const lostOne = (err: Error) => log.warn({ err }, 'a connection broke')
  const db = opened(openDatabase(app, { name: processName(config.role), lost: lostOne }), (it) => it.close())
  const secrets = openSecrets(config.keysFolder)
  await proveKeys(db, secrets, config.keysFolder)
  const { files } = opened(await openFiles(config), (it) => it.close())
  const workFolder = join(config.dataFolder, 'work')
  // A kill leaves behind what the workers had in hand.
  rmSync(workFolder, { recursive: true, force: true })
  const developer = opened(
    startPhotoDeveloper({
      workFolder,
      workers: config.photoWorkers,
      maskModel: config.maskModel,
      tell: (sentence) => log.warn(sentence),
    }),
    (it) => it.stop(),
  )
  const documents = opened(startEmbeddedReader({ tell: (sentence) => log.warn(sentence) }), (it) => it.stop())
  const jobs = opened(
    await openJobs({
      ownerUrl: owner,
      appRole: roleOf(app),
      definitions: jobKinds,
      alone: config.databaseUrl === undefined,
      addsOnly: config.role === 'web',
      log,
    }),
    (it) => it.stop(),
  )
  const signals = openPhotoSignals()
  if (config.role !== 'worker')
    opened(listenForPhotos(app, { db, signals, name: processName(config.role) }), (it) => it.close())
  return {
    config,
    db,
    jobs,
    developer,
    documents,
    printer: openSheetPrinter({ workFolder, fontsFolder: config.fontsFolder }),
    log,
    ...{ secrets, files },
    signals,
    clock: systemClock,
    tell,
  }
}

async function openMetrics(deps: Deps, opened: Opened): Promise<void> {
  const setting = deps.config.metrics
  if (setting === undefined) return
  measureRuntime()
  const watch = watchOver(deps)
  const { port } = opened(await openMetricsDoor(setting, () => metricsText(watch, deps.db)), (it) => it.close())
  deps.log.info({ port }, 'metrics can be read')
}

async function startPostgres(config: Config, tell: (line: string) => void, lost: (error: Error) => void, log: Log) {
  const postgres = await openPostgres({
    dataFolder: config.dataFolder,
    keysFolder: config.keysFolder,
    databaseUrl: config.databaseUrl,
    databaseAppUrl: config.databaseAppUrl,
    tell: (sentence) => {
      log.info(sentence)
      tell(sentence)
    },
    lost,
  })
  // Ended in the middle, this process still asks the server to stop.
  const stopServer = () => postgres.stopNow()
  process.once('exit', stopServer)
  return postgres
}

function abortable(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    work.then(() => resolve(), reject)
  })
}
