import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import { openWechatPayEmulator, type WechatPayEmulator } from '../../../emulators/wechat-pay/emulator.ts'
import { buildApp, startJobs } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import type { Deps } from '../../src/deps.ts'
import { openPhotoSignals } from '../../src/photo/photo-signals.ts'
import { folderFiles } from '../../src/platform/files-folder.ts'
import { openLog } from '../../src/platform/log.ts'
import { openSecrets } from '../../src/platform/secrets.ts'
import { cloneDatabase, type TestCluster } from '../cluster.ts'
import { type JobTable, jobTableSql, openJobTable } from './job-table.ts'
import { beginLife, countCalls, type Life, LifeOver, presentDb } from './life.ts'
import { apps, merchantSettings } from './merchant-settings.ts'

/** Where histories happen: one database, one provider, and the program, which lives, is killed and lives again. */
export interface Ground {
  deps: Deps
  emulator: WechatPayEmulator
  jobs: JobTable
  /** The present life of the program; a new one when the last one is over. */
  life(): Promise<Life>
  /** One request to the living program. @throws LifeOver when it is killed before it has answered */
  send(request: SentRequest): Promise<SentAnswer>
  /** Hears of every notice that the program has answered, before the provider does. */
  onNotice(hear: (body: string, status: number) => Promise<void>): void
  /** Looks at the database with a login that row-level security does not bind. */
  look<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>
  close(): Promise<void>
}

export interface SentRequest {
  method: string
  path: string
  headers: Record<string, string>
  body?: string | Buffer
}

export interface SentAnswer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: histories look at whatever was answered
  body: any
}

/** Jobs of these kinds happen in histories. */
const handled = ['payment-close', 'refund-send', 'campaign-end']

export async function openGround(cluster: TestCluster): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'tucai-histories-'))
  const database = await cloneDatabase(cluster)
  const looking = new pg.Pool({ connectionString: database.superuserUrl, max: 3 })
  // The database goes while connections of a pool that has ended still close.
  looking.on('connect', (client) => client.on('error', () => {}))
  looking.on('error', () => {})
  await looking.query(jobTableSql(database.appRole))
  const begun = Date.now()
  const emulator = await openWechatPayEmulator({ now: () => new Date(begun), appIds: apps, noticeTimeoutMs: 20_000 })
  const restoreFetch = countCalls(emulator.url)
  const jobs = openJobTable(looking, handled)
  let hear: Parameters<Ground['onNotice']>[0] = async () => {}
  let life: Life | undefined
  let app: FastifyInstance

  async function send({ method, path, headers, body }: SentRequest): Promise<SentAnswer> {
    if (life === undefined || life.isOver) throw new LifeOver()
    const answer = await life.run(async () =>
      app.inject({ method: method as 'GET', url: path, headers, ...(body === undefined ? {} : { payload: body }) }),
    )
    const isJson = String(answer.headers['content-type']).includes('json')
    return { status: answer.statusCode, body: isJson ? answer.json() : null }
  }

  const front = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    try {
      const headers = request.headers as Record<string, string>
      const { status } = await send({ method: request.method!, path: request.url!, headers, body })
      await hear(body.toString(), status)
      response.writeHead(status).end()
    } catch {
      request.socket.destroy()
    }
  })
  await new Promise<void>((done) => front.listen(0, '127.0.0.1', done))
  const publicUrl = `http://127.0.0.1:${(front.address() as AddressInfo).port}`
  const config = readConfig(await merchantSettings(folder, emulator, publicUrl))
  const never = async () => {
    throw new Error('nothing is made of pictures in a history')
  }
  const deps: Deps = {
    ...{ config, db: presentDb, jobs, clock: emulator, tell: () => {} },
    log: openLog({ logsFolder: config.logsFolder, level: process.env.HISTORIES_LOG ?? 'silent' }),
    secrets: openSecrets(config.keysFolder),
    files: folderFiles(config.filesFolder),
    signals: openPhotoSignals(),
    developer: { atOnce: 1, waiting: () => 0, develop: never, preview: never, warmUp: never, stop: async () => {} },
    printer: { open: never },
    documents: { read: never, warmUp: never, stop: async () => {} },
  }
  const ground: Ground = {
    deps,
    emulator,
    jobs,
    send,
    async life() {
      if (life !== undefined && !life.isOver) return life
      await untilGone(looking, database.appRole)
      life = beginLife(database.connectionUrls.app)
      return life
    },
    onNotice(given) {
      hear = given
    },
    async look<R extends pg.QueryResultRow>(text: string, values: unknown[] = []) {
      return (await looking.query<R>(text, values)).rows
    },
    async close() {
      restoreFetch()
      front.closeAllConnections()
      front.close()
      if (life !== undefined && !life.isOver) life.end()
      await app.close()
      await emulator.close()
      await looking.end()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
  // The program is put together once: what a life would keep in memory is none of what money depends on, and the kill
  // trials start it anew each time.
  app = await (await ground.life()).run(async () => {
    const built = await buildApp(deps)
    await startJobs(deps)
    await built.ready()
    return built
  })
  return ground
}

/** Whatever the last life had begun in the database is done or rolled back. */
async function untilGone(looking: pg.Pool, appRole: string): Promise<void> {
  for (;;) {
    const { rows } = await looking.query(
      'SELECT 1 FROM pg_stat_activity WHERE usename = $1 AND datname = current_database()',
      [appRole],
    )
    if (rows.length === 0) return
  }
}
