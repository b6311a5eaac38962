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
import { inTransaction, SYSTEM, type Tx } from '../../src/platform/db.ts'
import { newId } from '../../src/platform/ids.ts'
import { hashToken, makeToken } from '../../src/platform/secrets.ts'
import { addStaff } from '../../src/staff/staff-members.ts'
import { startStaffSession } from '../../src/staff/staff-sessions.ts'
import type { Ground } from './ground.ts'
import { newToken } from './names.ts'

/** A student who has confirmed a photo and chosen paper, signed in. */
export interface Person {
  graduateId: string
  identityId: string
  accountId: string
  token: string
  openId: string
}

/** Somebody of finance, signed in. */
export interface Cashier {
  staffId: string
  token: string
}

export type Terms = Partial<CampaignFees> & Pick<CampaignFees, 'collectionFeeFen' | 'paperFeeFen'>

const DAY_MS = 86_400_000

/** A campaign with these terms, and so many students of it. */
export async function enrol(
  ground: Ground,
  terms: Terms,
  count: number,
): Promise<{ campaignId: string; people: Person[] }> {
  const life = await ground.life()
  return life.run(() =>
    inTransaction(ground.deps.db, SYSTEM, async (tx) => {
      const now = ground.emulator.now()
      const schoolId = await addSchool(tx, `示范大学${newToken()}`)
      const [opensAt, closesAt] = [new Date(now.getTime() - DAY_MS), new Date(now.getTime() + 300 * DAY_MS)]
      const campaign = { schoolId, title: '2027届毕业生图像采集', fileAllowed: true, standard: 'chsi-2017-blue' }
      const campaignId = await addCampaign(tx, { ...campaign, opensAt, closesAt, ...terms })
      const people: Person[] = []
      for (let nth = 0; nth < count; nth++) people.push(await aPerson(tx, ground, { schoolId, campaignId }))
      return { campaignId, people }
    }),
  )
}

async function aPerson(tx: Tx, { deps, emulator }: Ground, campaign: { schoolId: string; campaignId: string }) {
  const { secrets } = deps
  const now = emulator.now()
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
  return { graduateId, identityId, accountId, token, openId }
}

/** A take of the student has been developed well. */
export async function develop({ look }: Ground, photoId: string): Promise<void> {
  await look(
    `UPDATE photo SET state = 'finished', developed_at = taken_at, finished_key = id || '/f', finished_sha256 = 'x',
      master_key = id || '/m', master_sha256 = 'x' WHERE id = $1 AND state = 'developing'`,
    [photoId],
  )
}

export async function hireCashiers(ground: Ground, count: number): Promise<Cashier[]> {
  const life = await ground.life()
  return life.run(() =>
    inTransaction(ground.deps.db, SYSTEM, async (tx) => {
      const now = ground.emulator.now()
      const hired: Cashier[] = []
      for (let nth = 0; nth < count; nth++) {
        const staff = {
          login: `finance-${newToken()}`,
          role: 'administrator',
          schoolId: null,
          passwordHash: '',
        } as const
        const staffId = await addStaff(tx, staff, now)
        hired.push({ staffId, token: await startStaffSession(tx, staffId, now) })
      }
      return hired
    }),
  )
}

/** They have gone on using the product: nobody has to sign in anew because time has passed. */
export async function keepSignedIn(ground: Ground, people: Person[], cashiers: Cashier[]): Promise<void> {
  const now = ground.emulator.now()
  await ground.look('UPDATE session SET seen_at = $1, started_at = $1 WHERE account_id = ANY($2)', [
    now,
    people.map(({ accountId }) => accountId),
  ])
  await ground.look('UPDATE staff_session SET seen_at = $1, started_at = $1 WHERE staff_id = ANY($2)', [
    now,
    cashiers.map(({ staffId }) => staffId),
  ])
}
