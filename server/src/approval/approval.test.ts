import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StaffOptions, startWorld, type World } from '../../test/world.ts'
import { inTransaction, rowOf, SYSTEM } from '../platform/db.ts'
import type { StaffActor } from '../platform/http/route-table.ts'
import { type ApprovalAsk, approvalsFor, askApproval, takeApproval } from './approvals.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({ handlesJobs: false })
})
afterAll(() => world.close())

/** A signed-in member of staff and the same one as an actor. */
async function aPerson(options: StaffOptions = {}) {
  const visitor = await world.aStaff(options)
  const { staffId, role } = await visitor.call('staffShow', {})
  const row = await inTransaction(world.deps.db, SYSTEM, (tx) =>
    rowOf<{ schoolId: string | null }>(tx, sql`SELECT school_id FROM staff WHERE id = ${staffId}`),
  )
  const actor: StaffActor = { kind: 'staff', staffId, role, schoolId: row!.schoolId }
  return { visitor, actor }
}

let counter = 0
const anAsk = (change: Partial<ApprovalAsk> = {}): ApprovalAsk => {
  counter += 1
  const usual = { kind: 'graduates-export', subject: `exp_${counter}`, title: '待审名单', personCount: 1159 } as const
  return { ...usual, reason: '学院催办', schoolId: null, ...change }
}
const now = () => world.deps.clock.now()
const ask = (actor: StaffActor, given: ApprovalAsk) =>
  inTransaction(world.deps.db, actor, (tx) => askApproval(tx, actor, given, now()))
const take = (actor: StaffActor, { kind, subject }: ApprovalAsk) =>
  inTransaction(world.deps.db, actor, (tx) => takeApproval(tx, actor, kind, subject, now()))
const decide = (person: Awaited<ReturnType<typeof aPerson>>, approvalId: string, approve = true) =>
  person.visitor.ask('approvalDecide', { approvalId }, { approve })

describe('what leaves the house needs two persons', () => {
  it('opens nothing before another person has approved, and then that one thing for the one who asked', async () => {
    const [asking, other] = [await aPerson(), await aPerson()]
    const given = anAsk()
    const approvalId = await ask(asking.actor, given)
    await expect(take(asking.actor, given)).rejects.toMatchObject({ code: 'approval-missing' })
    const reply = await decide(other, approvalId)
    expect(reply.body).toMatchObject({ state: 'approved', personCount: 1159, own: false })
    await take(asking.actor, given)
    await take(asking.actor, given)
    await expect(take(other.actor, given)).rejects.toMatchObject({ code: 'approval-missing' })
    await expect(take(asking.actor, anAsk())).rejects.toMatchObject({ code: 'approval-missing' })
    const [record] = await world.query<{ actions: string[] }>(
      'SELECT array_agg(action ORDER BY at) AS actions FROM audit WHERE $1 = ANY(subject_ids)',
      [approvalId],
    )
    expect(record!.actions).toEqual(['approval-asked', 'approval-given', 'approval-used', 'approval-used'])
  })

  it('nobody approves the own request, not even by the database', async () => {
    const person = await aPerson()
    const approvalId = await ask(person.actor, anAsk())
    const own = await decide(person, approvalId)
    expect([own.status, own.body.code]).toEqual([409, 'approval-own'])
    await expect(
      world.query('UPDATE approval SET decided_by = asked_by, decided_at = now(), state = $2 WHERE id = $1', [
        approvalId,
        'approved',
      ]),
    ).rejects.toThrow('check constraint')
  })

  it('is decided once, and what was refused or taken back opens nothing', async () => {
    const [asking, other] = [await aPerson(), await aPerson()]
    const [refused, withdrawn] = [anAsk(), anAsk()]
    const refusedId = await ask(asking.actor, refused)
    expect((await decide(other, refusedId, false)).body.state).toBe('refused')
    expect((await decide(other, refusedId)).body.code).toBe('approval-decided')
    await expect(take(asking.actor, refused)).rejects.toMatchObject({ code: 'approval-missing' })
    const withdrawnId = await ask(asking.actor, withdrawn)
    expect((await other.visitor.ask('approvalWithdraw', { approvalId: withdrawnId }, {})).status).toBe(404)
    expect((await asking.visitor.ask('approvalWithdraw', { approvalId: withdrawnId }, {})).status).toBe(200)
    expect((await decide(other, withdrawnId)).body.code).toBe('approval-decided')
  })

  it('lapses after a day, before the decision and after it', async () => {
    const [asking, other] = [await aPerson(), await aPerson()]
    const [late, stale] = [anAsk(), anAsk()]
    const lateId = await ask(asking.actor, late)
    await decide(other, await ask(asking.actor, stale))
    const dayMs = 24 * 3_600_000
    world.travel(dayMs)
    const later = await aPerson()
    expect((await decide(later, lateId)).body.code).toBe('approval-decided')
    await expect(take(asking.actor, stale)).rejects.toMatchObject({ code: 'approval-missing' })
    expect(await ask(asking.actor, late)).not.toBe(lateId)
  })

  it('asked for again, also at the same time, it stays one', async () => {
    const { actor } = await aPerson()
    const given = anAsk()
    const ids = await Promise.all([ask(actor, given), ask(actor, given), ask(actor, given)])
    expect(new Set(ids).size).toBe(1)
  })

  it("an operator sees the own requests of the own school, and is told nothing of others'", async () => {
    const { schoolId } = await world.aCampaign()
    const [asking, colleague] = [await aPerson({ schoolId }), await aPerson({ schoolId })]
    const given = anAsk({ schoolId })
    const approvalId = await ask(asking.actor, given)
    const list = await asking.visitor.call('approvalList', { query: { waiting: 'true' } })
    expect(list.map((view) => [view.approvalId, view.own])).toEqual([[approvalId, true]])
    expect(await colleague.visitor.call('approvalList', {})).toEqual([])
    expect((await decide(colleague, approvalId)).body.code).toBe('role-not-allowed')
    const views = await inTransaction(world.deps.db, asking.actor, (tx) =>
      approvalsFor(tx, given.kind, [given.subject], asking.actor, now()),
    )
    expect(views.get(given.subject)?.state).toBe('asked')
    const auditor = await world.aStaff({ role: 'auditor' })
    const seen = await auditor.call('approvalList', { query: { waiting: 'true' } })
    expect(seen.some((view) => view.approvalId === approvalId && view.schoolName !== null)).toBe(true)
  })
})
