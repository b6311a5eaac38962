import { Problem, type SchoolKeep, type SchoolView } from '@tucai/contract'
import { sql } from 'kysely'
import { countOf, isDuplicate, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'

const SELECT = sql`SELECT s.id AS school_id, s.name, s.code,
    (SELECT count(*)::integer FROM campaign c WHERE c.school_id = s.id) AS campaign_count,
    (SELECT count(*)::integer FROM graduate g WHERE g.school_id = s.id) AS graduate_count
  FROM school s`

export async function schoolsSeen(tx: Tx): Promise<SchoolView[]> {
  return rowsOf<SchoolView>(tx, sql`${SELECT} ORDER BY s.name`)
}

async function schoolSeen(tx: Tx, schoolId: string): Promise<SchoolView> {
  return (await rowOf<SchoolView>(tx, sql`${SELECT} WHERE s.id = ${schoolId}`))!
}

/** @throws Problem request-malformed for a name of spaces, school-known for one that is there */
export async function addSchoolWith(tx: Tx, school: SchoolKeep): Promise<SchoolView> {
  const id = newId('sch')
  const { name, code } = sound(school)
  await unlessKnown(() => sql`INSERT INTO school (id, name, code) VALUES (${id}, ${name}, ${code})`.execute(tx))
  return schoolSeen(tx, id)
}

/** @throws Problem also not-found */
export async function changeSchool(tx: Tx, schoolId: string, school: SchoolKeep): Promise<SchoolView> {
  const { name, code } = sound(school)
  const changed = sql`UPDATE school SET name = ${name}, code = ${code} WHERE id = ${schoolId}`
  if ((await unlessKnown(() => countOf(tx, changed))) !== 1) throw new Problem('not-found')
  return schoolSeen(tx, schoolId)
}

function sound({ name, code }: SchoolKeep): SchoolKeep {
  if (name.trim() === '') throw new Problem('request-malformed', { field: 'name' })
  return { name: name.trim(), code }
}

async function unlessKnown<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isDuplicate(error)) throw new Problem('school-known', { field: 'name' })
    throw error
  }
}
