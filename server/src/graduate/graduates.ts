import { sql } from 'kysely'
import { rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import type { Graduate } from './graduate.ts'

const SELECT = sql`SELECT g.id, g.school_id, s.name AS school_name, g.campaign_id, g.identity_id, g.name, g.gender,
  g.college, g.major, g.class_name, g.student_number, g.level, g.study_years, g.graduation_year, g.standing
  FROM graduate g JOIN school s ON s.id = g.school_id`

export async function graduateOf(tx: Tx, graduateId: string): Promise<Graduate | undefined> {
  return rowOf<Graduate>(tx, sql`${SELECT} WHERE g.id = ${graduateId}`)
}

/** The enrolments of one person in all campaigns, the latest first. */
export async function enrolmentsOf(tx: Tx, identityId: string): Promise<Graduate[]> {
  return rowsOf<Graduate>(
    tx,
    sql`${SELECT} WHERE g.identity_id = ${identityId} ORDER BY g.graduation_year DESC, g.created_at, g.id`,
  )
}

export async function graduatesIn(tx: Tx, campaignId: string): Promise<Graduate[]> {
  return rowsOf<Graduate>(tx, sql`${SELECT} WHERE g.campaign_id = ${campaignId} ORDER BY g.student_number, g.id`)
}

export type NewGraduate = Omit<Graduate, 'id' | 'schoolName' | 'standing'>

export async function addGraduate(
  tx: Tx,
  graduate: NewGraduate,
  standing: Graduate['standing'] = 'confirmed',
): Promise<string> {
  const id = newId('grd')
  await sql`INSERT INTO graduate (id, school_id, campaign_id, identity_id, name, gender, college, major, class_name,
      student_number, level, study_years, graduation_year, standing)
    VALUES (${id}, ${graduate.schoolId}, ${graduate.campaignId}, ${graduate.identityId}, ${graduate.name},
      ${graduate.gender}, ${graduate.college}, ${graduate.major}, ${graduate.className}, ${graduate.studentNumber},
      ${graduate.level}, ${graduate.studyYears}, ${graduate.graduationYear},
      ${standing})`.execute(tx)
  return id
}

/** Replaces what is on record by what the school submits, and confirms it; the id, and with it photo and order, stays. */
export async function replaceGraduate(tx: Tx, id: string, graduate: NewGraduate, now: Date): Promise<void> {
  await sql`UPDATE graduate SET identity_id = ${graduate.identityId}, name = ${graduate.name},
      gender = ${graduate.gender}, college = ${graduate.college}, major = ${graduate.major},
      class_name = ${graduate.className}, student_number = ${graduate.studentNumber}, level = ${graduate.level},
      study_years = ${graduate.studyYears}, graduation_year = ${graduate.graduationYear}, standing = 'confirmed', updated_at = ${now}
    WHERE id = ${id}`.execute(tx)
}

/** Ids of the campaign’s graduates whose collection has begun. */
export async function begunGraduates(tx: Tx, campaignId: string): Promise<Set<string>> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`SELECT g.id FROM graduate g JOIN collection c ON c.graduate_id = g.id WHERE g.campaign_id = ${campaignId}`,
  )
  return new Set(rows.map((row) => row.id))
}
