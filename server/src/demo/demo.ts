import { sql } from 'kysely'
import { addCampaign, addSchool } from '../campaign/campaigns.ts'
import { addGraduate } from '../graduate/graduates.ts'
import { ensureIdentity } from '../identity/identities.ts'
import type { Clock } from '../platform/clock.ts'
import { type Db, inTransaction, rowOf, SYSTEM, type Tx } from '../platform/db.ts'
import type { Secrets } from '../platform/secrets.ts'
import { makePassword } from '../staff/staff.ts'
import { addStaff } from '../staff/staff-members.ts'
import {
  type DemoGraduate,
  demoFees,
  demoGraduates,
  demoGraduationYear,
  demoSchool,
  demoSecondDegree,
  demoSecondTitle,
  demoTitle,
} from './demo-roster.ts'

interface Needs {
  db: Db
  secrets: Secrets
  clock: Clock
  config: { mode: 'demo' | 'production' }
}

const LOCK = 7_201_844

interface NewLogin {
  login: string
  password: string
}

/**
 * Makes the first logins of staff, and in demo mode a school with two campaigns and a roster, where there are none yet.
 * The answer is what whoever started the program wants to read; passwords are in it once only.
 */
export async function ensureDemo(needs: Needs): Promise<string[]> {
  const { secrets, clock } = needs
  const isDemo = needs.config.mode === 'demo'
  const logins = await inTransaction(needs.db, SYSTEM, async (tx) => {
    // Of several programs that start at once one makes them.
    await sql`SELECT pg_advisory_xact_lock(${LOCK})`.execute(tx)
    const now = clock.now()
    const isEmpty = (await rowOf(tx, sql`SELECT 1 FROM school LIMIT 1`)) === undefined
    const schoolId = isDemo && isEmpty ? await addDemoSchool(tx, secrets, now) : undefined
    const made: NewLogin[] = []
    if ((await rowOf(tx, sql`SELECT 1 FROM staff LIMIT 1`)) === undefined) {
      made.push(await addLogin(tx, secrets, 'admin', null, now))
      if (schoolId) made.push(await addLogin(tx, secrets, 'school', schoolId, now))
    }
    return made
  })
  return [...staffLines(logins, isDemo), ...(isDemo ? graduateLines() : [])]
}

function staffLines(logins: NewLogin[], isDemo: boolean): string[] {
  if (logins.length === 0) {
    return ['', 'Staff passwords were shown at the first start; a new one: npm run tucai -- staff reset-password admin']
  }
  const lines = logins.map(({ login, password }) => `  ${login.padEnd(8)} ${password}`)
  const secondStep = isDemo
    ? '  The code of the second step appears here, in place of an authenticator app.'
    : '  The first sign-in shows a QR code for an authenticator app.'
  return ['', 'Console sign-in (shown this once):', ...lines, secondStep]
}

function graduateLines(): string[] {
  const lines = demoGraduates.map(({ name, number }) => `  ${number.padEnd(20)} ${name}`)
  return ['', 'Demonstration: register with one of these numbers and its name', ...lines, '']
}

async function addDemoSchool(tx: Tx, secrets: Secrets, now: Date): Promise<string> {
  const schoolId = await addSchool(tx, demoSchool)
  const closesAt = new Date(now)
  closesAt.setUTCFullYear(closesAt.getUTCFullYear() + 1)
  const campaign = { schoolId, opensAt: now, closesAt, fileAllowed: true, standard: 'chsi-2017-blue', ...demoFees }
  const second = await addCampaign(tx, { ...campaign, title: demoSecondTitle })
  const first = await addCampaign(tx, { ...campaign, title: demoTitle })
  for (const graduate of demoGraduates) await addDemoGraduate(tx, secrets, schoolId, first, graduate)
  await addDemoGraduate(tx, secrets, schoolId, second, demoSecondDegree)
  return schoolId
}

async function addDemoGraduate(
  tx: Tx,
  secrets: Secrets,
  schoolId: string,
  campaignId: string,
  { kind, number, ...enrolment }: DemoGraduate,
): Promise<void> {
  const identityId = await ensureIdentity(tx, secrets, { kind, number })
  await addGraduate(tx, { ...enrolment, schoolId, campaignId, identityId, graduationYear: demoGraduationYear })
}

async function addLogin(
  tx: Tx,
  secrets: Secrets,
  login: string,
  schoolId: string | null,
  now: Date,
): Promise<NewLogin> {
  const password = makePassword()
  const role = schoolId === null ? 'administrator' : 'school'
  await addStaff(tx, { login, role, schoolId, passwordHash: await secrets.hashPassword(password) }, now)
  return { login, password }
}
