import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, type World } from '../../test/world.ts'
import { totpCode, totpStep } from './totp.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({ handlesJobs: false })
})
afterAll(() => world.close())

const password = 'three-green-kettles'
let counter = 0
const aLogin = () => {
  counter += 1
  return `invited-${counter}`
}

describe('an invitation lets in one person, once', () => {
  it('by a password and an authenticator of their own, without anybody else knowing either', async () => {
    const administrator = await world.aStaff()
    const login = aLogin()
    const { token, staffId } = await administrator.call('staffMemberInvite', {
      body: { login, role: 'reviewer', schoolId: null },
    })
    const invited = world.visitor()
    expect(await invited.call('staffInvitationShow', { body: { token } })).toEqual({
      ...{ login, role: 'reviewer', schoolName: null },
    })
    const started = await invited.call('staffInvitationAccept', { body: { token, password } })
    if (started.state !== 'totp-setup') throw new Error(`expected the authenticator's setup, was ${started.state}`)
    const code = totpCode(started.secret, totpStep(world.deps.clock.now()))
    const confirmed = await invited.call('staffSessionConfirm', { body: { ticket: started.ticket, code } })
    expect(confirmed).toMatchObject({ staff: { staffId, role: 'reviewer' }, recoveryCodes: expect.any(Array) })
    const again = await world.visitor().ask('staffInvitationAccept', {}, { token, password: 'four-other-kettles' })
    expect([again.status, again.body.code]).toEqual([410, 'staff-invitation-over'])
    const member = (await administrator.call('staffMemberList', {})).find((one) => one.staffId === staffId)
    expect(member).toMatchObject({ invitation: null, totpSet: true, signedInAt: expect.any(String) })
  })

  it('used by two at the same time it lets one in', async () => {
    const administrator = await world.aStaff()
    const { token } = await administrator.call('staffMemberInvite', {
      body: { login: aLogin(), role: 'print', schoolId: null },
    })
    const replies = await Promise.all(
      ['three-green-kettles', 'four-other-kettles'].map((one) =>
        world.visitor().ask('staffInvitationAccept', {}, { token, password: one }),
      ),
    )
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 410])
  })

  it('not after three days, not when it was sent anew, not when the login was locked', async () => {
    const administrator = await world.aStaff()
    const invite = async () =>
      administrator.call('staffMemberInvite', { body: { login: aLogin(), role: 'finance', schoolId: null } })
    const show = async (token: string) => (await world.visitor().ask('staffInvitationShow', {}, { token })).status
    const [replaced, locked] = [await invite(), await invite()]
    const { token } = await administrator.call('staffMemberInviteAgain', { params: { staffId: replaced.staffId } })
    expect([await show(replaced.token), await show(token)]).toEqual([410, 200])
    await administrator.call('staffMemberLock', { params: { staffId: locked.staffId } })
    expect(await show(locked.token)).toBe(410)
    world.travel(72 * 3_600_000)
    expect(await show(token)).toBe(410)
  })

  it('a weak password is refused in words and spends nothing', async () => {
    const administrator = await world.aStaff()
    const { token } = await administrator.call('staffMemberInvite', {
      body: { login: aLogin(), role: 'finance', schoolId: null },
    })
    const weak = await world.visitor().ask('staffInvitationAccept', {}, { token, password: 'password1234' })
    expect(weak.body.code).toBe('staff-password-weak')
    expect((await world.visitor().ask('staffInvitationShow', {}, { token })).status).toBe(200)
  })

  it('nobody gets in before by any password, and the link is stored nowhere', async () => {
    const administrator = await world.aStaff()
    const login = aLogin()
    const { token } = await administrator.call('staffMemberInvite', {
      body: { login, role: 'auditor', schoolId: null },
    })
    const tried = await world.visitor().ask('staffSessionStart', {}, { login, password: '' })
    expect(tried.body.code).toBe('staff-sign-in-refused')
    for (const table of ['staff_invitation', 'staff', 'audit']) {
      const rows = await world.query<{ line: string }>(`SELECT t::text AS line FROM ${table} t`)
      expect(rows.some(({ line }) => line.includes(token))).toBe(false)
    }
  })

  it('refuses a login that is taken and a role without its school', async () => {
    const administrator = await world.aStaff()
    const login = aLogin()
    const ask = (body: object) => administrator.ask('staffMemberInvite', {}, body)
    await ask({ login, role: 'print', schoolId: null })
    expect((await ask({ login: ` ${login.toUpperCase()}`, role: 'print', schoolId: null })).body.code).toBe(
      'staff-login-taken',
    )
    for (const body of [
      { login: aLogin(), role: 'school', schoolId: null },
      { login: aLogin(), role: 'school', schoolId: 'sch_nowhere' },
      { login: aLogin(), role: 'print', schoolId: (await world.aCampaign()).schoolId },
    ]) {
      expect((await ask(body)).body).toMatchObject({ code: 'request-malformed', field: 'schoolId' })
    }
  })
})

describe('another role', () => {
  it('holds at once: the sessions end, and the next one may do what the role may', async () => {
    const administrator = await world.aStaff()
    const login = await world.aStaffLogin({ role: 'reviewer' })
    const person = world.visitor()
    const { staffId } = await person.signInStaff(login)
    await administrator.call('staffMemberRole', { params: { staffId }, body: { role: 'auditor', schoolId: null } })
    expect((await person.ask('staffShow')).status).toBe(401)
    expect(await person.signInStaff(login)).toMatchObject({ role: 'auditor' })
    expect((await person.ask('staffReviewReasonList')).body.code).toBe('role-not-allowed')
    const own = (await administrator.call('staffShow', {})).staffId
    const reply = await administrator.ask('staffMemberRole', { staffId: own }, { role: 'auditor', schoolId: null })
    expect(reply.body.code).toBe('staff-own-login')
  })
})

describe('saved filters', () => {
  it('are one’s own, one per name, and thirty at most', async () => {
    const [one, other] = [await world.aStaff({ role: 'finance' }), await world.aStaff({ role: 'finance' })]
    const keep = (name: string, filter = {}) =>
      one.ask('savedFilterKeep', {}, { list: 'orders', name, filter: { state: 'paid', ...filter } })
    const kept = (await keep('待退款')).body
    expect((await keep('待退款', { state: 'refunding' })).body).toMatchObject({ filterId: kept.filterId })
    expect(await one.call('savedFilterList', { query: { list: 'orders' } })).toEqual([
      { filterId: kept.filterId, name: '待退款', filter: { state: 'refunding' } },
    ])
    expect(await one.call('savedFilterList', { query: { list: 'graduates' } })).toEqual([])
    expect(await other.call('savedFilterList', { query: { list: 'orders' } })).toEqual([])
    expect((await other.ask('savedFilterForget', { filterId: kept.filterId })).status).toBe(404)
    for (let count = 1; count < 30; count++) expect((await keep(`筛选${count}`)).status).toBe(200)
    expect((await keep('太多')).body.code).toBe('saved-filters-full')
    await one.call('savedFilterForget', { params: { filterId: kept.filterId } })
    expect((await keep('太多')).status).toBe(200)
  })

  it('hold text, not what no database can keep', async () => {
    const one = await world.aStaff({ role: 'finance' })
    for (const filter of [{ state: '\0' }, { '\0': 'paid' }]) {
      const { status, body } = await one.ask('savedFilterKeep', {}, { list: 'orders', name: '待退款', filter })
      expect([status, body.code]).toEqual([400, 'request-malformed'])
    }
  })
})
