import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { paths } from '@tucai/contract'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import type { WechatPayEmulator } from '../../emulators/wechat-pay/emulator.ts'
import { buildApp, jobKinds, startJobs } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import type { Deps } from '../src/deps.ts'
import type { DocumentReader } from '../src/document/document.ts'
import { startEmbeddedReader } from '../src/document/embedded-reader.ts'
import { type PhotoDeveloper, startPhotoDeveloper } from '../src/photo/developer.ts'
import { openPhotoSignals } from '../src/photo/photo-signals.ts'
import { openSheetPrinter } from '../src/photo/sheet-printer.ts'
import { openDatabase } from '../src/platform/db.ts'
import { folderFiles } from '../src/platform/files-folder.ts'
import { openJobs } from '../src/platform/jobs.ts'
import { openLog } from '../src/platform/log.ts'
import { processName } from '../src/platform/process-name.ts'
import { openSecrets } from '../src/platform/secrets.ts'
import { merchantOf } from './a-merchant.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { openRegistry, type People } from './people.ts'
import { Visitor } from './visitor.ts'

export { aNumber } from './number.ts'
export type { GraduateOptions, StaffOptions } from './people.ts'
export type { RosterPerson, StaffLogin } from './visitor.ts'

/** A whole running product of its own: database, jobs, files in a folder, real photo workers, real HTTP. */
export interface World extends People {
  url: string
  deps: Deps
  /** Moves the product's clock. */
  travel(milliseconds: number): void
  /** Everything the program told whoever started it. */
  told: string[]
  /** A new browser without cookies. */
  visitor(): Visitor
  /** Looks at the database as the superuser, whom row-level security doesn't bind. */
  query<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>
  close(): Promise<void>
}

export interface WorldOptions {
  mode?: 'demo' | 'production'
  environment?: NodeJS.ProcessEnv
  /** False: jobs are added but nobody handles them. */
  handlesJobs?: boolean
  /** A database of its own, where no test run offers one. */
  database?: TestDatabase
  /** Takes the money, besides the simulated cashier of the demonstration. */
  wechatPay?: WechatPayEmulator
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'tucai-world-'))
  const database = options.database ?? (await createTestDatabase())
  const mode = options.mode ?? 'demo'
  const config = readConfig({ TUCAI_DATA_DIR: folder, TUCAI_MODE: mode, ...options.environment })
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  if (options.wechatPay)
    config.wechatPay = merchantOf(options.wechatPay, { noticeUrl: `${url}${paths.wechatPayNotice[1]}` })
  const log = openLog({ logsFolder: config.logsFolder })
  const db = openDatabase(database.connectionUrls.app, { connections: 20, name: processName('all') })
  const { owner } = database.connectionUrls
  const jobs = await openJobs({ ownerUrl: owner, appRole: database.appRole, definitions: jobKinds, alone: true, log })
  const developer = developerOnDemand(join(folder, 'work'))
  const documents = readerOnDemand()
  const told: string[] = []
  let aheadMs = 0
  const deps: Deps = {
    ...{ config, db, jobs, log, developer, documents, signals: openPhotoSignals() },
    printer: openSheetPrinter({ workFolder: join(folder, 'work'), fontsFolder: config.fontsFolder }),
    secrets: openSecrets(config.keysFolder),
    files: folderFiles(config.filesFolder),
    clock: { now: () => new Date(Date.now() + aheadMs) },
    tell: (text) => told.push(text),
  }
  const app: FastifyInstance = await buildApp(deps)
  if (options.handlesJobs !== false) await startJobs(deps)
  await app.listen({ host: '127.0.0.1', port })
  const looking = new pg.Pool({ connectionString: database.superuserUrl, max: 2 })
  // The database goes while connections of a pool that has ended still close.
  looking.on('connect', (client) => client.on('error', () => {}))
  looking.on('error', () => {})

  const world: World = {
    url,
    deps,
    told,
    travel(milliseconds) {
      aheadMs += milliseconds
    },
    visitor: () => new Visitor(url),
    ...openRegistry({ ...deps, visitor: () => new Visitor(url) }),
    async query<R extends pg.QueryResultRow>(text: string, values: unknown[] = []) {
      return (await looking.query<R>(text, values)).rows
    },
    async close() {
      await app.close()
      await jobs.stop()
      await developer.stop()
      await documents.stop()
      await db.close()
      await looking.end()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return world
}

/** A port that nobody listens on: notices must be told where to go before anybody listens. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Starts the photo workers with the first photo only. */
function developerOnDemand(workFolder: string): PhotoDeveloper {
  let started: PhotoDeveloper | undefined
  const start = () => {
    started ??= startPhotoDeveloper({ workFolder, workers: 1 })
    return started
  }
  return {
    atOnce: 1,
    waiting: () => started?.waiting() ?? 0,
    develop: (...given) => start().develop(...given),
    preview: (original) => start().preview(original),
    warmUp: () => start().warmUp(),
    stop: async () => started?.stop(),
  }
}

/** Starts the document worker with the first document only. */
function readerOnDemand(): DocumentReader {
  let started: DocumentReader | undefined
  const start = () => {
    started ??= startEmbeddedReader({})
    return started
  }
  return {
    read: (picture, kind) => start().read(picture, kind),
    warmUp: () => start().warmUp(),
    stop: async () => started?.stop(),
  }
}
