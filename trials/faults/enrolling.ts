import { randomBytes, randomInt } from 'node:crypto'
import { addCampaign, addSchool } from '../../server/src/campaign/campaigns.ts'
import { addGraduate } from '../../server/src/graduate/graduates.ts'
import { ensureIdentity } from '../../server/src/identity/identities.ts'
import { inTransaction, openDatabase, SYSTEM } from '../../server/src/platform/db.ts'
import { openSecrets } from '../../server/src/platform/secrets.ts'
import { addStaff } from '../../server/src/staff/staff-members.ts'
import { startStaffSession } from '../../server/src/staff/staff-sessions.ts'
import { Asker, type Street } from './asking.ts'
import type { Chance } from './chance.ts'
import type { Ground } from './ground.ts'
import { newToldWalker, type Walker } from './student.ts'

const DAY_MS = 86_400_000

/** So many graduates of a new campaign, none of whom has registered, each with a browser and an address of the own. */
export async function enrolWalkers(ground: Ground, street: Street, chance: Chance, count: number): Promise<Walker[]> {
  const db = openDatabase(ground.appUrl(), { connections: 1 })
  const secrets = openSecrets(ground.keysFolder)
  try {
    return await inTransaction(db, SYSTEM, async (tx) => {
      const schoolId = await addSchool(tx, `示范大学${randomBytes(4).toString('hex')}`)
      const times = { opensAt: new Date(Date.now() - DAY_MS), closesAt: new Date(Date.now() + 300 * DAY_MS) }
      const terms = { title: '2027届毕业生图像采集', fileAllowed: true, standard: 'chsi-2017-blue' }
      const fees = { collectionFeeFen: 2000, paperFeeFen: 1500 }
      const campaignId = await addCampaign(tx, { ...terms, ...times, ...fees, schoolId })
      const walkers: Walker[] = []
      for (let nth = 0; nth < count; nth++) {
        const mark = randomBytes(5).toString('hex')
        const number = `E${String(randomInt(1e9)).padStart(9, '0')}${randomInt(1e9)}`
        const identityId = await ensureIdentity(tx, secrets, { kind: 'passport', number })
        const place = { college: '信息工程学院', major: '软件工程', className: '软件2301', level: '本科' }
        const rest = { gender: '男', studyYears: '4', graduationYear: 2027, studentNumber: mark, name: '林知远' }
        const graduateId = await addGraduate(tx, { ...place, ...rest, identityId, campaignId, schoolId })
        const asker = new Asker(street, { 'x-forwarded-for': anAddress() })
        walkers.push({
          ...{ graduateId, identityId, number, asker, name: rest.name, mail: `s${mark}@example.org` },
          ...{ takesTwo: chance.next() < 0.2, paper: chance.next() < 0.5, told: newToldWalker() },
        })
      }
      return walkers
    })
  } finally {
    await db.close()
  }
}

/** Somebody of the centre, signed in, who judges photos. */
export async function hireReviewer(ground: Ground, street: Street): Promise<Asker> {
  const db = openDatabase(ground.appUrl(), { connections: 1 })
  try {
    const asker = new Asker(street)
    const token = await inTransaction(db, SYSTEM, async (tx) => {
      const login = `reviewer-${randomBytes(4).toString('hex')}`
      const staffId = await addStaff(
        tx,
        { login, role: 'administrator', schoolId: null, passwordHash: '-' },
        new Date(),
      )
      return startStaffSession(tx, staffId, new Date())
    })
    asker.visitor.cookies.set('tucai_staff', token)
    return asker
  } finally {
    await db.close()
  }
}

const anAddress = () => `10.${randomInt(1, 250)}.${randomInt(1, 250)}.${randomInt(1, 250)}`
