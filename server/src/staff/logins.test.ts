import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Visitor } from '../../test/visitor.ts'
import { startWorld, type World } from '../../test/world.ts'
import { UsageWrong } from '../platform/command.ts'
import { checkStaffPassword } from './staff.ts'
import {
  addStaffByCommand,
  changeStaffRole,
  listStaff,
  lockStaffByCommand,
  resetStaffPassword,
  resetStaffTotp,
  unlockStaffByCommand,
} from './staff-commands.ts'

let world: World
let administrator: Visitor
beforeAll(async () => {
  world = await startWorld({ handlesJobs: false })
  administrator = await world.aStaff()
})
afterAll(() => world.close())

/** A login with two browsers signed in. */
async function twice() {
  const login = await world.aStaffLogin({ role: 'reviewer' })
  const [one, other] = [world.visitor(), world.visitor()]
  const { staffId } = await one.signInStaff(login)
  await other.signInStaff(login)
  return { login, one, other, staffId }
}
const statusOf = async (staff: Visitor) => (await staff.ask('staffShow')).status

describe('sessions', () => {
  it('are listed to their owner, and end one by one or all others at once', async () => {
    const { login, one, other } = await twice()
    const third = world.visitor()
    world.travel(60_000)
    await third.signInStaff(login)
    const sessions = await one.call('staffSessionList', {})
    expect(sessions).toHaveLength(3)
    expect(sessions.filter((session) => session.present)).toHaveLength(1)
    const { sessionId } = (await other.call('staffSessionList', {})).find((session) => session.present)!
    await one.call('staffSessionRevoke', { params: { sessionId } })
    expect([await statusOf(one), await statusOf(other), await statusOf(third)]).toEqual([200, 401, 200])
    await one.call('staffSessionsRevoke', {})
    expect([await statusOf(one), await statusOf(third)]).toEqual([200, 401])
  })

  it('of somebody else are not found', async () => {
    const [theirs, mine] = [await world.aStaff(), await world.aStaff()]
    const { sessionId } = (await theirs.call('staffSessionList', {}))[0]!
    expect((await mine.ask('staffSessionRevoke', { sessionId })).status).toBe(404)
    expect(await statusOf(theirs)).toBe(200)
  })

  it('end at once when an administrator ends them', async () => {
    const { one, other, staffId } = await twice()
    await administrator.call('staffMemberSessionsRevoke', { params: { staffId } })
    expect([await statusOf(one), await statusOf(other)]).toEqual([401, 401])
  })

  it('take the place of the one that the browser had', async () => {
    const login = await world.aStaffLogin()
    const staff = world.visitor()
    await staff.signInStaff(login)
    const before = staff.cookies.get('tucai_staff')!
    await staff.signInStaff(login)
    const stale = world.visitor()
    stale.cookies.set('tucai_staff', before)
    expect([await statusOf(staff), await statusOf(stale)]).toEqual([200, 401])
  })
})

describe('a locked login', () => {
  it('is signed out at once and lets nobody in, which stays on record, until it is unlocked', async () => {
    const { login, one, staffId } = await twice()
    const half = await world
      .visitor()
      .call('staffSessionStart', { body: { login: login.login, password: login.password } })
    await administrator.call('staffMemberLock', { params: { staffId } })
    expect(await statusOf(one)).toBe(401)
    const late = await world.visitor().ask('staffSessionConfirm', {}, { ticket: half.ticket, code: login.code() })
    expect(late.body.code).toBe('staff-ticket-expired')
    const { login: name, password } = login
    expect((await world.visitor().ask('staffSessionStart', {}, { login: name, password })).body.code).toBe(
      'staff-locked',
    )
    const wrong = await world.visitor().ask('staffSessionStart', {}, { login: name, password: 'x' })
    expect(wrong.body.code).toBe('staff-sign-in-refused')
    const [refused] = await world.query("SELECT 1 FROM audit WHERE action = 'staff-refused' AND actor_id = $1", [
      staffId,
    ])
    expect(refused).toBeDefined()
    await administrator.call('staffMemberUnlock', { params: { staffId } })
    world.travel(60_000)
    await one.signInStaff(login)
    expect(await statusOf(one)).toBe(200)
  })

  it('is never the administrator’s own', async () => {
    const { staffId } = await administrator.call('staffShow', {})
    expect((await administrator.ask('staffMemberLock', { staffId })).body.code).toBe('staff-own-login')
    expect(await statusOf(administrator)).toBe(200)
  })

  it('is seen in the list of administrators', async () => {
    const { login, staffId } = await twice()
    await administrator.call('staffMemberLock', { params: { staffId } })
    const line = (await administrator.call('staffMemberList', {})).find((member) => member.staffId === staffId)
    expect(line).toEqual({
      ...{ staffId, login: login.login, role: 'reviewer', schoolName: null, totpSet: true, sessionCount: 0 },
      ...{ lockedAt: expect.any(String), signedInAt: expect.any(String), invitation: null },
    })
  })
})

describe('an own password', () => {
  it('takes the place of the one before, and signs out everywhere else', async () => {
    const { login, one, other } = await twice()
    const before = one.cookies.get('tucai_staff')
    const next = 'seven green chairs'
    await one.call('staffPasswordChange', { body: { present: login.password, next } })
    expect([await statusOf(one), await statusOf(other)]).toEqual([200, 401])
    expect(one.cookies.get('tucai_staff')).not.toBe(before)
    const old = await world.visitor().ask('staffSessionStart', {}, { login: login.login, password: login.password })
    expect(old.body.code).toBe('staff-sign-in-refused')
    const body = { login: login.login, password: next }
    expect((await world.visitor().call('staffSessionStart', { body })).state).toBe('code-needed')
  })

  it('is not changed by who does not know the present one', async () => {
    const staff = await world.aStaff()
    const body = { present: 'not the password', next: 'seven green chairs' }
    expect((await staff.ask('staffPasswordChange', {}, body)).body).toMatchObject({
      ...{ code: 'password-refused', field: 'present' },
    })
  })

  it.each(['seven green chairs', '十二个字的密码也足够长了吧', 'k3v9-wq7x-2mfa'])('%s is accepted', (password) => {
    expect(() => checkStaffPassword(password, 'zhou.min')).not.toThrow()
  })

  it.each([
    ['elevenchars', 'too short'],
    ['my name is Zhou.Min 7', 'holds the login'],
    ['password1234', 'a common one with digits behind it'],
    ['administrator!2026', 'a common one with an ending'],
    ['aaaaaaaaaaaaaa', 'one letter'],
    ['123456789012', 'digits only'],
  ])('%s is refused: %s', (password) => {
    expect(() => checkStaffPassword(password, 'zhou.min')).toThrow('staff-password-weak')
  })
})

describe('at the command line', () => {
  const said: string[] = []
  const say = (line: string) => said.push(line)
  const noSchool = async () => undefined

  it('logins are added with a role, changed, locked, and given a new password or authenticator, all on record', async () => {
    const { deps } = world
    expect(await addStaffByCommand(deps, noSchool, ['printer', '--role', 'print'], say)).toBe(0)
    const password = said.at(-1)!.split('  ')[1]!
    const start = (given: string) => world.visitor().ask('staffSessionStart', {}, { login: 'printer', password: given })
    expect((await start(password)).body.state).toBe('totp-setup')
    expect(await resetStaffPassword(deps, ['printer'], say)).toBe(0)
    const renewed = said.at(-1)!.split('  ')[1]!
    expect((await start(password)).body.code).toBe('staff-sign-in-refused')
    expect(await changeStaffRole(deps, noSchool, ['printer', '--role', 'finance'], say)).toBe(0)
    expect(await lockStaffByCommand(deps, ['printer'], say)).toBe(0)
    expect((await start(renewed)).body.code).toBe('staff-locked')
    expect(await unlockStaffByCommand(deps, ['printer'], say)).toBe(0)
    expect(await resetStaffTotp(deps, ['printer'], say)).toBe(0)
    expect((await start(renewed)).body.state).toBe('totp-setup')
    said.length = 0
    await listStaff(deps, say)
    expect(said.find((line) => line.startsWith('printer '))).toMatch(/finance +未绑定验证器$/)
    const record = await world.query<{ action: string }>(
      "SELECT action FROM audit WHERE actor_kind = 'system' AND action LIKE 'staff-%' ORDER BY at, id",
    )
    expect(record.map((row) => row.action)).toEqual([
      ...['staff-added', 'staff-password-changed', 'staff-role-changed', 'staff-locked', 'staff-unlocked'],
      'staff-totp-reset',
    ])
  })

  it('an authenticator that is set anew takes recovery codes and sessions with it', async () => {
    const { login, one } = await twice()
    await resetStaffTotp(world.deps, [login.login], say)
    expect(await statusOf(one)).toBe(401)
    const body = { login: login.login, password: login.password }
    expect((await world.visitor().call('staffSessionStart', { body })).state).toBe('totp-setup')
  })

  it.each([
    ['no login', []],
    ['an unknown role', ['x', '--role', 'king']],
    ['an operator without a school', ['x', '--role', 'school']],
    ['a school for another role', ['x', '--role', 'print', '--school', '示范大学']],
    ['two logins', ['x', 'y']],
  ])('%s is answered with how it goes', async (_, args) => {
    await expect(addStaffByCommand(world.deps, noSchool, args, say)).rejects.toThrow(UsageWrong)
  })

  it('an unknown login or school is named', async () => {
    expect(await resetStaffPassword(world.deps, ['nobody-here'], say)).toBe(1)
    expect(said.at(-1)).toBe('没有这个员工：nobody-here')
    expect(await addStaffByCommand(world.deps, noSchool, ['x', '--school', '无此大学'], say)).toBe(1)
    expect(said.at(-1)).toBe('没有这所学校：无此大学')
    const { login } = await world.aStaffLogin()
    expect(await addStaffByCommand(world.deps, noSchool, [login], say)).toBe(1)
  })
})
