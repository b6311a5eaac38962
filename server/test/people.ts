import { randomBytes } from 'node:crypto'
import type { StaffRole } from '@tucai/contract'
import type { Campaign } from '../src/campaign/campaign.ts'
import { addCampaign, addSchool } from '../src/campaign/campaigns.ts'
import { addGraduate } from '../src/graduate/graduates.ts'
import { ensureIdentity } from '../src/identity/identities.ts'
import { parseNumber } from '../src/identity/identity.ts'
import { inTransaction, SYSTEM } from '../src/platform/db.ts'
import type { Engines } from '../src/platform/engines.ts'
import { addStaff, setTotp } from '../src/staff/staff-members.ts'
import { makeTotpSecret, totpCode, totpStep } from '../src/staff/totp.ts'
import { aNumber } from './number.ts'
import type { RosterPerson, StaffLogin, Visitor } from './visitor.ts'

/** Makes campaigns, graduates and staff as rows. */
export interface People {
  aCampaign(options?: Partial<Omit<Campaign, 'id'>>): Promise<{ campaignId: string; schoolId: string }>
  /** A graduate on the roster of the campaign (of a new one when none is given), not registered. */
  aGraduate(options?: GraduateOptions): Promise<RosterPerson>
  /** A login of staff: an administrator, another role, or with a school its operator. */
  aStaffLogin(options?: StaffOptions): Promise<StaffLogin>
  /** A new browser in which such a login is signed in. */
  aStaff(options?: StaffOptions): Promise<Visitor>
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

interface Registry extends Pick<Engines, 'db' | 'secrets' | 'clock'> {
  visitor(): Visitor
}

export function openRegistry({ db, secrets, clock, visitor }: Registry): People {
  const now = () => clock.now()
  let studentCount = 0
  const people: People = {
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
        : await people.aCampaign()
      const number = given.number ?? aNumber()
      const name = given.name ?? '林知远'
      studentCount += 1
      const studentNumber = `2023${String(studentCount).padStart(4, '0')}`
      const graduateId = await inTransaction(db, SYSTEM, async (tx) => {
        const identityId = await ensureIdentity(tx, secrets, parseNumber('passport', number, now()))
        const enrolment = { college: '信息工程学院', major: '软件工程', className: '软件2301', level: '本科' }
        const rest = { gender: '男', studyYears: '4', graduationYear: 2027, studentNumber, name, identityId }
        return addGraduate(tx, { ...enrolment, ...rest, ...campaign })
      })
      return { graduateId, number, name, studentNumber, ...campaign }
    },
    async aStaffLogin({ schoolId = null, role = schoolId === null ? 'administrator' : 'school' } = {}) {
      const login = `staff-${randomBytes(4).toString('hex')}`
      const password = randomBytes(9).toString('base64url')
      const passwordHash = await secrets.hashPassword(password)
      const secret = makeTotpSecret()
      let usedStep = totpStep(now()) - 2
      await inTransaction(db, SYSTEM, async (tx) => {
        const staffId = await addStaff(tx, { login, role, schoolId, passwordHash }, now())
        await setTotp(tx, secrets, staffId, { secret, step: usedStep })
      })
      const code = () => {
        usedStep = Math.max(totpStep(now()), usedStep + 1)
        return totpCode(secret, usedStep)
      }
      return { login, password, code }
    },
    async aStaff(options) {
      const browser = visitor()
      await browser.signInStaff(await people.aStaffLogin(options))
      return browser
    },
  }
  return people
}
