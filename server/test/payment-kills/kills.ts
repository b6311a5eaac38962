import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { openWechatPayEmulator } from '../../../emulators/wechat-pay/emulator.ts'
import { openDatabase } from '../../src/platform/db.ts'
import { openSecrets } from '../../src/platform/secrets.ts'
import { cloneDatabase, type TestCluster } from '../cluster.ts'
import { apps, merchantSettings } from '../payment-histories/merchant-settings.ts'
import { enrol, type Person } from '../payment-histories/people.ts'
import { checkPromises } from '../payment-histories/promises.ts'
import { type Reach, reached } from '../payment-histories/reach.ts'
import { newTold, type Witness } from '../payment-histories/world.ts'
import { freePort } from '../started-product.ts'
import { openServerProcess, type ServerProcess } from './server-process.ts'
import { type Answer, type Intent, type Surroundings, walk } from './student.ts'

export interface KillOutcome {
  kills: number
  students: number
  seconds: number
  /** What was under way at the kills, and how often. */
  underWay: Reach
  broken: string[]
}

const STUDENTS_AT_ONCE = 6
/** Until everything that a kill left has been found again: notices, jobs and sweeps come back by themselves. */
const REST_LIMIT_MS = 400_000

/**
 * Kills the running server so many times while students order and pay, and starts it again each time. At the end
 * everybody has what was answered to them, and the provider's books are ours.
 */
export async function runKills(
  cluster: TestCluster,
  points: number,
  tell: (sentence: string) => void,
): Promise<KillOutcome> {
  const begun = performance.now()
  const folder = await mkdtemp(join(tmpdir(), 'tucai-kills-'))
  const database = await cloneDatabase(cluster)
  const looking = new pg.Pool({ connectionString: database.superuserUrl, max: 3 })
  // The database goes while connections of a pool that has ended still close.
  looking.on('connect', (client) => client.on('error', () => {}))
  looking.on('error', () => {})
  const db = openDatabase(database.connectionUrls.app, { connections: 4 })
  const emulator = await openWechatPayEmulator({ appIds: apps })
  const port = await freePort()
  const server = openServerProcess(port, {
    ...(await merchantSettings(folder, emulator, `http://127.0.0.1:${port}`)),
    DATABASE_URL: database.connectionUrls.owner,
    DATABASE_APP_URL: database.connectionUrls.app,
    TUCAI_PHOTO_WORKERS: '1',
  })
  const look = async <R extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    (await looking.query<R>(text, values)).rows
  const witness: Witness = { ground: { look, emulator }, people: [], told: newTold(), broken: [] }
  const underWay: Reach = new Map()
  const street = openStreet(server, { emulator, witness })
  try {
    await server.start()
    const registry = { db, secrets: openSecrets(join(folder, 'keys')), clock: { now: () => new Date() } }
    const terms = { collectionFeeFen: 2000, paperFeeFen: 1500 }
    const newPeople = () => enrol(registry, terms, STUDENTS_AT_ONCE * 4)
    const waiting: Person[] = []
    for (let point = 1; point <= points; point++) {
      if (waiting.length < STUDENTS_AT_ONCE * 2) waiting.push(...(await newPeople()).people)
      street.fill(waiting)
      await street.untilAsked(randomInt(1, 30))
      await wait(randomInt(0, 25))
      for (const what of street.underWay()) reached(underWay, what)
      await server.kill()
      await server.start()
      if (point % 20 === 0) tell(`${point} kills, ${street.gone} students`)
    }
    await street.empty()
    await untilRest(look, witness)
    await checkPromises(witness)
    for (const { attempts } of emulator.notices)
      if (attempts.some(({ status }) => status === undefined)) reached(underWay, 'a notice that nobody took')
    return {
      ...{ kills: points, students: street.gone, underWay, broken: witness.broken },
      seconds: (performance.now() - begun) / 1000,
    }
  } finally {
    await server.stop()
    await emulator.close()
    await db.close()
    await looking.end()
    await database.drop()
    await rm(folder, { recursive: true, force: true })
  }
}

type Look = Witness['ground']['look']

async function untilRest(look: Look, { ground, broken }: Pick<Witness, 'ground' | 'broken'>): Promise<void> {
  for (const until = Date.now() + REST_LIMIT_MS; Date.now() < until; await wait(500)) {
    const [row] = await look<{ busy: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM payment WHERE state IN ('open', 'closing'))
        OR EXISTS (SELECT 1 FROM refund WHERE state IN ('approved', 'sent')) AS busy`,
    )
    const { payments, refunds } = ground.emulator.ledger()
    const isHeard = await areHeard(look, payments)
    if (!row!.busy && isHeard && refunds.every(({ state }) => state === 'SUCCESS')) return
  }
  broken.push('something is still under way')
}

/** Whether every payment of the provider is on record here. */
async function areHeard(look: Look, payments: { outTradeNo: string; paidAt: string | null }[]): Promise<boolean> {
  const paid = payments.filter(({ paidAt }) => paidAt !== null).map(({ outTradeNo }) => outTradeNo)
  const [row] = await look<{ count: number }>(
    `SELECT count(*)::integer AS count FROM payment WHERE trade_number = ANY($1) AND state IN ('paid', 'late')`,
    [paid],
  )
  return row!.count === paid.length
}

/** Students on their way, always so many, who wait while the server is away. */
function openStreet(server: ServerProcess, base: Pick<Surroundings, 'emulator' | 'witness'>) {
  const { witness } = base
  const asking = new Map<symbol, string>()
  const walking = new Set<Promise<void>>()
  let asked = 0
  let gone = 0
  let queue: Person[] = []

  async function send(person: Person, method: 'GET' | 'POST', path: string, json?: object) {
    while (!server.isUp) await wait(20)
    asked += 1
    const mark = Symbol()
    asking.set(mark, `${method} ${path.replace(/\/[a-z]+_\w+/g, '')}`)
    try {
      return await request(server.url, person, method, path, json, witness.broken)
    } finally {
      asking.delete(mark)
    }
  }

  function next(): void {
    const person = queue.shift()
    if (person === undefined) return
    ;(witness as Witness).people.push(person)
    const walked = walk(person, newIntent(), { ...base, send })
      .catch((error: Error) => void witness.broken.push(error.message))
      .then(() => {
        walking.delete(walked)
        gone += 1
        next()
      })
    walking.add(walked)
  }

  return {
    get gone() {
      return gone
    },
    fill(people: Person[]) {
      queue = people
      while (walking.size < STUDENTS_AT_ONCE && queue.length > 0) next()
    },
    underWay: () => [...asking.values()],
    async untilAsked(count: number) {
      const until = asked + count
      while (asked < until) await wait(2)
    },
    async empty() {
      queue = []
      await Promise.all(walking)
    },
  }
}

async function request(
  url: string,
  person: Person,
  method: string,
  path: string,
  json: object | undefined,
  broken: string[],
): Promise<Answer | undefined> {
  const headers: Record<string, string> = { authorization: `Bearer ${person.token}` }
  if (json !== undefined) headers['content-type'] = 'application/json'
  try {
    const body = json === undefined ? {} : { body: JSON.stringify(json) }
    const answer = await fetch(`${url}/api${path}`, { method, headers, ...body })
    const said = await answer.json()
    if (answer.status >= 500) broken.push(`${method} ${path} was answered ${answer.status} ${JSON.stringify(said)}`)
    return { status: answer.status, body: said }
  } catch {
    return undefined
  }
}

function newIntent(): Intent {
  const cancels = (['never', 'never', 'never', 'before-paying', 'after-paying'] as const)[randomInt(5)]!
  return { way: randomInt(3) === 0 ? 'weapp' : 'h5', cancels, asksBack: randomInt(4) === 0 }
}
