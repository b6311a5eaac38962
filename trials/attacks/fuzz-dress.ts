import { paths, type RouteName, routes, type StaffRole } from '@tucai/contract'
import type { Cohort } from './fuzz-cohort.ts'
import type { Crowd, Session } from './fuzz-crowd.ts'
import { partsOf } from './fuzz-files.ts'
import { type Change, type Plan, shapeOf } from './fuzz-plan.ts'
import { recipes } from './fuzz-recipes.ts'
import type { Things } from './fuzz-things.ts'
import { type Field, multipart, type Sent } from './fuzz-wire.ts'
import { dressWire } from './fuzz-wires.ts'
import type { Ground } from './ground.ts'

export interface Wardrobe {
  ground: Ground
  crowd: Crowd
  things: Things
  cohort: Cohort
}

export interface Dressed {
  sent: Sent
  session: Session
  /** The body as a value, where the request goes over the wire as it is meant. */
  plain: unknown
}

/** Makes of what was drawn a request of somebody about something that is there. */
export async function dress(plan: Plan, wardrobe: Wardrobe): Promise<Dressed> {
  const { route, near, pick } = plan
  let session = sessionFor(plan, wardrobe.crowd)
  const filled = (value: unknown) => fill(value, wardrobe, session, route)
  const parts = {
    params: (await filled(plan.params)) as Record<string, string>,
    query: await filled(plan.query),
    body: await filled(plan.body),
  }
  let right: Record<string, string> = {}
  const recipe = near ? recipes[route] : undefined
  if (recipe) {
    const { ground, crowd, cohort } = wardrobe
    const kitchen = { ground, crowd, session, numbers: cohort.numbers, nth: pick, params: parts.params }
    const dish = await recipe({ ...kitchen, body: (parts.body ?? {}) as Record<string, unknown> })
    session = dish.session ?? session
    right = dish.fields ?? {}
    parts.params = { ...parts.params, ...dish.params }
    parts.query = dish.query ?? parts.query
    parts.body = dish.body ?? parts.body
  }
  if (plan.change) spoil(parts, plan.change)
  const { upload } = shapeOf(route)
  const fields = upload ? await partsOf(route, plan.fields, right) : undefined
  return { ...assemble(plan, parts, fields, session), session }
}

/** Somebody who may call the route; now and then, unless it is to be right, anybody. */
function sessionFor({ route, near, who }: Plan, crowd: Crowd): Session {
  const { audience, roles = [] } = routes[route] as { audience: string; roles?: readonly StaffRole[] }
  const everybody = [...crowd.students, ...[...crowd.staff.values()].flat(), crowd.nobody()]
  if (!near && who % 10 === 0) return everybody[who % everybody.length]!
  if (audience === 'anyone') return crowd.nobody()
  if (audience === 'student') return crowd.students[who % crowd.students.length]!
  const able = roles.flatMap((role) => crowd.staff.get(role)!)
  return able[who % able.length] ?? crowd.nobody()
}

/** Puts things that are there in the place of their tokens. */
async function fill(value: unknown, wardrobe: Wardrobe, session: Session, route: RouteName): Promise<unknown> {
  if (typeof value === 'string') {
    const token = /^⟦(\w+):(\d+)⟧$/.exec(value)
    if (token === null) return value
    const { numbers } = wardrobe.cohort
    const number = numbers[Number(token[2]) % numbers.length] ?? 'P1'
    if (token[1] === 'number') return number
    if (token[1] === 'numberEnding') return number.slice(-4)
    return wardrobe.things.pick(token[1]!, Number(token[2]), session, route)
  }
  if (Array.isArray(value)) return Promise.all(value.map((one) => fill(one, wardrobe, session, route)))
  if (typeof value !== 'object' || value === null) return value
  const filled = Object.entries(value).map(async ([key, one]) => [key, await fill(one, wardrobe, session, route)])
  return Object.fromEntries(await Promise.all(filled))
}

type Holder = Record<string, unknown>

/** Makes one thing wrong, at one of all places of the request. */
function spoil(parts: { params: Holder; query: unknown; body: unknown }, change: Change): void {
  const places: { holder: Holder; key: string }[] = []
  const visit = (holder: unknown) => {
    if (typeof holder !== 'object' || holder === null) return
    for (const [key, value] of Object.entries(holder)) {
      places.push({ holder: holder as Holder, key })
      visit(value)
    }
  }
  for (const part of Object.values(parts)) visit(part)
  const place = places[change.at % (places.length || 1)]
  if (change.how === 'add') {
    const target = (parts.body ?? parts.query) as Holder | undefined
    if (typeof target === 'object' && target !== null) target[change.key] = change.value
  } else if (place && change.how === 'put') place.holder[place.key] = change.value
  else if (place) delete place.holder[place.key]
}

function assemble(
  { route, wire }: Plan,
  { params, query, body }: { params: Holder; query: unknown; body: unknown },
  fields: Field[] | undefined,
  session: Session,
): Omit<Dressed, 'session'> {
  const [method, path] = paths[route]
  const headers: Record<string, string> = { 'x-forwarded-for': session.address }
  if (session.cookie) headers.cookie = session.cookie
  const filledPath = path.replace(/:(\w+)/g, (_, key: string) => encoded(params[key] ?? ''))
  const sent: Sent = { method, path: filledPath + queryText(query), headers, body: undefined }
  const takesBody = method !== 'GET' && (shapeOf(route).body !== undefined || shapeOf(route).raw)
  if (fields) {
    headers['content-type'] = 'multipart/form-data; boundary=tucai-fuzz-boundary'
    sent.body = multipart(fields)
  } else if (takesBody && body !== undefined) {
    headers['content-type'] = 'application/json'
    sent.body = Buffer.from(JSON.stringify(body) ?? '')
  }
  const dressed = dressWire(sent, wire, fields)
  if (dressed.body !== undefined || dressed.method !== 'GET')
    dressed.headers['content-length'] ??= String(dressed.body?.length ?? 0)
  return { sent: dressed, plain: wire === 'plain' && !fields ? body : undefined }
}

function encoded(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return encodeURIComponent(text.toWellFormed()).slice(0, 4000)
}

function queryText(query: unknown): string {
  if (typeof query !== 'object' || query === null) return typeof query === 'string' ? `?${encoded(query)}` : ''
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined)
  return pairs.length ? `?${pairs.map(([key, value]) => `${encoded(key)}=${encoded(value)}`).join('&')}` : ''
}
