import type { Campaign } from '../campaign/campaign.ts'
import type { Graduate } from '../graduate/graduate.ts'
import { addGraduate, begunGraduates, graduatesIn, type NewGraduate, replaceGraduate } from '../graduate/graduates.ts'
import { ensureIdentity } from '../identity/identities.ts'
import type { Tx } from '../platform/db.ts'
import type { Secrets } from '../platform/secrets.ts'
import type { RosterError, RosterLine } from './roster.ts'

export interface RosterChange {
  addedCount: number
  updatedCount: number
  unchangedCount: number
  /** On record but not in the sheet; they stay. */
  absentCount: number
  errors: RosterError[]
}

/**
 * Brings the campaign's graduates in line with the sheet; the student number says who is who. With errors in the answer
 * the transaction must be rolled back.
 */
export async function applyRoster(
  tx: Tx,
  secrets: Secrets,
  campaign: Campaign,
  lines: RosterLine[],
  now: Date,
): Promise<RosterChange> {
  const present = (await graduatesIn(tx, campaign.id)).filter(({ standing }) => standing !== 'refused')
  const begun = await begunGraduates(tx, campaign.id)
  const byStudentNumber = new Map(present.map((graduate) => [graduate.studentNumber, graduate]))
  const byIdentity = new Map(present.map((graduate) => [graduate.identityId, graduate]))
  const change: RosterChange = { addedCount: 0, updatedCount: 0, unchangedCount: 0, absentCount: 0, errors: [] }
  for (const { row, document, ...plain } of lines) {
    const identityId = await ensureIdentity(tx, secrets, document)
    const graduate: NewGraduate = { ...plain, identityId, schoolId: campaign.schoolId, campaignId: campaign.id }
    const known = byStudentNumber.get(plain.studentNumber)
    const holder = byIdentity.get(identityId)
    if (holder && holder.id !== known?.id) {
      change.errors.push({ row, column: '身份证号', zh: `已属于学号 ${holder.studentNumber}` })
    } else if (known === undefined) {
      await addGraduate(tx, graduate)
      change.addedCount += 1
    } else if (known.identityId !== identityId && begun.has(known.id)) {
      change.errors.push({ row, column: '身份证号', zh: '这名学生已开始采集，证件号不能再更改' })
    } else if (known.standing === 'confirmed' && isSame(known, graduate)) {
      change.unchangedCount += 1
    } else {
      await replaceGraduate(tx, known.id, graduate, now)
      change.updatedCount += 1
    }
  }
  const named = new Set(lines.map((line) => line.studentNumber))
  change.absentCount = present.filter((graduate) => !named.has(graduate.studentNumber)).length
  return change
}

function isSame(known: Graduate, given: NewGraduate): boolean {
  return (Object.keys(given) as (keyof NewGraduate)[]).every((field) => known[field] === given[field])
}
