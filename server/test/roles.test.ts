import { pathOf, paths, type RouteName, routes, type StaffRole, staffRoles } from '@tucai/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inTransaction, rowOf, SYSTEM } from '../src/platform/db.ts'
import { startStaffSession } from '../src/staff/staff-sessions.ts'
import { startWorld, type World } from './world.ts'

let world: World
const staffIds = new Map<StaffRole, string>()
beforeAll(async () => {
  world = await startWorld({ handlesJobs: false })
  const { schoolId } = await world.aCampaign()
  for (const role of staffRoles) {
    const { login } = await world.aStaffLogin({ role, schoolId: role === 'school' ? schoolId : null })
    const row = await inTransaction(world.deps.db, SYSTEM, (tx) =>
      rowOf<{ id: string }>(tx, sql`SELECT id FROM staff WHERE login = ${login}`),
    )
    staffIds.set(role, row!.id)
  }
})
afterAll(() => world.close())

const ofStaff = (Object.keys(paths) as RouteName[]).filter((name) => routes[name].audience === 'staff')
const rolesOf = (name: RouteName): readonly StaffRole[] => (routes[name] as { roles: readonly StaffRole[] }).roles

/** One request with a session of its own: some routes end sessions. */
async function askAs(role: StaffRole, name: RouteName) {
  const visitor = world.visitor()
  const token = await inTransaction(world.deps.db, SYSTEM, (tx) =>
    startStaffSession(tx, staffIds.get(role)!, world.deps.clock.now()),
  )
  visitor.cookies.set('tucai_staff', token)
  const nobodys = new Proxy({}, { get: (_, key) => `${String(key).slice(0, 3)}_nobodys` })
  return visitor.send(paths[name][0], pathOf(name, nobodys))
}

describe('every route of staff', () => {
  it.each(ofStaff)(
    '%s lists its roles, and whoever has none of them is refused before anything is read',
    async (name) => {
      expect(rolesOf(name).length).toBeGreaterThan(0)
      expect(new Set(rolesOf(name)).size).toBe(rolesOf(name).length)
      for (const role of staffRoles) {
        const { status, body } = await askAs(role, name)
        if (rolesOf(name).includes(role)) expect([name, role, status, body?.code]).not.toContain('role-not-allowed')
        else expect([name, role, status, body?.code]).toEqual([name, role, 403, 'role-not-allowed'])
        expect([role, status < 500 && status !== 401]).toEqual([role, true])
      }
    },
  )
})

it('a route of another audience lists no roles', () => {
  const others = (Object.keys(paths) as RouteName[]).filter((name) => routes[name].audience !== 'staff')
  expect(others.filter((name) => 'roles' in routes[name])).toEqual([])
})
