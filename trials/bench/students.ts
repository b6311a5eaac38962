import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { addAccount } from '../../server/src/account/accounts.ts'
import { renewDevice, trustDevice } from '../../server/src/account/devices.ts'
import { startSession } from '../../server/src/account/sessions.ts'
import { addCampaign, addSchool } from '../../server/src/campaign/campaigns.ts'
import { consentViews } from '../../server/src/consent/consent.ts'
import { giveConsent } from '../../server/src/consent/consents.ts'
import { addGraduate } from '../../server/src/graduate/graduates.ts'
import { ensureIdentity } from '../../server/src/identity/identities.ts'
import { inTransaction, SYSTEM, type Tx } from '../../server/src/platform/db.ts'
import { newId } from '../../server/src/platform/ids.ts'
import type { Ground } from './ground.ts'

/** A graduate as the school submitted it. */
export interface Graduate {
  graduateId: string
  identityId: string
  schoolId: string
  campaignId: string
  name: string
  number: string
}

/** One who has registered, confirmed the information and is signed in on a device. */
export interface SignedIn extends Graduate {
  accountId: string
  token: string
  deviceToken: string
}

/** Where people can be put, with or without a product around it. */
type Place = Pick<Ground, 'db' | 'secrets' | 'clock'>

const DAY_MS = 86_400_000
const AT_ONCE = 250

/** One campaign of a school, open now, and so many graduates of it. */
export async function enrolled(ground: Ground, count: number): Promise<Graduate[]> {
  const now = Date.now()
  const school = await inTransaction(ground.db, SYSTEM, async (tx) => {
    const schoolId = await addSchool(tx, `示范大学${newToken()}`)
    const campaign = { schoolId, title: '2027届毕业生图像采集', fileAllowed: true, standard: 'chsi-2017-blue' }
    const times = { opensAt: new Date(now - DAY_MS), closesAt: new Date(now + 30 * DAY_MS) }
    const fees = { collectionFeeFen: 2000, paperFeeFen: 1500 }
    return { schoolId, campaignId: await addCampaign(tx, { ...campaign, ...times, ...fees }) }
  })
  return inPortions(ground, Array.from({ length: count }), (tx) => aGraduate(tx, ground, school))
}

async function aGraduate(
  tx: Tx,
  { secrets }: Ground,
  school: { schoolId: string; campaignId: string },
): Promise<Graduate> {
  const number = `E${BigInt(`0x${randomBytes(6).toString('hex')}`)
    .toString()
    .padStart(15, '0')}`
  const person = { name: '林知远', studyYears: '4', graduationYear: 2027, studentNumber: newToken() }
  const place = { college: '信息工程学院', major: '软件工程', className: '软件2301', level: '本科', gender: '男' }
  const identityId = await ensureIdentity(tx, secrets, { kind: 'passport', number })
  const graduateId = await addGraduate(tx, { ...person, ...place, identityId, ...school })
  return { graduateId, identityId, number, name: person.name, ...school }
}

/** They have registered and confirmed their information. `passwordHash`: of an own password. */
export function signedIn(ground: Place, graduates: Graduate[], passwordHash?: string): Promise<SignedIn[]> {
  return inPortions(ground, graduates, async (tx, graduate) => {
    const now = ground.clock.now()
    const { identityId, graduateId, schoolId, name } = graduate
    const contact = { phone: '13800138000', mail: 'someone@example.org', gender: '男' as const, name }
    const account = { identityId, consentId: newId('con'), ...contact }
    const accountId = (await addAccount(tx, ground.secrets, account, now))!
    for (const { purpose, version } of consentViews(new Map()))
      await giveConsent(tx, { purpose, version, channel: 'web', givenAt: now, identityId })
    if (passwordHash) await sql`UPDATE account SET password_hash = ${passwordHash} WHERE id = ${accountId}`.execute(tx)
    const device = await renewDevice(tx, { deviceToken: undefined, deviceLabel: '' }, now)
    await trustDevice(tx, device.deviceId, accountId, now)
    const token = await startSession(tx, { id: accountId, identityId }, device.deviceId, now, undefined)
    await sql`INSERT INTO collection (graduate_id, identity_id, school_id, information_confirmed_at)
      VALUES (${graduateId}, ${identityId}, ${schoolId}, ${now}) ON CONFLICT DO NOTHING`.execute(tx)
    return { ...graduate, accountId, token, deviceToken: device.token }
  })
}

/** An address of the student’s own, in a network of few others. */
export function addressOf({ number }: Pick<Graduate, 'number'>): string {
  const value = BigInt(number.replace(/\D/g, ''))
  const part = (shift: bigint) => Number((value >> shift) & 0xffn)
  return `10.${part(16n)}.${part(8n)}.${part(0n)}`
}

const newToken = () => randomBytes(8).toString('hex')

async function inPortions<From, To>(
  { db }: Pick<Place, 'db'>,
  all: From[],
  one: (tx: Tx, from: From) => Promise<To>,
): Promise<To[]> {
  const made: To[] = []
  for (let at = 0; at < all.length; at += AT_ONCE)
    await inTransaction(db, SYSTEM, async (tx) => {
      for (const from of all.slice(at, at + AT_ONCE)) made.push(await one(tx, from))
    })
  return made
}
