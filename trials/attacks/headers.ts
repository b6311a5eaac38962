import { pathOf } from '@tucai/contract'
import type { Visitor } from '../../server/test/visitor.ts'
import type { Ground } from './ground.ts'
import { type Row, Tally } from './row.ts'

/** One kind of answer: how it is come by, and what is expected of it. */
interface Kind {
  name: string
  status: number
  ask(): Promise<{ status: number; headers: Headers }>
  /** How it may be kept. */
  cache: RegExp
}

const A_YEAR_SECONDS = 31_536_000

/** ASVS 5, chapter V3: the headers of every kind of answer, and its cookies. */
export async function run(ground: Ground): Promise<Row[]> {
  const tally = new Tally('headers', 'each kind of answer is looked at for each header (ASVS 5 V3)')
  for (const kind of await kindsOf(ground)) {
    const { status, headers } = await kind.ask()
    tally.count(status === kind.status, `${kind.name}: ${status} instead of ${kind.status}`)
    for (const [what, isFine] of Object.entries(rules)) tally.count(isFine(headers), `${kind.name}: ${what}`)
    const cache = headers.get('cache-control') ?? ''
    tally.count(kind.cache.test(cache), `${kind.name}: cache-control ${cache || 'missing'}`)
  }
  return [tally.done(), await cookies(ground)]
}

const policyOf = (headers: Headers) =>
  new Map(
    (headers.get('content-security-policy') ?? '').split(';').map((text) => {
      const [name = '', ...values] = text.trim().split(/\s+/)
      return [name, values]
    }),
  )

const rules: Record<string, (headers: Headers) => boolean> = {
  'the policy names where scripts come from, and it is nobody else': (headers) => {
    const policy = policyOf(headers)
    const scripts = policy.get('script-src') ?? policy.get('default-src')
    return scripts?.every((one) => ["'self'", "'wasm-unsafe-eval'"].includes(one)) ?? false
  },
  'the policy allows no plug-ins': (headers) => policyOf(headers).get('object-src')?.join() === "'none'",
  'the policy allows no other base': (headers) => policyOf(headers).get('base-uri')?.join() === "'none'",
  'nobody may frame it': (headers) => policyOf(headers).get('frame-ancestors')?.join() === "'none'",
  'its type is not guessed': (headers) => headers.get('x-content-type-options') === 'nosniff',
  'its type has a charset where it is text': (headers) => {
    const type = headers.get('content-type') ?? ''
    return !/^(text\/|application\/json)/.test(type) || /charset=utf-8/i.test(type)
  },
  'no address is passed on': (headers) => headers.get('referrer-policy') === 'no-referrer',
  'of devices only the camera may be used, by ourselves': (headers) => {
    const allowed = headers.get('permissions-policy') ?? ''
    return allowed.includes('camera=(self)') && allowed.includes('microphone=()') && allowed.includes('geolocation=()')
  },
  'no other site’s window reaches it': (headers) => headers.get('cross-origin-opener-policy') === 'same-origin',
  'no other site embeds it': (headers) => headers.get('cross-origin-resource-policy') === 'same-origin',
  'https only, for a year, with all below': (headers) => {
    const told = headers.get('strict-transport-security') ?? ''
    return Number(/max-age=(\d+)/.exec(told)?.[1] ?? 0) >= A_YEAR_SECONDS && /includeSubDomains/i.test(told)
  },
  'no program names itself': (headers) => !headers.has('server') && !headers.has('x-powered-by') && !headers.has('via'),
  'no other site may read it': (headers) =>
    ![...headers.keys()].some((name) => name.startsWith('access-control-allow')),
}

const NEVER_KEPT = /^no-store$/
const ASKED_EACH_TIME = /^no-cache$/
const KEPT_FOR_GOOD = /immutable/

async function kindsOf(ground: Ground): Promise<Kind[]> {
  const [{ students, campaignId, operator }, other] = ground.schools
  const { browser, orderId, photoId } = students[0]!
  const nobody = ground.visitor()
  const html = (await nobody.send('GET', '/')).bytes.toString()
  const consoleHtml = (await nobody.send('GET', '/console/')).bytes.toString()
  const assetIn = (text: string, ending: string) =>
    new RegExp(`(?:src|href)="(/[^"]+\\.${ending})"`).exec(text)?.[1] ?? `/no-${ending}-in-the-page`
  const get = (who: Visitor, path: string) => () => who.send('GET', path)
  const kind = (name: string, status: number, cache: RegExp, ask: Kind['ask']): Kind => ({ name, status, cache, ask })
  const audits = pathOf('auditExport')
  const others = pathOf('collectionShow', { graduateId: other.students[0]!.graduateId })
  return [
    kind('student page', 200, ASKED_EACH_TIME, get(nobody, '/')),
    kind('console page', 200, ASKED_EACH_TIME, get(nobody, '/console/')),
    kind('redirect', 302, ASKED_EACH_TIME, get(nobody, '/console')),
    kind('script', 200, KEPT_FOR_GOOD, get(nobody, assetIn(html, 'js'))),
    kind('style', 200, KEPT_FOR_GOOD, get(nobody, assetIn(consoleHtml, 'css'))),
    kind('page that is not there', 404, NEVER_KEPT, get(nobody, '/nothing')),
    kind('health', 200, NEVER_KEPT, get(nobody, '/health')),
    kind('readiness', 200, NEVER_KEPT, get(nobody, '/ready')),
    kind('API, anyone', 200, NEVER_KEPT, get(nobody, '/api/app')),
    kind('API, student', 200, NEVER_KEPT, get(browser, '/api/account')),
    kind('API, staff', 200, NEVER_KEPT, get(operator, pathOf('staffGraduateList', { campaignId }))),
    kind('API, not signed in', 401, NEVER_KEPT, get(nobody, '/api/account')),
    kind('API, other role', 403, NEVER_KEPT, get(operator, audits)),
    kind('API, other’s record', 404, NEVER_KEPT, get(browser, others)),
    kind('API, no such path', 404, NEVER_KEPT, get(nobody, '/api/nothing')),
    kind('API, other site', 403, NEVER_KEPT, () =>
      nobody.send('POST', '/api/sessions', { headers: { origin: 'https://evil.example' }, json: {} }),
    ),
    kind('API, malformed', 400, NEVER_KEPT, () => nobody.send('POST', '/api/sessions', { json: [] })),
    kind('API, too large', 400, NEVER_KEPT, () =>
      nobody.send('POST', '/api/sessions', { json: { number: 'x'.repeat(70_000) } }),
    ),
    kind('API, step not reached', 409, NEVER_KEPT, () => browser.ask('refundAsk', { orderId }, { reason: '' })),
    kind('path that is none', 404, NEVER_KEPT, get(nobody, '/api/%ff')),
    kind('photo', 200, NEVER_KEPT, get(browser, pathOf('photoFinished', { photoId }))),
    kind('download, template', 200, NEVER_KEPT, get(operator, '/api/staff/roster-template')),
    kind('download, audit', 200, NEVER_KEPT, get(ground.centre.auditor, audits)),
    kind('API document', 200, NEVER_KEPT, get(nobody, '/api/docs/json')),
    kind('API document’s page', 200, NEVER_KEPT, get(nobody, '/api/docs/')),
  ]
}

/** Signing in and out, as student and as staff: how each cookie is set and dropped. */
async function cookies(ground: Ground): Promise<Row> {
  const tally = new Tally('headers', 'each cookie that is set: __Host-, Secure, HttpOnly, SameSite, Path=/, no Domain')
  const student = ground.visitor()
  const person = await ground.aGraduate()
  const answers = [await student.ask('accountRegister', {}, await student.registration(person))]
  answers.push(await student.ask('sessionStart', {}, { number: person.number, password: person.number.slice(-6) }))
  answers.push(await student.ask('sessionEnd'))
  const login = await ground.aStaffLogin()
  const staff = ground.visitor()
  const { ticket } = await staff.call('staffSessionStart', { body: { login: login.login, password: login.password } })
  answers.push(await staff.ask('staffSessionConfirm', {}, { ticket, code: login.code() }))
  answers.push(await staff.ask('staffSessionEnd'))
  const lines = answers.flatMap(({ headers }) => headers.getSetCookie())
  for (const line of lines) {
    const fine = [/^__Host-tucai_\w+=/, /; *Secure/i, /; *HttpOnly/i, /; *SameSite=(Lax|Strict)/i, /; *Path=\/(;|$)/i]
    tally.count(fine.every((one) => one.test(line)) && !/; *Domain=/i.test(line), line.replace(/=[^;]*/, '=…'))
  }
  const names = new Set(lines.map((line) => line.slice(0, line.indexOf('='))))
  tally.count(names.size === 3, `${names.size} names of cookies instead of 3`)
  return tally.done([...names].join(', '))
}
