import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { paths, type StaffRole } from '@tucai/contract'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import type { WechatPayEmulator } from '../../emulators/wechat-pay/emulator.ts'
import { buildApp, jobKinds, startJobs } from '../src/app.ts'
import type { Campaign } from '../src/campaign/campaign.ts'
import { addCampaign, addSchool } from '../src/campaign/campaigns.ts'
import { readConfig } from '../src/config.ts'
import type { Deps } from '../src/deps.ts'
import type { DocumentReader } from '../src/document/document.ts'
import { startEmbeddedReader } from '../src/document/embedded-reader.ts'
import { addGraduate } from '../src/graduate/graduates.ts'
import { ensureIdentity } from '../src/identity/identities.ts'
import { parseNumber } from '../src/identity/identity.ts'
import { type PhotoDeveloper, startPhotoDeveloper } from '../src/photo/developer.ts'
import { openPhotoSignals } from '../src/photo/photo-signals.ts'
import { openSheetPrinter } from '../src/photo/sheet-printer.ts'
import { inTransaction, openDatabase, SYSTEM } from '../src/platform/db.ts'
import { folderFiles } from '../src/platform/files-folder.ts'
import { openJobs } from '../src/platform/jobs.ts'
import { openLog } from '../src/platform/log.ts'
import { openSecrets } from '../src/platform/secrets.ts'
import { addStaff, setTotp } from '../src/staff/staff-members.ts'
import { makeTotpSecret, totpCode, totpStep } from '../src/staff/totp.ts'
import { merchantOf } from './a-merchant.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { aNumber } from './number.ts'
import { type RosterPerson, type StaffLogin, Visitor } from './visitor.ts'

export { aNumber } from './number.ts'
export type { RosterPerson, StaffLogin } from './visitor.ts'

/** A whole running product of its own: database, jobs, files in a folder, real photo workers, real HTTP. */
export interface World {
  url: string
  deps: Deps
  /** Moves the product's clock. */
  travel(milliseconds: number): void
  /** Everything the program told whoever started it. */
  told: string[]
  /** A new browser without cookies. */
  visitor(): Visitor
  aCampaign(options?: Partial<Omit<Campaign, 'id'>>): Promise<{ campaignId: string; schoolId: string }>
  /** A graduate on the roster of the campaign (of a new one when none is given), not registered. */
  aGraduate(options?: GraduateOptions): Promise<RosterPerson>
  /** A login of staff: an administrator, another role, or with a school its operator. */
  aStaffLogin(options?: StaffOptions): Promise<StaffLogin>
  /** A new browser in which such a login is signed in. */
  aStaff(options?: StaffOptions): Promise<Visitor>
  /** Looks at the database as the superuser, whom row-level security doesn't bind. */
  query<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>
  close(): Promise<void>
}

export interface GraduateOptions {
  campaignId?: string
  schoolId?: string
  number?: string
  name?: string
}

export interface StaffOptions {
  role?: StaffRole
  schoolId?: string | null
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
  const db = openDatabase(database.connectionUrls.app, { connections: 20 })
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
  const now = () => deps.clock.now()
  let studentCount = 0

  const world: World = {
    url,
    deps,
    told,
    travel(milliseconds) {
      aheadMs += milliseconds
    },
    visitor: () => new Visitor(url),
    async aCampaign(given = {}) {
      return inTransaction(db, SYSTEM, async (tx) => {
        const schoolId = given.schoolId ?? (await addSchool(tx, `示范大学${randomBytes(4).toString('hex')}`))
        const times = { opensAt: new Date(now().getTime() - 1000), closesAt: new Date(now().getTime() + 86_400_000) }
        const fees = { collectionFeeFen: 2000, paperFeeFen: 1500 }
        const usual = {
          title: '2027届毕业生图像采集',
          fileAllowed: true,
          standard: 'chsi-2017-blue',
          ...times,
          ...fees,
        }
        return { campaignId: await addCampaign(tx, { ...usual, ...given, schoolId }), schoolId }
      })
    },
    async aGraduate(given = {}) {
      const campaign = given.campaignId
        ? { campaignId: given.campaignId, schoolId: given.schoolId! }
        : await world.aCampaign()
      const number = given.number ?? aNumber()
      const name = given.name ?? '林知远'
      studentCount += 1
      const studentNumber = `2023${String(studentCount).padStart(4, '0')}`
      const graduateId = await inTransaction(db, SYSTEM, async (tx) => {
        const identityId = await ensureIdentity(tx, deps.secrets, parseNumber('passport', number, now()))
        const enrolment = { college: '信息工程学院', major: '软件工程', className: '软件2301', level: '本科' }
        const rest = { gender: '男', studyYears: '4', graduationYear: 2027, studentNumber, name, identityId }
        return addGraduate(tx, { ...enrolment, ...rest, ...campaign })
      })
      return { graduateId, number, name, studentNumber, ...campaign }
    },
    async aStaffLogin({ schoolId = null, role = schoolId === null ? 'administrator' : 'school' } = {}) {
      const login = `staff-${randomBytes(4).toString('hex')}`
      const password = randomBytes(9).toString('base64url')
      const passwordHash = await deps.secrets.hashPassword(password)
      const secret = makeTotpSecret()
      let usedStep = totpStep(now()) - 2
      await inTransaction(db, SYSTEM, async (tx) => {
        const staffId = await addStaff(tx, { login, role, schoolId, passwordHash }, now())
        await setTotp(tx, deps.secrets, staffId, { secret, step: usedStep })
      })
      const code = () => {
        usedStep = Math.max(totpStep(now()), usedStep + 1)
        return totpCode(secret, usedStep)
      }
      return { login, password, code }
    },
    async aStaff(options) {
      const visitor = world.visitor()
      await visitor.signInStaff(await world.aStaffLogin(options))
      return visitor
    },
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
