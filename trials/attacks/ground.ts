import { createHash } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type StaffRole, staffRoles } from '@tucai/contract'
import pg from 'pg'
import { photoKey } from '../../server/src/photo/photo.ts'
import { systemClock } from '../../server/src/platform/clock.ts'
import { type Db, inTransaction, openDatabase, SYSTEM } from '../../server/src/platform/db.ts'
import type { Files } from '../../server/src/platform/files.ts'
import { folderFiles } from '../../server/src/platform/files-folder.ts'
import { cookieNameOf } from '../../server/src/platform/http/cookies.ts'
import { openSecrets, type Secrets } from '../../server/src/platform/secrets.ts'
import { addStaff } from '../../server/src/staff/staff-members.ts'
import { startStaffSession } from '../../server/src/staff/staff-sessions.ts'
import { cloneDatabase, startTestCluster, type TestDatabase } from '../../server/test/cluster.ts'
import { newToken } from '../../server/test/payment-histories/names.ts'
import { enrol, type Person } from '../../server/test/payment-histories/people.ts'
import { openRegistry, type People } from '../../server/test/people.ts'
import { aJpeg } from '../../server/test/reviews.ts'
import { freePort, startAsProcess } from '../../server/test/started-product.ts'
import { Visitor } from '../../server/test/visitor.ts'

/** A graduate with an account, a finished and confirmed photo, an unpaid order, and a browser that is signed in. */
export interface Student extends Person {
  browser: Visitor
  orderId: string
}

export interface School {
  schoolId: string
  campaignId: string
  students: Student[]
  /** The school's operator, signed in. */
  operator: Visitor
}

/** The product as a process of its own behind a name of https, with two schools, besides those of the demonstration. */
export interface Ground {
  /** Where it listens on the loopback, as its proxy sees it. */
  origin: string
  /** Where people open it. */
  publicUrl: string
  processId: number
  dataFolder: string
  /** All that it wrote to its terminal. */
  said(): string
  database: TestDatabase
  /** The database with the login of the application. */
  db: Db
  secrets: Secrets
  schools: [School, School]
  files: Files
  /** A browser nobody is signed in with. */
  visitor(): Visitor
  /** A graduate on a roster, not registered. */
  aGraduate: People['aGraduate']
  /** A login of staff with its password and authenticator. */
  aStaffLogin: People['aStaffLogin']
  /** A new member of staff, signed in; a school's operator with its school. */
  aStaff(role: StaffRole, schoolId?: string | null): Promise<Visitor>
  /** One of each role that belongs to no school, signed in. */
  centre: Record<Exclude<StaffRole, 'school'>, Visitor>
  /** More graduates like those of the schools, of a new school. */
  moreStudents(count: number): Promise<{ schoolId: string; campaignId: string; students: Student[] }>
  /** Looks at the database as the superuser, whom row-level security doesn't bind. */
  query<R extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>
  close(): Promise<void>
}

export const PUBLIC_URL = 'https://photo.example.edu.cn'
const STUDENTS_PER_SCHOOL = 3

export async function openGround(environment: NodeJS.ProcessEnv = {}): Promise<Ground> {
  const closes: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (let one = closes.pop(); one; one = closes.pop()) await one()
  }
  try {
    return { ...(await openParts(environment, closes)), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function openParts(environment: NodeJS.ProcessEnv, closes: (() => Promise<unknown>)[]) {
  const dataFolder = await mkdtemp(join(tmpdir(), 'tucai-attacks-'))
  closes.push(() => rm(dataFolder, { recursive: true, force: true }))
  await chmod(dataFolder, 0o711)
  const { cluster, stop } = await startTestCluster()
  closes.push(stop)
  const database = await cloneDatabase(cluster)
  const product = startAsProcess(dataFolder, await freePort(), {
    DATABASE_URL: database.connectionUrls.owner,
    DATABASE_APP_URL: database.connectionUrls.app,
    TUCAI_MODE: 'demo',
    TUCAI_PUBLIC_URL: PUBLIC_URL,
    TUCAI_TRUSTED_PROXIES: '127.0.0.1',
    TUCAI_PHOTO_WORKERS: '1',
    ...{ TUCAI_SENDER_NAME: '图像信息采集中心', TUCAI_SENDER_PHONE: '021-00000000', TUCAI_SENDER_ADDRESS: '某路1号' },
    ...environment,
  })
  closes.push(async () => {
    product.signal('SIGTERM')
    await product.ended
  })
  await product.ready()
  const db = openDatabase(database.connectionUrls.app, { connections: 4 })
  closes.push(() => db.close())
  const looking = new pg.Pool({ connectionString: database.superuserUrl, max: 2 })
  closes.push(() => looking.end())
  const secrets = openSecrets(join(dataFolder, 'keys'))
  const { origin } = product
  const files = folderFiles(join(dataFolder, 'files'))
  const query = async <R extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    (await looking.query<R>(text, values)).rows
  const visitor = () => new Visitor(origin)
  const people = hire({ origin, db, secrets, files, query })
  const { aGraduate, aStaffLogin } = openRegistry({ db, secrets, clock: systemClock, visitor })
  return {
    ...{ origin, publicUrl: PUBLIC_URL, processId: product.pid, dataFolder, said: product.said, database, db, secrets },
    ...{ files, query, visitor, aGraduate, aStaffLogin },
    aStaff: people.aStaff,
    moreStudents: people.moreStudents,
    centre: await people.centre(),
    schools: [await people.aSchool(), await people.aSchool()] as [School, School],
  }
}

/** Waits until no job is due, or for 20 s: some come again for ever. */
export async function jobsDone({ query }: Pick<Ground, 'query'>): Promise<void> {
  const until = Date.now() + 20_000
  const due = "SELECT 1 FROM pgboss.job WHERE state IN ('created', 'active') AND start_after <= now()"
  while ((await query(due)).length > 0 && Date.now() < until) await wait(200)
}

type Hiring = Pick<Ground, 'origin' | 'db' | 'secrets' | 'files' | 'query'>

function hire({ origin, db, secrets, files, query }: Hiring) {
  const clock = systemClock
  const signedIn = (cookie: string, token: string) => {
    const browser = new Visitor(origin)
    browser.cookies.set(cookie, token)
    return browser
  }

  async function aStaff(role: StaffRole, schoolId: string | null = null): Promise<Visitor> {
    const login = `${role}-${newToken()}`.toLowerCase()
    const token = await inTransaction(db, SYSTEM, async (tx) => {
      const staffId = await addStaff(tx, { login, role, schoolId, passwordHash: '-' }, clock.now())
      return startStaffSession(tx, staffId, clock.now())
    })
    return signedIn(cookieNameOf('tucai_staff', PUBLIC_URL), token)
  }

  async function moreStudents(count: number) {
    const fees = { collectionFeeFen: 2000, paperFeeFen: 1500 }
    const { campaignId, people } = await enrol({ db, secrets, clock }, fees, count)
    const students = await Promise.all(people.map(aStudent))
    return { campaignId, schoolId: people[0]!.schoolId, students }
  }

  async function aStudent(person: Person): Promise<Student> {
    await storePhoto(person.photoId)
    const browser = signedIn(cookieNameOf('tucai_session', PUBLIC_URL), person.token)
    const { orderId } = await browser.call('orderPlace', { params: { graduateId: person.graduateId } })
    return { ...person, browser, orderId }
  }

  /** The row of the photo is there; its files are like no others. */
  async function storePhoto(photoId: string): Promise<void> {
    const keys = (['original.bin', 'finished.jpg', 'master.jpg'] as const).map((part) => photoKey(photoId, part))
    const hashes: string[] = []
    for (const key of keys) {
      const bytes = aJpeg()
      await files.write(key, bytes)
      hashes.push(createHash('sha256').update(bytes).digest('hex'))
    }
    await query(
      `UPDATE photo SET original_key = $2, finished_key = $3, master_key = $4, original_sha256 = $5,
        finished_sha256 = $6, master_sha256 = $7 WHERE id = $1`,
      [photoId, ...keys, ...hashes],
    )
  }

  return {
    aStaff,
    moreStudents,
    async aSchool(): Promise<School> {
      const school = await moreStudents(STUDENTS_PER_SCHOOL)
      return { ...school, operator: await aStaff('school', school.schoolId) }
    },
    async centre() {
      const entries = staffRoles.filter((role) => role !== 'school').map(async (role) => [role, await aStaff(role)])
      return Object.fromEntries(await Promise.all(entries)) as Ground['centre']
    },
  }
}
