import { pathOf, paths, type RouteName, routes, type StaffRole } from '@tucai/contract'
import { cookieNameOf } from '../../server/src/platform/http/cookies.ts'
import type { Visitor } from '../../server/test/visitor.ts'
import { type Ground, jobsDone, PUBLIC_URL } from './ground.ts'
import { bodyFor, routeNames } from './objects.ts'
import { type Options, type Row, Tally } from './row.ts'

/** What other sites' pages, planted and stolen cookies, guessed addresses and fields nobody asked for come to. */
export async function run(ground: Ground, options: Options): Promise<Row[]> {
  return [
    await photoAddresses(ground, options),
    await everyColumn(ground, options),
    await foreignOrigins(ground, options),
    await sessions(ground),
  ]
}

const SESSION = cookieNameOf('tucai_session', PUBLIC_URL)
const STAFF = cookieNameOf('tucai_staff', PUBLIC_URL)
const nobodys = new Proxy({}, { get: (_, key) => `${String(key).slice(0, 3)}_nobodys` })

/** Whom the route lets in. */
function insider({ schools: [{ students, operator }], centre }: Ground, name: RouteName): Visitor {
  const route: { audience: string; roles?: readonly StaffRole[] } = routes[name]
  if (route.audience !== 'staff') return students[1]!.browser
  const [role] = route.roles!
  return role === 'school' ? operator : centre[role!]
}

async function photoAddresses(ground: Ground, { short }: Options): Promise<Row> {
  const tally = new Tally(
    '3',
    'addresses of photos: guessed, and shared with others, after signing out and after the session’s end',
  )
  const { students } = await ground.moreStudents(3)
  const [owner, leaving, idle] = students as [(typeof students)[0], (typeof students)[0], (typeof students)[0]]
  const addressOf = ({ photoId }: { photoId: string }) => pathOf('photoFinished', { photoId })
  const status = async (browser: Visitor, address: string) => (await browser.send('GET', address)).status
  for (const one of students)
    if ((await status(one.browser, addressOf(one))) !== 200) throw new Error('no photo to share')
  const [school, other] = ground.schools
  for (const { photoId } of students) {
    for (const name of ['photoFinished', 'photoPreview', 'photoDownload'] as const) {
      const address = pathOf(name, { photoId })
      tally.count((await status(ground.visitor(), address)) === 401, `${name} without a cookie`)
      tally.count((await status(school.students[1]!.browser, address)) === 404, `${name} for another student`)
      tally.count((await status(other.operator, address)) === 401, `${name} for staff`)
    }
    const desk = pathOf('staffPhotoFinished', { photoId })
    tally.count((await status(school.operator, desk)) >= 403, 'the desk’s address for another school')
  }
  await leaving.browser.send('DELETE', '/api/sessions/current')
  const after = ground.visitor()
  after.cookies.set(SESSION, leaving.token)
  tally.count((await status(after, addressOf(leaving))) === 401, 'after signing out')
  await ground.query("UPDATE session SET seen_at = seen_at - interval '12 hours 1 minute' WHERE account_id = $1", [
    idle.accountId,
  ])
  tally.count((await status(idle.browser, addressOf(idle))) === 401, 'after twelve hours without use')
  await ground.query("UPDATE session SET started_at = started_at - interval '30 days 1 minute' WHERE account_id = $1", [
    owner.accountId,
  ])
  tally.count((await status(owner.browser, addressOf(owner))) === 401, 'after thirty days')
  const thief = school.students[1]!
  for (let time = 0; time < (short ? 100 : 2_000); time++) {
    const guess = `pho_${ground.secrets.blindIndex('guess', `${time}`).replace(/\W/g, '').toLowerCase().slice(0, 26)}`
    tally.count((await status(thief.browser, addressOf({ photoId: guess }))) === 404, `guess ${guess}`)
  }
  return tally.done()
}

/** Names of all columns, as they are and as JSON has them, in every object of each body, one at a time. */
async function everyColumn(ground: Ground, { short }: Options): Promise<Row> {
  const tally = new Tally('4', 'every column of every table added to each body, and to what is nested in it')
  const rows = await ground.query<{ name: string }>(
    "SELECT DISTINCT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1",
  )
  const columns = [...new Set(rows.flatMap(({ name }) => [name, camel(name)]))].filter(
    (_, nth) => !short || nth % 60 === 0,
  )
  const names = routeNames.filter((name) => 'body' in routes[name])
  // What was begun before ends first.
  await jobsDone(ground)
  const before = await fingerprint(ground)
  const one = async (name: RouteName) => {
    const browser = insider(ground, name)
    const body = bodyFor(name)!
    const { body: shape } = routes[name] as { body: Shape }
    for (const changed of columns.flatMap((column) => withField(body, column, shape))) {
      const { status, body: said } = await browser.send(paths[name][0], pathOf(name, nobodys), { json: changed })
      tally.count(
        status === 400 && said?.code === 'request-malformed',
        `${name} with ${JSON.stringify(changed)}: ${status}`,
      )
    }
  }
  const waiting = [...names]
  const worker = async () => {
    for (let name = waiting.pop(); name; name = waiting.pop()) await one(name)
  }
  await Promise.all(Array.from({ length: 6 }, worker))
  tally.count((await fingerprint(ground)) === before, 'a row of a table changed')
  return tally.done(`${columns.length} names in ${names.length} bodies, and a look whether any row changed`)
}

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

interface Shape {
  properties?: Record<string, Shape>
  items?: Shape
}

/** The body with one field more, at its top and in each object within that lists its fields; none where it belongs there. */
function withField(body: object, field: string, { properties = {} }: Shape): object[] {
  const changed: object[] = field in body ? [] : [{ ...body, [field]: 'x' }]
  for (const [key, value] of Object.entries(body)) {
    const shape = properties[key]
    const [first] = Array.isArray(value) ? value : []
    if (shape?.properties && isObject(value))
      for (const inner of withField(value, field, shape)) changed.push({ ...body, [key]: inner })
    if (shape?.items?.properties && isObject(first))
      for (const inner of withField(first, field, shape.items)) changed.push({ ...body, [key]: [inner] })
  }
  return changed
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** Of all rows but those that say when somebody was last seen, and how often something was tried. */
async function fingerprint({ query }: Ground): Promise<string> {
  const tables = await query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'
      AND tablename NOT IN ('session', 'staff_session', 'throttle', 'device') ORDER BY 1`,
  )
  const prints: string[] = []
  for (const { name } of tables) {
    const text = `SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS print FROM ${name} t`
    prints.push((await query<{ print: string }>(text))[0]!.print)
  }
  return prints.join()
}

const FOREIGN = [
  'https://evil.example',
  'null',
  `${PUBLIC_URL}.evil.example`,
  'http://photo.example.edu.cn',
  'file://',
  '',
]

async function foreignOrigins(ground: Ground, { short }: Options): Promise<Row> {
  const tally = new Tally('22', 'each route that changes something, sent by pages of other sites')
  for (const name of routeNames.filter((one) => paths[one][0] !== 'GET')) {
    const browser = insider(ground, name)
    for (const origin of FOREIGN.slice(0, short ? 2 : undefined)) {
      const headers = origin === '' ? { origin: `${PUBLIC_URL}:8443` } : { origin }
      const { status, body } = await browser.send(paths[name][0], pathOf(name, nobodys), { headers })
      tally.count(status === 403 && body?.code === 'origin-refused', `${name} from ${headers.origin}: ${status}`)
    }
    const bare = { method: paths[name][0], headers: { 'sec-fetch-site': 'cross-site' } }
    const { status } = await fetch(ground.origin + pathOf(name, nobodys), bare)
    tally.count(status === 403, `${name} across sites without an origin: ${status}`)
    const asked = { method: 'OPTIONS', headers: { origin: FOREIGN[0]!, 'access-control-request-method': 'POST' } }
    const preflight = await fetch(ground.origin + pathOf(name, nobodys), asked)
    const isAllowed = preflight.ok || preflight.headers.has('access-control-allow-origin')
    tally.count(!isAllowed, `${name}: another site’s preflight was answered ${preflight.status}`)
  }
  return tally.done()
}

/** Planted, copied and outlived sessions, of students and of staff. */
async function sessions(ground: Ground): Promise<Row> {
  const tally = new Tally(
    '22',
    'sessions: planted, copied, kept after signing out, password change, locking and their end',
  )
  const person = await ground.aGraduate()
  const phone = ground.visitor()
  await phone.register(person)
  const signIn = () =>
    phone.call('sessionStart', { body: { number: person.number, password: person.number.slice(-6) } })
  const works = async (name: string, token: string, path: string) => {
    const copy = ground.visitor()
    copy.cookies.set(name, token)
    return (await copy.send('GET', path)).status === 200
  }
  const [own, me] = ['/api/account', '/api/staff/me']
  phone.cookies.set(SESSION, 'planted-by-somebody-who-knows-it-0000000000')
  await signIn()
  const first = phone.cookies.get(SESSION)!
  tally.count(!(await works(SESSION, 'planted-by-somebody-who-knows-it-0000000000', own)), 'a planted cookie was taken')
  await signIn()
  const second = phone.cookies.get(SESSION)!
  tally.count(second !== first && !(await works(SESSION, first, own)), 'signing in again kept the token')
  tally.count(await works(SESSION, second, own), 'control: the token works')
  tally.count((await fetch(`${ground.origin}${own}?tucai_session=${second}`)).status === 401, 'a token in the address')
  tally.count(
    !(await works('tucai_session', second, own)),
    'a cookie without the prefix, which a neighbour could plant',
  )
  await phone.call('passwordChange', { body: { present: person.number.slice(-6), next: 'a long own password' } })
  tally.count(!(await works(SESSION, second, own)), 'a changed password kept the token')
  const third = phone.cookies.get(SESSION)!
  await phone.send('DELETE', '/api/sessions/current')
  tally.count(!(await works(SESSION, third, own)), 'signing out kept the session for a copy')

  const login = await ground.aStaffLogin()
  const desk = ground.visitor()
  const { ticket } = await desk.call('staffSessionStart', { body: { login: login.login, password: login.password } })
  tally.count(desk.cookies.size === 0, 'a session before the second step')
  const wrong = await desk.ask('staffSessionConfirm', {}, { ticket, code: '000000' })
  tally.count(wrong.status >= 400 && !desk.cookies.has(STAFF), 'a wrong code')
  await desk.signInStaff(login)
  const token = desk.cookies.get(STAFF)!
  tally.count(await works(STAFF, token, me), 'control: the token of staff works')
  for (const [column, time] of [
    ['seen_at', '31 minutes'],
    ['started_at', '12 hours 1 minute'],
  ]) {
    const other = await ground.aStaff('reviewer')
    const { staffId } = await other.call('staffShow', {})
    await ground.query(`UPDATE staff_session SET ${column} = ${column} - $1::interval WHERE staff_id = $2`, [
      time,
      staffId,
    ])
    tally.count((await other.ask('staffShow')).status === 401, `${time} after ${column}`)
  }
  const { staffId } = await desk.call('staffShow', {})
  await ground.centre.administrator.ask('staffMemberLock', { staffId })
  tally.count(!(await works(STAFF, token, me)), 'a locked member of staff goes on')
  return tally.done()
}
