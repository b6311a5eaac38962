import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { addAccount } from '../../src/account/accounts.ts'
import { startSession } from '../../src/account/sessions.ts'
import { bindWechat } from '../../src/account/wechat-identities.ts'
import type { CampaignFees } from '../../src/campaign/campaign.ts'
import { addCampaign, addSchool } from '../../src/campaign/campaigns.ts'
import { consentViews } from '../../src/consent/consent.ts'
import { giveConsent } from '../../src/consent/consents.ts'
import { addGraduate } from '../../src/graduate/graduates.ts'
import { ensureIdentity } from '../../src/identity/identities.ts'
import { type Db, inTransaction, SYSTEM, type Tx } from '../../src/platform/db.ts'
import { newId } from '../../src/platform/ids.ts'
import { hashToken, makeToken, type Secrets } from '../../src/platform/secrets.ts'
import { addStaff } from '../../src/staff/staff-members.ts'
import { startStaffSession } from '../../src/staff/staff-sessions.ts'
import { newToken } from './names.ts'

/** A student who has confirmed a photo and chosen paper, signed in. */
export interface Person {
  graduateId: string
  identityId: string
  accountId: string
  token: string
  openId: string
  schoolId: string
  photoId: string
}

/** Somebody of finance, signed in. */
export interface Cashier {
  staffId: string
  token: string
}

export type Terms = Partial<CampaignFees> & Pick<CampaignFees, 'collectionFeeFen' | 'paperFeeFen'>

/** What people are enrolled with. */
export interface Registry {
  db: Db
  secrets: Secrets
  clock: { now(): Date }
}

const DAY_MS = 86_400_000

/** A campaign with these terms, and so many students of it. */
export function enrol(
  registry: Registry,
  terms: Terms,
  count: number,
): Promise<{ campaignId: string; people: Person[] }> {
  return inTransaction(registry.db, SYSTEM, async (tx) => {
    const now = registry.clock.now()
    const schoolId = await addSchool(tx, `示范大学${newToken()}`)
    const [opensAt, closesAt] = [new Date(now.getTime() - DAY_MS), new Date(now.getTime() + 300 * DAY_MS)]
    const campaign = { schoolId, title: '2027届毕业生图像采集', fileAllowed: true, standard: 'chsi-2017-blue' }
    const campaignId = await addCampaign(tx, { ...campaign, opensAt, closesAt, ...terms })
    const people: Person[] = []
    for (let nth = 0; nth < count; nth++) people.push(await aPerson(tx, registry, { schoolId, campaignId }))
    return { campaignId, people }
  })
}

async function aPerson(
  tx: Tx,
  { secrets, clock }: Registry,
  campaign: { schoolId: string; campaignId: string },
): Promise<Person> {
  const now = clock.now()
  const number = `E${String(randomInt(1e9)).padStart(9, '0')}${randomInt(1e9)}`
  const identityId = await ensureIdentity(tx, secrets, { kind: 'passport', number })
  const rest = { college: '信息工程学院', major: '软件工程', className: '软件2301', level: '本科', gender: '男' }
  const student = { name: '林知远', studyYears: '4', graduationYear: 2027, studentNumber: newToken(), identityId }
  const graduateId = await addGraduate(tx, { ...rest, ...student, ...campaign })
  const contact = { phone: '13800138000', mail: 'someone@example.org', name: student.name, gender: '男' as const }
  const consentId = newId('con')
  const accountId = (await addAccount(tx, secrets, { identityId, consentId, ...contact }, now))!
  for (const { purpose, version } of consentViews(new Map()))
    await giveConsent(tx, { purpose, version, channel: 'web', givenAt: now, identityId })
  const openId = `o${newToken()}`
  await bindWechat(tx, secrets, accountId, openId, now)
  const deviceId = newId('dev')
  await sql`INSERT INTO device (id, token_hash, created_at, seen_at)
    VALUES (${deviceId}, ${hashToken(makeToken())}, ${now}, ${now})`.execute(tx)
  const token = await startSession(tx, { id: accountId, identityId }, deviceId, now, undefined)
  const photoId = newId('pho')
  await sql`INSERT INTO photo (id, graduate_id, identity_id, school_id, source, standard, state, taken_at, developed_at,
      original_key, original_sha256, original_bytes, finished_key, finished_sha256, master_key, master_sha256)
    VALUES (${photoId}, ${graduateId}, ${identityId}, ${campaign.schoolId}, 'camera', 'chsi-2017-blue', 'finished', ${now},
      ${now}, ${`${photoId}/o`}, 'x', 1, ${`${photoId}/f`}, 'x', ${`${photoId}/m`}, 'x')`.execute(tx)
  await sql`INSERT INTO collection (graduate_id, identity_id, school_id, information_confirmed_at, photo_id,
      photo_confirmed_at, paper)
    VALUES (${graduateId}, ${identityId}, ${campaign.schoolId}, ${now}, ${photoId}, ${now}, false)`.execute(tx)
  return { graduateId, identityId, accountId, token, openId, photoId, schoolId: campaign.schoolId }
}

type Look = (text: string, values: unknown[]) => Promise<unknown>

/** A take of the student has been developed well. */
export async function develop(look: Look, photoId: string): Promise<void> {
  await look(
    `UPDATE photo SET state = 'finished', developed_at = taken_at, finished_key = id || '/f', finished_sha256 = 'x',
      master_key = id || '/m', master_sha256 = 'x' WHERE id = $1 AND state = 'developing'`,
    [photoId],
  )
}

export function hireCashiers({ db, clock }: Registry, count: number): Promise<Cashier[]> {
  return inTransaction(db, SYSTEM, async (tx) => {
    const now = clock.now()
    const hired: Cashier[] = []
    for (let nth = 0; nth < count; nth++) {
      const staff = { login: `finance-${newToken()}`, role: 'administrator', schoolId: null, passwordHash: '' } as const
      const staffId = await addStaff(tx, staff, now)
      hired.push({ staffId, token: await startStaffSession(tx, staffId, now) })
    }
    return hired
  })
}

/** They have gone on using the product: nobody has to sign in anew because time has passed. */
export async function keepSignedIn(look: Look, now: Date, people: Person[], cashiers: Cashier[]): Promise<void> {
  const accountIds = people.map(({ accountId }) => accountId)
  const staffIds = cashiers.map(({ staffId }) => staffId)
  await look('UPDATE session SET seen_at = $1, started_at = $1 WHERE account_id = ANY($2)', [now, accountIds])
  await look('UPDATE staff_session SET seen_at = $1, started_at = $1 WHERE staff_id = ANY($2)', [now, staffIds])
}
