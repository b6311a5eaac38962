import { paths, type RouteName, routes } from '@tucai/contract'
import { bodies } from '../../server/test/bodies.ts'
import type { Reply, Visitor } from '../../server/test/visitor.ts'
import type { Ground, School } from './ground.ts'
import { plainValue } from './plain-value.ts'

export const routeNames = Object.keys(paths) as RouteName[]
export const paramsOf = (name: RouteName) => [...paths[name][1].matchAll(/:(\w+)/g)].map(([, param]) => param!)

/** Where the ids of a school's objects are found, by the name of the parameter. */
const tables: Record<string, string> = {
  photoId: 'SELECT photo_id AS id FROM collection WHERE school_id = $1 AND graduate_id = $2',
  orderId: 'SELECT id FROM "order" WHERE school_id = $1 AND graduate_id = $2',
  tradeNumber: `SELECT p.trade_number AS id FROM payment p JOIN "order" o ON o.id = p.order_id
    WHERE o.school_id = $1 AND o.graduate_id = $2`,
  invoiceId: `SELECT i.id FROM invoice i JOIN "order" o ON o.id = i.order_id WHERE o.school_id = $1 AND o.graduate_id = $2`,
  reviewId: 'SELECT id FROM review WHERE school_id = $1 AND graduate_id = $2',
  rosterId: 'SELECT id FROM roster WHERE school_id = $1 AND $2 <> $1',
  reminderId: 'SELECT id FROM reminder WHERE school_id = $1 AND $2 <> $1',
}

/** A paid order with an invoice, a roster on trial, a reminder and copies asked for: so that there is something to reach for. */
export function objectsOf(ground: Ground, school: School): Promise<Record<string, string>> {
  const made = known.get(school) ?? makeObjects(ground, school)
  known.set(school, made)
  return made
}

const known = new WeakMap<School, Promise<Record<string, string>>>()

async function makeObjects(ground: Ground, school: School): Promise<Record<string, string>> {
  const { campaignId, schoolId, operator } = school
  const { browser, graduateId, orderId } = school.students[0]!
  const started = await browser.call('paymentStart', { params: { orderId }, body: { way: 'simulated' } })
  if (started.cashier?.kind === 'simulated')
    await browser.call('cashierPay', { params: { tradeNumber: started.cashier.tradeNumber } })
  const invoice = { titleKind: 'personal', title: '林知远', mail: 'someone@example.org' } as const
  await browser.call('invoiceAsk', { params: { orderId }, body: invoice })
  const { exportId } = await browser.call('dataExportAsk', {})
  const [device] = await browser.call('deviceList', {})
  await operator.call('staffReminderSend', { params: { campaignId }, body: {} })
  await operator.uploadRoster(campaignId, '学号,姓名,证件号码\n1,林知远,x\n')
  const asked = { params: { campaignId }, body: { purpose: '核对名单' } }
  const graduateExport = await operator.call('staffGraduateExportAsk', asked)
  const ids: Record<string, string> = { campaignId, schoolId, graduateId, exportId }
  ids.deviceId = device?.deviceId ?? ''
  ids.sessionId = device?.sessions[0]?.sessionId ?? ''
  ids.graduateExportId = graduateExport.exportId
  for (const [param, query] of Object.entries(tables)) {
    const [row] = await ground.query<{ id: string }>(query, [schoolId, graduateId])
    if (row) ids[param] = row.id
  }
  return ids
}

/** The route's parameters, of the objects; for what is not there, nobody's. */
export function paramsFor(name: RouteName, ids: Record<string, string>): Record<string, string> {
  const known = (param: string) =>
    param === 'exportId' && name.startsWith('staffGraduateExport') ? ids.graduateExportId : ids[param]
  return Object.fromEntries(paramsOf(name).map((param) => [param, known(param) || `${param.slice(0, 3)}_nobodys`]))
}

/** A request of the route that its schema lets through. */
export function ask(visitor: Visitor, name: RouteName, params: Record<string, string>): Promise<Reply> {
  const [method, path] = paths[name]
  const address = path.replace(/:(\w+)/g, (_, key: string) => params[key]!)
  const route = routes[name] as { upload?: true }
  if (route.upload) {
    const form = new FormData()
    form.append('source', 'camera')
    form.append('photo', new Blob(['x']), 'photo.jpg')
    return visitor.send(method, address, { body: form })
  }
  const json = bodyFor(name)
  return visitor.send(method, address, json === undefined ? {} : { json })
}

export function bodyFor(name: RouteName): object | undefined {
  const route = routes[name] as { body?: Parameters<typeof plainValue>[0] }
  return route.body && (bodies[name] ?? (plainValue(route.body) as object))
}
