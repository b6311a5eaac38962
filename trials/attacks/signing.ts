import { addAccount } from '../../server/src/account/accounts.ts'
import { giveConsent } from '../../server/src/consent/consents.ts'
import { ensureIdentity } from '../../server/src/identity/identities.ts'
import { inTransaction, SYSTEM } from '../../server/src/platform/db.ts'
import { aNumber } from '../../server/test/number.ts'
import type { Reply } from '../../server/test/visitor.ts'
import type { Ground } from './ground.ts'
import { type Options, type Row, Tally } from './row.ts'

/** Whether somebody from outside learns which numbers are registered, or gets in with a number and its last six. */
export async function run(ground: Ground, options: Options): Promise<Row[]> {
  const rows = await enumeration(ground, options)
  rows.push(await spraying(ground, options))
  // Whoever attacks next begins with a clean slate.
  await ground.query('DELETE FROM throttle')
  return rows
}

const questions = {
  'password forgotten': (number: string) => ['passwordForget', { number }] as const,
  'the last six': (number: string) => ['sessionStart', { number, password: number.slice(-6) }] as const,
  'a wrong password': (number: string) => ['sessionStart', { number, password: 'not the password' }] as const,
}
type Question = keyof typeof questions

/** What can be compared from outside: random parts are replaced, names of cookies stay. */
function seen({ status, headers, body }: Reply): string {
  const text = JSON.stringify(body)
    .replace(/cod_\w{26}/, 'cod')
    .replace(/"demoCode":"\d{6}"/, '"demoCode"')
  const names = [...headers.keys()].filter((name) => name !== 'date').join()
  const cookies = headers.getSetCookie().map((line) => line.slice(0, line.indexOf('=')))
  return JSON.stringify([status, text, names, cookies, headers.get('content-length')])
}

async function enumeration(ground: Ground, { short }: Options): Promise<Row[]> {
  const samples = short ? 30 : 500
  const numbers = { registered: await registered(ground, samples), unknown: Array.from({ length: samples }, aNumber) }
  const answers = new Tally('5', 'is this number registered? asked of as many registered and unknown: equal answers')
  const times = new Tally('5', 'the same, by how long the answers take')
  let note = ''
  for (const [question, asked] of Object.entries(questions) as [Question, (typeof questions)[Question]][]) {
    const taken = { registered: [] as number[], unknown: [] as number[] }
    const said = { registered: new Set<string>(), unknown: new Set<string>() }
    const ask = async (kind: keyof typeof numbers, number: string) => {
      const begunAt = performance.now()
      said[kind].add(seen(await ground.visitor().ask(asked(number)[0], {}, asked(number)[1])))
      taken[kind].push(performance.now() - begunAt)
    }
    for (let at = 0; at < samples; at++) {
      // What is compared is the answer, not the limits.
      if (at % 5 === 0) await ground.query('DELETE FROM throttle')
      const pair = [() => ask('registered', numbers.registered[at]!), () => ask('unknown', numbers.unknown[at]!)]
      // One after another, the first in turn: what else the machine does meets both alike.
      for (const one of at % 2 === 0 ? pair : pair.reverse()) await one()
    }
    const isAlike = said.registered.size === 1 && [...said.registered].join() === [...said.unknown].join()
    for (let at = 0; at < 2 * samples; at++)
      answers.count(isAlike, `${question}: ${[...said.registered, '|', ...said.unknown]}`)
    const share = longerShare(taken.registered, taken.unknown)
    // Four standard deviations of the share of pairs when times tell nothing.
    const most = 4 * Math.sqrt((2 * samples + 1) / (12 * samples * samples))
    times.count(Math.abs(share - 0.5) < most, `${question}: ${(100 * share).toFixed(1)} %`)
    note += `${question} ${(100 * share).toFixed(1)} %; `
  }
  return [
    answers.done(`${samples} + ${samples} for each of 3 questions`),
    times.done(`registered takes longer in: ${note}50 tells nothing`),
  ]
}

/** The share of pairs in which the first took longer. */
function longerShare(ones: number[], others: number[]): number {
  const longer = ones.reduce((sum, one) => sum + others.filter((other) => one > other).length, 0)
  return longer / (ones.length * others.length)
}

/** Accounts of which every second has an own password. */
async function registered({ db, secrets, query }: Ground, count: number): Promise<string[]> {
  const numbers = Array.from({ length: count }, aNumber)
  const passwordHash = await secrets.hashPassword('a long own password')
  const now = new Date()
  await inTransaction(db, SYSTEM, async (tx) => {
    const consentId = await giveConsent(tx, { purpose: 'privacy', version: '1', channel: 'web', givenAt: now })
    const person = { name: '林知远', gender: '男', phone: '+8613800138000', mail: 'someone@example.org' } as const
    for (const [place, number] of numbers.entries()) {
      const identityId = await ensureIdentity(tx, secrets, { kind: 'idcard', number })
      const accountId = await addAccount(tx, secrets, { ...person, identityId, consentId }, now)
      if (place % 2 === 0) numbers[place] = `${number}|${accountId}`
    }
  })
  const owners = numbers.flatMap((text) => text.split('|').slice(1))
  await query('UPDATE account SET password_hash = $1 WHERE id = ANY($2)', [passwordHash, owners])
  return numbers.map((text) => text.split('|')[0]!)
}

async function spraying(ground: Ground, { short }: Options): Promise<Row> {
  const tries = short ? 400 : 10_000
  const tally = new Tally(
    '6',
    'distinct numbers, each with its last six from a network of its own: no session, nothing personal',
  )
  await ground.query('DELETE FROM throttle')
  const numbers = [...(await registered(ground, 40)), ...Array.from({ length: tries - 40 }, aNumber)]
  // Registered and unknown in any order, the registered among the first, which the breaker still lets through.
  numbers.splice(0, 80, ...numbers.slice(0, 80).sort())
  const sessionsBefore = await ground.query('SELECT id FROM session')
  let through = 0
  const spray = async (offset: number, step: number) => {
    for (let place = offset; place < tries; place += step) {
      const number = numbers[place]!
      const headers = { 'x-forwarded-for': `10.${(place >> 8) & 255}.${place & 255}.7` }
      const reply = await ground
        .visitor()
        .send('POST', '/api/sessions', { json: { number, password: number.slice(-6) }, headers })
      if (reply.status === 200) through += 1
      const isTurnedAway = reply.status === 429 && reply.body.code === 'too-many-tries'
      const isCodeAsked = reply.status === 200 && reply.body.state === 'code-required'
      const isOpened = reply.headers.getSetCookie().some((line) => line.includes('session'))
      const tells = /林|13800138000|example\.org/.test(JSON.stringify(reply.body))
      tally.count((isTurnedAway || isCodeAsked) && !isOpened && !tells, `${reply.status} ${JSON.stringify(reply.body)}`)
    }
  }
  await Promise.all(Array.from({ length: 8 }, (_, offset) => spray(offset, 8)))
  tally.count((await ground.query('SELECT id FROM session')).length === sessionsBefore.length, 'a session was opened')
  tally.count(through <= 200, `${through} were let through to the code`)
  return tally.done(`${through} of ${tries} were answered before the breaker opened (bar: 200)`)
}
