import { type RouteName, routes, type StaffRole, staffRoles } from '@tucai/contract'
import type { Visitor } from '../../server/test/visitor.ts'
import type { Ground } from './ground.ts'
import { ask, objectsOf, paramsFor, paramsOf, routeNames } from './objects.ts'
import { type Options, type Row, Tally } from './row.ts'

const audienceOf = (name: RouteName) => routes[name].audience
const rolesOf = (name: RouteName) => (routes[name] as { roles?: readonly StaffRole[] }).roles ?? []
/** They end what the one who asks goes on with: left for the very end. */
const ENDING = /^(sessionEnd|sessionsRevoke|sessionRevoke|deviceForget|erasureAsk|staffSession(End|sRevoke|Revoke))$/
/** They are of whoever is signed in, whatever the school. */
const OF_ONESELF = ['sessionId', 'filterId', 'deviceId']

/** Every route × who asks × whose object: other students, other schools, other roles, nobody. */
export async function run(ground: Ground, { short }: Options): Promise<Row[]> {
  const [school, other] = ground.schools
  const ids = await objectsOf(ground, school)
  const names = routeNames.filter((_, place) => !short || place % 4 === 0)
  const student = school.students[0]!.browser
  const ofStudents = names.filter((name) => audienceOf(name) === 'student' && paramsOf(name).length > 0)
  const ofSchools = names.filter(
    (name) =>
      rolesOf(name).includes('school') &&
      paramsOf(name).length > 0 &&
      !paramsOf(name).some((one) => OF_ONESELF.includes(one)),
  )
  return [
    await foreignObjects(new Tally('1', 'each route of students with another one’s record, and with nobody’s'), {
      ...{ names: ofStudents, ids, owner: student },
      thieves: [other.students[0]!.browser, school.students[1]!.browser],
    }),
    await audiences(ground, names, ids),
    await foreignObjects(new Tally('2', 'each route of a school’s operators with another school’s objects'), {
      ...{ names: ofSchools, ids, owner: school.operator, thieves: [other.operator] },
    }),
    await rowLevelSecurity(ground),
  ]
}

interface Foreign {
  names: RouteName[]
  ids: Record<string, string>
  owner: Visitor
  thieves: Visitor[]
}

/** Refused like what does not exist. Asked by its owner, a record is there: the refusals were about whose it is. */
async function foreignObjects(tally: Tally, { names, ids, owner, thieves }: Foreign): Promise<Row> {
  const nobodys = Object.fromEntries(Object.entries(ids).map(([key, id]) => [key, `${id.slice(0, 4)}nobodys`]))
  for (const name of names) {
    for (const thief of thieves) {
      const theirs = await ask(thief, name, paramsFor(name, ids))
      const noOnes = await ask(thief, name, paramsFor(name, nobodys))
      const isAlike = JSON.stringify(theirs.body) === JSON.stringify(noOnes.body)
      tally.count(theirs.status === 404 && isAlike, `${name}: ${theirs.status}, like nobody’s: ${isAlike}`)
    }
  }
  let reached = 0
  const inOrder = [...names].sort((one, two) => Number(ENDING.test(one)) - Number(ENDING.test(two)))
  for (const name of inOrder) if ((await ask(owner, name, paramsFor(name, ids))).status !== 404) reached += 1
  return tally.done(`${reached} of ${names.length} routes find the record when its owner asks`)
}

/** Nobody, students and each role of staff at routes of others. */
async function audiences(ground: Ground, names: RouteName[], ids: Record<string, string>): Promise<Row> {
  const tally = new Tally('1', 'each route asked by nobody, by the other audience, and by each role it does not list')
  const student = ground.schools[1].students[1]!.browser
  const byRole = new Map<StaffRole, Visitor>(
    staffRoles.map((role) => [role, role === 'school' ? ground.schools[1].operator : ground.centre[role]]),
  )
  const count = async (visitor: Visitor, name: RouteName, status: number, code: string, who: string) => {
    const reply = await ask(visitor, name, paramsFor(name, ids))
    tally.count(reply.status === status && reply.body?.code === code, `${name} by ${who}: ${reply.status}`)
  }
  for (const name of names) {
    if (audienceOf(name) === 'anyone') continue
    await count(ground.visitor(), name, 401, 'not-signed-in', 'nobody')
    if (audienceOf(name) === 'student') await count(byRole.get('administrator')!, name, 401, 'not-signed-in', 'staff')
    else await count(student, name, 401, 'not-signed-in', 'a student')
    if (audienceOf(name) !== 'staff') continue
    for (const [role, visitor] of byRole)
      if (!rolesOf(name).includes(role)) await count(visitor, name, 403, 'role-not-allowed', role)
  }
  return tally.done()
}

/** The application's own login of the database: without an actor, and as another school's operator. */
async function rowLevelSecurity({ db, query, schools: [school, other] }: Ground): Promise<Row> {
  const tally = new Tally('2', 'each table read by the application’s login with no actor, and for another school')
  const tables = await query<{ name: string; hasSchool: boolean }>(
    `SELECT quote_ident(t.tablename) AS name, EXISTS (SELECT 1 FROM information_schema.columns c
        WHERE c.table_schema = 'public' AND c.table_name = t.tablename AND c.column_name = 'school_id') AS "hasSchool"
      FROM pg_tables t WHERE t.schemaname = 'public' AND t.tablename NOT IN ('schema_version', 'throttle')`,
  )
  let held = 0
  for (const { name, hasSchool } of tables) {
    const client = await db.pool.connect()
    try {
      const bare = await client.query(`SELECT count(*)::int AS count FROM ${name}`)
      tally.count(bare.rows[0].count === 0, `${name} shows ${bare.rows[0].count} rows to nobody`)
      if (!hasSchool) continue
      await client.query('BEGIN')
      await client.query("SELECT set_config('tucai.actor', 'school', true), set_config('tucai.school', $1, true)", [
        other.schoolId,
      ])
      const text = `SELECT count(*)::int AS count FROM ${name} WHERE school_id = $1`
      const seen = await client.query(text, [school.schoolId])
      await client.query('ROLLBACK')
      const [there] = await query<{ count: number }>(text, [school.schoolId])
      if (there!.count > 0) held += 1
      tally.count(seen.rows[0].count === 0, `${name} shows ${seen.rows[0].count} rows of another school`)
    } finally {
      client.release()
    }
  }
  return tally.done(`${held} tables held rows of that school`)
}
