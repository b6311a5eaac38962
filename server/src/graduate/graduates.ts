import { sql } from 'kysely'
import { rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import type { Graduate } from './graduate.ts'
import { searchTextOf } from './search-text.ts'

// The school's name is a lookup of its own: joined, the database may go through all schools to find one.
const SELECT = sql`SELECT g.id, g.school_id, (SELECT name FROM school WHERE id = g.school_id) AS school_name,
  g.campaign_id, g.identity_id, g.name, g.gender, g.college, g.major, g.class_name, g.student_number, g.level,
  g.study_years, g.graduation_year, g.standing
  FROM graduate g`

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

export type NewGraduate = Omit<Graduate, 'id' | 'schoolName' | 'standing'> & {
  /** What else the roster says, by field: examNumber, majorCode, studyForm, entryDate, campus, note. */
  extra?: Record<string, string>
}

export async function addGraduate(
  tx: Tx,
  graduate: NewGraduate,
  standing: Graduate['standing'] = 'confirmed',
): Promise<string> {
  const id = newId('grd')
  await sql`INSERT INTO graduate (id, school_id, campaign_id, identity_id, name, gender, college, major, class_name,
      student_number, level, study_years, graduation_year, extra, standing,
      search_text)
    VALUES (${id}, ${graduate.schoolId}, ${graduate.campaignId}, ${graduate.identityId}, ${graduate.name},
      ${graduate.gender}, ${graduate.college}, ${graduate.major}, ${graduate.className}, ${graduate.studentNumber},
      ${graduate.level}, ${graduate.studyYears}, ${graduate.graduationYear},
      ${JSON.stringify(graduate.extra ?? {})}::jsonb, ${standing}, ${searchTextOf(graduate)})`.execute(tx)
  return id
}

/** Columns of what a school submits, in the order of `valuesOf`. */
const SUBMITTED = sql`identity_id, name, gender, college, major, class_name, student_number, level, study_years,
  graduation_year, extra`

function valuesOf(graduates: NewGraduate[]) {
  const column = (field: Exclude<keyof NewGraduate, 'extra'>) => graduates.map((graduate) => graduate[field])
  return sql`unnest(${column('identityId')}::text[], ${column('name')}::text[], ${column('gender')}::text[],
    ${column('college')}::text[], ${column('major')}::text[], ${column('className')}::text[],
    ${column('studentNumber')}::text[], ${column('level')}::text[], ${column('studyYears')}::text[],
    ${column('graduationYear')}::integer[], ${graduates.map(({ extra }) => JSON.stringify(extra ?? {}))}::jsonb[])`
}

/** Adds many at once, all of one campaign. @throws for a student number or document that is there already */
export async function addGraduates(tx: Tx, graduates: NewGraduate[]): Promise<void> {
  const [first] = graduates
  if (first === undefined) return
  await sql`INSERT INTO graduate (id, school_id, campaign_id, standing, search_text, ${SUBMITTED})
    SELECT given.id, ${first.schoolId}, ${first.campaignId}, 'confirmed', given.search_text, ${SUBMITTED}
    FROM ROWS FROM (unnest(${graduates.map(() => newId('grd'))}::text[]), unnest(${graduates.map(searchTextOf)}::text[]),
        ${valuesOf(graduates)})
      AS given (id, search_text, ${SUBMITTED})`.execute(tx)
}

/**
 * Replaces what is on record of many by what the school submits, and confirms them; the ids, and with them photos and
 * orders, stay. Whoever gets another’s student number or document must be put aside first, see `withdrawGraduates`.
 */
export async function replaceGraduates(tx: Tx, graduates: (NewGraduate & { id: string })[], now: Date): Promise<void> {
  await sql`UPDATE graduate SET (${SUBMITTED}) = ROW(given.identity_id, given.name, given.gender, given.college,
      given.major, given.class_name, given.student_number, given.level, given.study_years, given.graduation_year,
      given.extra), standing = 'confirmed', updated_at = ${now}
    FROM ROWS FROM (unnest(${graduates.map(({ id }) => id)}::text[]), ${valuesOf(graduates)})
      AS given (id, ${SUBMITTED})
    WHERE graduate.id = given.id`.execute(tx)
}

/** Marks graduates as off the roster: they keep photos and orders, and free student number and document for others. */
export async function withdrawGraduates(tx: Tx, ids: string[], now: Date): Promise<void> {
  await sql`UPDATE graduate SET standing = 'withdrawn', updated_at = ${now} WHERE id = ANY(${ids})`.execute(tx)
}

/** A graduate of the campaign as a new roster is compared with it; those whose statement was refused are not. */
export interface ComparedGraduate extends Omit<Graduate, 'schoolId' | 'schoolName' | 'campaignId' | 'identityId'> {
  /** The blind index of the document’s number. */
  numberIndex: string
  extra: Record<string, string>
  /** As the database writes it: a Date would round it. */
  updatedAt: string
  hasCollection: boolean
  hasOrderOrPhoto: boolean
}

export async function comparedGraduates(tx: Tx, campaignId: string): Promise<ComparedGraduate[]> {
  return rowsOf(
    tx,
    sql`SELECT g.id, g.name, g.gender, g.college, g.major, g.class_name, g.student_number, g.level, g.study_years,
        g.graduation_year, g.standing, g.extra, g.updated_at::text AS updated_at, i.number_index,
        EXISTS (SELECT 1 FROM collection c WHERE c.graduate_id = g.id) AS has_collection,
        EXISTS (SELECT 1 FROM "order" o WHERE o.graduate_id = g.id)
          OR EXISTS (SELECT 1 FROM photo p WHERE p.graduate_id = g.id) AS has_order_or_photo
      FROM graduate g JOIN identity i ON i.id = g.identity_id
      WHERE g.campaign_id = ${campaignId} AND g.standing <> 'refused'`,
  )
}

export async function hasBegun(tx: Tx, graduateId: string): Promise<boolean> {
  return (await rowOf(tx, sql`SELECT 1 FROM collection WHERE graduate_id = ${graduateId}`)) !== undefined
}
