import { sql } from 'kysely'
import { rowOf, rowsOf, type Tx } from '../platform/db.ts'
import type { Graduate } from './graduate.ts'

const SELECT = sql`SELECT g.id, g.school_id, s.name AS school_name, g.campaign_id, g.identity_id, g.name, g.gender,
  g.college, g.major, g.class_name, g.student_number, g.level, g.study_years, g.graduation_year
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
