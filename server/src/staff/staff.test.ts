import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPaidOrder } from '../../test/steps.ts'
import type { Visitor } from '../../test/visitor.ts'
import { startWorld, type World } from '../../test/world.ts'

const LIMIT_MS = 90_000

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const signedIn = (schoolId: string | null = null): Promise<Visitor> => world.aStaff({ schoolId })

describe('staff', () => {
  it('sign in with login, password and the code of their authenticator, in any letter case of the login', async () => {
    const { login, password, code } = await world.aStaffLogin()
    const staff = world.visitor()
    const started = await staff.call('staffSessionStart', { body: { login: ` ${login.toUpperCase()} `, password } })
    expect(started).toEqual({ state: 'code-needed', ticket: expect.any(String) })
    expect((await staff.ask('staffShow')).status).toBe(401)
    const typed = code()
    const body = { ticket: started.ticket, code: ` ${typed.slice(0, 3)} ${typed.slice(3)}` }
    const { staff: view, recoveryCodes } = await staff.call('staffSessionConfirm', { body })
    expect(view).toEqual({ staffId: expect.any(String), login, role: 'administrator', schoolName: null })
    expect(recoveryCodes).toBeNull()
    expect(await staff.call('staffShow', {})).toEqual(view)
    await staff.call('staffSessionEnd', {})
    expect((await staff.ask('staffShow')).status).toBe(401)
  })

  it('get the same refusal for a wrong password and for an unknown login, and no more after ten tries', async () => {
    const { login } = await world.aStaffLogin()
    const wrong = await world.visitor().ask('staffSessionStart', {}, { login, password: 'x' })
    const unknown = await world.visitor().ask('staffSessionStart', {}, { login: 'nobody', password: 'x' })
    expect(wrong.body).toEqual(unknown.body)
    expect([wrong.status, wrong.body.code]).toEqual([401, 'staff-sign-in-refused'])
    for (let count = 1; count < 10; count++)
      await world.visitor().ask('staffSessionStart', {}, { login, password: 'x' })
    expect((await world.visitor().ask('staffSessionStart', {}, { login, password: 'x' })).status).toBe(429)
  })

  it('are signed out after half an hour without use, and after twelve hours in any case', async () => {
    const idle = await signedIn()
    world.travel(30 * 60_000 + 1)
    expect((await idle.ask('staffShow')).body.code).toBe('not-signed-in')
    const busy = await signedIn()
    for (let minutes = 0; minutes < 12 * 60; minutes += 20) {
      expect((await busy.ask('staffShow')).status).toBe(200)
      world.travel(20 * 60_000)
    }
    expect((await busy.ask('staffShow')).body.code).toBe('not-signed-in')
  })
})

describe('the list of graduates', () => {
  it(
    "of another school is not found by a school's operator",
    async () => {
      const paid = await aPaidOrder(world)
      const own = await world.aCampaign()
      const operator = await signedIn(own.schoolId)
      const list = await operator.ask('staffGraduateList', { campaignId: paid.person.campaignId })
      const photo = await operator.ask('staffPhotoFinished', { photoId: paid.photo.photoId })
      expect([list.body.code, photo.body.code]).toEqual(['not-found', 'not-found'])
      expect((await operator.call('staffCampaignList', {})).map(({ campaignId }) => campaignId)).toEqual([
        own.campaignId,
      ])
    },
    LIMIT_MS,
  )
})
