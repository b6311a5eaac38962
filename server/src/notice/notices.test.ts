import { afterAll, beforeAll, expect, it } from 'vitest'
import { startWorld, type World } from '../../test/world.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { NoticeData } from './notice.ts'
import { openTell } from './notices.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const paid = (orderNumber: string): NoticeData => ({
  kind: 'order-paid',
  data: {
    ...{ campaignId: 'cmp_1', campaignTitle: '2027届毕业生图像采集', orderId: 'ord_1', orderNumber },
    ...{ amountFen: 2000, paidAt: new Date('2027-03-01T02:00:00Z') },
  },
})

async function identityOf(graduateId: string): Promise<string> {
  const [row] = await world.query<{ identity_id: string }>('SELECT identity_id FROM graduate WHERE id = $1', [
    graduateId,
  ])
  return row!.identity_id
}

const statesOf = (identityId: string, kind = 'order-paid') =>
  world.query('SELECT state, reason FROM notice WHERE identity_id = $1 AND kind = $2', [identityId, kind])

it('a student is told exactly if what made it due was committed', async () => {
  const person = await world.aGraduate()
  await world.visitor().signUp(person)
  const identityId = await identityOf(person.graduateId)
  const tell = openTell(world.deps, world.deps.clock)
  const undone = inTransaction(world.deps.db, SYSTEM, async (tx) => {
    await tell(tx, identityId, { ...paid('2027030100000001'), key: 'undone' })
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  await inTransaction(world.deps.db, SYSTEM, (tx) => tell(tx, identityId, { ...paid('2027030100000002'), key: 'done' }))
  await expect.poll(() => statesOf(identityId), { timeout: 20_000 }).toEqual([{ state: 'sent', reason: null }])
  const told = world.told.filter((text) => text.includes('支付成功'))
  expect(told).toHaveLength(1)
  expect(told[0]).toContain('2027030100000002')
})

it('fifty who tell the same at once tell it once', async () => {
  const person = await world.aGraduate()
  await world.visitor().signUp(person)
  const identityId = await identityOf(person.graduateId)
  const tell = openTell(world.deps, world.deps.clock)
  const once = () =>
    inTransaction(world.deps.db, SYSTEM, (tx) => tell(tx, identityId, { ...paid('2027030100000003'), key: 'once' }))
  await Promise.all(Array.from({ length: 50 }, once))
  await expect.poll(() => statesOf(identityId), { timeout: 20_000 }).toEqual([{ state: 'sent', reason: null }])
  expect(world.told.filter((text) => text.includes('2027030100000003'))).toHaveLength(1)
})

it('whoever has no account is told nothing, on record', async () => {
  const { graduateId } = await world.aGraduate()
  const identityId = await identityOf(graduateId)
  await inTransaction(world.deps.db, SYSTEM, (tx) =>
    openTell(world.deps, world.deps.clock)(tx, identityId, { ...paid('2027030100000004'), key: null }),
  )
  await expect.poll(() => statesOf(identityId), { timeout: 20_000 }).toEqual([{ state: 'dropped', reason: 'nobody' }])
  expect(world.told.filter((text) => text.includes('2027030100000004'))).toEqual([])
})

it('a student’s, a school’s and the centre’s own step can make a notice due', async () => {
  const { graduateId, schoolId } = await world.aGraduate()
  const identityId = await identityOf(graduateId)
  const tell = openTell(world.deps, world.deps.clock)
  const actors = [
    { kind: 'student', identityId, accountId: 'acc_1' },
    { kind: 'staff', staffId: 'stf_1', role: 'school', schoolId },
    { kind: 'staff', staffId: 'stf_2', role: 'reviewer', schoolId: null },
  ] as const
  for (const actor of actors)
    for (const _ of [1, 2])
      await inTransaction(world.deps.db, actor, (tx) =>
        tell(tx, identityId, {
          ...paid('2027030100000005'),
          key: actor.kind + identityId + ('role' in actor ? actor.role : ''),
        }),
      )
  await expect.poll(() => statesOf(identityId), { timeout: 20_000 }).toHaveLength(3)
})
