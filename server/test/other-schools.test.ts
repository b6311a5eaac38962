import { pathOf, paths, type RouteName, routes, type StaffRole } from '@tucai/contract'
import Value from 'typebox/value'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askApproval } from '../src/approval/approvals.ts'
import { inTransaction } from '../src/platform/db.ts'
import { aConfirmedPhoto, aPaidOrder } from './steps.ts'
import type { Visitor } from './visitor.ts'
import { aNumber, startWorld, type World } from './world.ts'

/**
 * Each route of a school's operators × an object of the own school, of another school, and of nobody: another school's
 * object is answered like one that does not exist. A route whose object is not made here fails.
 */
let world: World
let operators: { own: Visitor; other: Visitor }
let ids: Record<string, string>
/** Where a route does something with objects of a certain kind only. */
const others: Partial<Record<RouteName, Record<string, string>>> = {}

beforeAll(async () => {
  world = await startWorld()
  const paid = await aPaidOrder(world)
  const { campaignId, schoolId } = paid.person
  await aConfirmedPhoto(world, { campaignId, schoolId })
  const { schoolId: otherSchoolId } = await world.aCampaign()
  operators = { own: await world.aStaff({ schoolId }), other: await world.aStaff({ schoolId: otherSchoolId }) }
  ids = { campaignId, schoolId, graduateId: paid.graduateId, photoId: paid.photo.photoId, orderId: paid.order.orderId }
  const reminder = await operators.own.call('staffReminderSend', { params: { campaignId }, body: {} })
  ids.reminderId = reminder.reminderId
  const roster = await operators.own.uploadRoster(campaignId, '学号,姓名,证件号码\n1,林知远,x\n')
  ids.rosterId = roster.body.rosterId
  const exported = { params: { campaignId }, body: { purpose: '核对名单' } }
  ids.exportId = (await operators.own.call('staffGraduateExportAsk', exported)).exportId
  ids.approvalId = await anApproval(operators.own, schoolId)
  for (const name of ['staffGraduateConfirm', 'staffGraduateRefuse'] as const)
    others[name] = { graduateId: await aStatedGraduate(schoolId) }
})
afterAll(() => world.close())

/** What the operator asked a second person for. */
async function anApproval(operator: Visitor, schoolId: string): Promise<string> {
  const { staffId } = await operator.call('staffShow', {})
  const actor = { kind: 'staff', staffId, role: 'school', schoolId } as const
  const about = { kind: 'graduates-export', subject: 'exp_1', title: '名单', personCount: 1, reason: '催办' } as const
  return inTransaction(world.deps.db, actor, (tx) => askApproval(tx, actor, { ...about, schoolId }, new Date()))
}

/** Somebody who is not on the roster and told their enrolment themselves. */
async function aStatedGraduate(schoolId: string): Promise<string> {
  const { campaignId } = await world.aCampaign({ schoolId, identityMode: 'hybrid' })
  const student = world.visitor()
  const person = { number: aNumber(), name: '林知远', campaignId, schoolId, graduateId: '', studentNumber: '' }
  await student.signUp(person)
  const enrolment = {
    college: '信息工程学院',
    major: '软件工程',
    className: '软件2301',
    level: '本科',
    studyYears: '4',
  }
  const body = { ...enrolment, graduationYear: 2027, campaignId, studentNumber: person.number }
  return (await student.call('graduateState', { body })).graduateId
}

/** Objects of a person of staff: whoever signs in ends the own sessions only, whatever the school. */
const OF_ONESELF = ['sessionId', 'filterId']

const names = (Object.keys(paths) as RouteName[]).filter((name) => {
  const { roles = [] } = routes[name] as { roles?: readonly StaffRole[] }
  return roles.includes('school') && 'params' in routes[name]
})
const paramsOf = (name: RouteName) => [...paths[name][1].matchAll(/:(\w+)/g)].map(([, param]) => param!)
const ofSchools = names.filter((name) => !paramsOf(name).some((param) => OF_ONESELF.includes(param)))

function ask(visitor: Visitor, name: RouteName, given: Record<string, string>) {
  const route = routes[name] as { body?: Parameters<typeof Value.Create>[0] }
  const json = route.body === undefined ? undefined : Value.Create(route.body)
  return visitor.send(paths[name][0], pathOf(name, given), json === undefined ? {} : { json })
}

describe('another school’s object is answered like one that does not exist', () => {
  it.each(ofSchools)('%s', async (name) => {
    for (const param of paramsOf(name)) expect(ids, `${param} is to be made for this test`).toHaveProperty(param)
    const nobodys = Object.fromEntries(paramsOf(name).map((param) => [param, `${ids[param]!.slice(0, 4)}nobodys`]))
    const given = { ...ids, ...others[name] }
    const theirs = await ask(operators.other, name, given)
    expect([theirs.status, theirs.body?.code]).toEqual([404, 'not-found'])
    expect((await ask(operators.other, name, nobodys)).body).toEqual(theirs.body)
    // The same request of the own school gets further, so that the refusal was about whose it is.
    expect((await ask(operators.own, name, given)).status).not.toBe(404)
  })
})
