import { pathOf, paths, type RouteName, routes, type StaffRole, staffRoles } from '@tucai/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bodies } from './bodies.ts'
import { aPaidOrder, aStudent, type OnTheWay } from './steps.ts'
import type { Visitor } from './visitor.ts'
import { startWorld, type World } from './world.ts'

let world: World
let other: OnTheWay
let ids: Record<string, string>
const staff = new Map<StaffRole, Visitor>()
beforeAll(async () => {
  world = await startWorld()
  const owner = await aPaidOrder(world)
  other = await aStudent(world)
  const [{ trade_number: tradeNumber }] = (await world.query<{ trade_number: string }>(
    'SELECT trade_number FROM payment',
  )) as [{ trade_number: string }]
  const [device] = await owner.student.call('deviceList', {})
  const { deviceId, sessions } = device!
  const { sessionId } = sessions[0]!
  const owners = {
    deviceId,
    sessionId,
    graduateId: owner.graduateId,
    photoId: owner.photo.photoId,
    exportId: (await owner.student.call('dataExportAsk', {})).exportId,
    orderId: owner.order.orderId,
    invoiceId: (
      await owner.student.call('invoiceAsk', {
        params: { orderId: owner.order.orderId },
        body: { titleKind: 'personal', title: '林知远', mail: 'someone@example.org' },
      })
    ).invoiceId,
    tradeNumber,
  }
  // What only staff ask for is nobody's here; whose it may be is asked where its slice is tested.
  ids = new Proxy<Record<string, string>>(owners, { get: (known, key: string) => known[key] ?? `${key}_1` })
  for (const role of staffRoles) {
    staff.set(role, await world.aStaff({ role, schoolId: role === 'school' ? owner.person.schoolId : null }))
  }
})
afterAll(() => world.close())

const names = Object.keys(paths) as RouteName[]
const ofStudents = names.filter((name) => routes[name].audience === 'student')
const ofOneRecord = ofStudents.filter((name) => 'params' in routes[name])
const ofStaff = names.filter((name) => routes[name].audience === 'staff')

const send = (visitor: { send: OnTheWay['student']['send'] }, name: RouteName, params: Record<string, string>) => {
  const [method] = paths[name]
  if (name === 'photoSubmit') {
    const form = new FormData()
    form.append('source', 'camera')
    form.append('photo', new Blob(['x']), 'photo.jpg')
    return visitor.send(method, pathOf(name, params), { body: form })
  }
  return visitor.send(method, pathOf(name, params), bodies[name] ? { json: bodies[name] } : {})
}

describe("somebody else's record is answered like one that does not exist", () => {
  it.each(ofOneRecord)('%s', async (name) => {
    const [theirs, nobodys] = [await send(other.student, name, ids), await send(other.student, name, mapped(ids))]
    expect([theirs.status, theirs.body.code]).toEqual([404, 'not-found'])
    expect(theirs.body).toEqual(nobodys.body)
  })

  function mapped(given: Record<string, string>): Record<string, string> {
    return Object.fromEntries(Object.entries(given).map(([key, id]) => [key, `${id.slice(0, -6)}000000`]))
  }
})

describe('without a session nothing is answered', () => {
  it.each([...ofStudents, ...ofStaff])('%s', async (name) => {
    const reply = await send(world.visitor(), name, ids)
    expect([reply.status, reply.body.code]).toEqual([401, 'not-signed-in'])
  })
})

describe("a student's session opens nothing of staff", () => {
  it.each(ofStaff)('%s', async (name) => {
    const reply = await send(other.student, name, ids)
    expect(reply.status).toBe(401)
  })
})

describe('a request from another site is refused', () => {
  const changing = names.filter((name) => paths[name][0] !== 'GET')
  it.each(changing)('%s', async (name) => {
    for (const origin of ['https://evil.example', 'null', `${world.url}.evil.example`]) {
      const reply = await other.student.send(paths[name][0], pathOf(name, ids), {
        headers: { origin },
        json: bodies[name],
      })
      expect([reply.status, reply.body.code]).toEqual([403, 'origin-refused'])
    }
  })
})

describe('a body with a field that is not asked for is refused', () => {
  const withBody = names.filter((name) => 'body' in routes[name])
  it.each(withBody)('%s', async (name) => {
    const column = { ...bodies[name], school_id: 'sch_1' }
    const route: { audience: string; roles?: readonly StaffRole[] } = routes[name]
    const sender = route.audience === 'staff' ? staff.get(route.roles![0]!)! : other.student
    const reply = await sender.send(paths[name][0], pathOf(name, ids), { json: column })
    expect([reply.status, reply.body.code]).toEqual([400, 'request-malformed'])
  })
})

describe('what no client sends is refused in words, never by a failure', () => {
  const odd = ['%00', '..%2f..%2fetc', '%ff', "'%3b drop table photo--", '𝔘', 'x'.repeat(70), '-1', '%7b%7d']
  it.each(ofOneRecord)('%s with odd ids', async (name) => {
    for (const id of odd) {
      const [method, path] = paths[name]
      const reply = await other.student.send(method, path.replace(/:\w+/, encodeURI(id).replaceAll('%25', '%')))
      expect(reply.status, id).toBeGreaterThanOrEqual(400)
      expect(reply.status, id).toBeLessThan(500)
      expect(reply.body?.zh, id).toBeTruthy()
    }
  })

  it.each([
    ['broken JSON', { body: '{"number":', headers: { 'content-type': 'application/json' } }],
    ['another content type', { body: '<xml/>', headers: { 'content-type': 'application/xml' } }],
    ['no body', {}],
    ['a list', { json: [] }],
    ['null', { json: null }],
    ['a number for a text', { json: { number: 1, password: 'x' } }],
    ['64 KB too much', { json: { number: 'x'.repeat(70_000), password: 'x' } }],
  ])('%s', async (_, given) => {
    const reply = await world.visitor().send('POST', '/api/sessions', given)
    expect(reply.body).toMatchObject({ code: 'request-malformed', zh: expect.any(String) })
    expect([400, 413]).toContain(reply.status)
  })

  it('a path that is not there', async () => {
    const reply = await world.visitor().send('GET', '/api/nothing')
    expect([reply.status, reply.body.code]).toEqual([404, 'not-found'])
  })
})
