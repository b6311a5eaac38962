import type { Ground } from './ground.ts'
import { type Options, type Row, Tally } from './row.ts'
import { tediousTexts } from './tedious.ts'
import { dribble, rawRequest, type WireAnswer } from './wire.ts'

/**
 * What no browser sends: texts that keep a search busy, odd methods, requests that may be read as two, hosts of others,
 * heads and bodies that never end.
 */
export async function run(ground: Ground, { short }: Options): Promise<Row[]> {
  const tedious = await tediousTexts(ground, short)
  const slow = neverEnding(ground, short)
  const rows = [
    tedious,
    await oddMethods(ground),
    await smuggling(ground),
    await hosts(ground),
    await largeHeads(ground),
  ]
  return [...rows, await slow]
}

const head = (...lines: string[]) => `${lines.join('\r\n')}\r\n\r\n`

async function oddMethods({ origin }: Ground): Promise<Row> {
  const tally = new Tally('headers', 'odd methods: TRACE, TRACK, CONNECT, DEBUG, PUT …, and methods by header')
  const mark = 'x-mark: 7b1f'
  for (const method of ['TRACE', 'TRACK', 'CONNECT', 'DEBUG', 'PUT', 'PATCH', 'PROPFIND', 'OPTIONS', 'get', 'FOO']) {
    for (const path of ['/', '/api/app', '/api/sessions', '/console/', '/health']) {
      const answer = await rawRequest(origin, head(`${method} ${path} HTTP/1.1`, 'host: a', mark, 'connection: close'))
      const isRefused = answer.status === 0 || (answer.status >= 400 && answer.status < 500)
      const isEchoed = answer.body.includes('7b1f') || answer.headers.has('allow-origin')
      tally.count(isRefused && !isEchoed, `${method} ${path}: ${answer.status}`)
    }
  }
  for (const name of ['x-http-method-override', 'x-method-override', 'x-http-method']) {
    const lines = ['host: a', `${name}: DELETE`, 'connection: close']
    const { status } = await rawRequest(origin, head('GET /api/sessions/current HTTP/1.1', ...lines))
    tally.count(status === 404, `${name}: ${status}`)
  }
  return tally.done()
}

/** A second request is hidden in each: it must never be answered, and nothing may be read both ways. */
async function smuggling({ origin }: Ground): Promise<Row> {
  const tally = new Tally('headers', 'requests that a proxy and the program could read differently')
  const hidden = head('GET /api/app HTTP/1.1', 'host: a')
  const post = 'POST /api/sessions HTTP/1.1'
  const json = 'content-type: application/json'
  const chunks = `0\r\n\r\n${hidden}`
  const cases: Record<string, string> = {
    'two lengths': `${head(post, 'host: a', json, 'content-length: 2', `content-length: ${2 + hidden.length}`)}{}${hidden}`,
    'two lengths in one': `${head(post, 'host: a', json, `content-length: 2, ${2 + hidden.length}`)}{}${hidden}`,
    'length and chunks': head(post, 'host: a', json, 'content-length: 4', 'transfer-encoding: chunked') + chunks,
    'chunks and length': head(post, 'host: a', json, 'transfer-encoding: chunked', 'content-length: 4') + chunks,
    'chunked twice': head(post, 'host: a', json, 'transfer-encoding: chunked, chunked') + chunks,
    'chunked, then not': head(post, 'host: a', json, 'transfer-encoding: chunked, identity') + chunks,
    'another coding': head(post, 'host: a', json, 'transfer-encoding: xchunked') + chunks,
    'a blank before the colon':
      head(post, 'host: a', json, 'transfer-encoding : chunked', 'content-length: 4') + chunks,
    'a folded line': head(post, 'host: a', json, 'transfer-encoding:', ' chunked', 'content-length: 4') + chunks,
    'a vertical tab': head(post, 'host: a', json, 'transfer-encoding: \x0bchunked', 'content-length: 4') + chunks,
    'a length with a sign': `${head(post, 'host: a', json, 'content-length: +2')}{}${hidden}`,
    'a length below nothing': head(post, 'host: a', json, 'content-length: -1') + hidden,
    'a length in hex': `${head(post, 'host: a', json, 'content-length: 0x2')}{}${hidden}`,
    'a chunk too long to count': `${head(post, 'host: a', json, 'transfer-encoding: chunked')}fffffffffffffffff\r\n${hidden}`,
    'a chunk that is no number': `${head(post, 'host: a', json, 'transfer-encoding: chunked')}zz\r\n${hidden}`,
    'lines that end in LF alone': `${post}\nhost: a\ncontent-length: 2\n\n{}${hidden}`,
    'a NUL in a header': head(post, 'host: a', 'x: a\0b', 'content-length: 0') + hidden,
    'a bare CR in a header': head(post, 'host: a', 'x: a\rb: c', 'content-length: 0') + hidden,
    'two hosts': head('GET /api/app HTTP/1.1', 'host: a', 'host: b'),
    'no host': head('GET /api/app HTTP/1.1'),
    'a blank in the path': head('GET /api/app HTTP/1.1 HTTP/1.1', 'host: a'),
    'HTTP/0.9': 'GET /api/app\r\n',
    'HTTP/2 by knowledge': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  }
  for (const [name, bytes] of Object.entries(cases)) {
    const answer = await rawRequest(origin, Buffer.from(bytes, 'latin1'), 1_500)
    const isRefused = answer.status === 0 || (answer.status >= 400 && answer.status < 500)
    tally.count(isRefused && answer.answers <= 1, `${name}: ${answer.answers} answers, the first ${answer.status}`)
  }
  return tally.done()
}

/** Whatever host a request names, no answer leads or points there. */
async function hosts({ origin }: Ground): Promise<Row> {
  const tally = new Tally('headers', 'the host of another site, in every header that could name one')
  const evil = 'evil.example'
  const names = [
    'host',
    'x-forwarded-host',
    'forwarded',
    'x-original-url',
    'x-rewrite-url',
    'x-host',
    'x-forwarded-server',
  ]
  for (const name of names) {
    for (const path of ['/', '/console', '/console/', '/api/app', '/api/docs/json', '/nothing']) {
      const lines = [...(name === 'host' ? [] : ['host: a']), `${name}: ${evil}`, 'x-forwarded-proto: http']
      const answer = await rawRequest(origin, head(`GET ${path} HTTP/1.1`, ...lines, 'connection: close'))
      tally.count(!namesIt(answer, evil), `${name} ${path}: ${answer.headers.get('location') ?? 'in the body'}`)
    }
  }
  for (const path of ['//evil.example/', '/console//evil.example', '/\\evil.example', 'http://evil.example/console']) {
    const answer = await rawRequest(origin, head(`GET ${path} HTTP/1.1`, 'host: a', 'connection: close'))
    tally.count(!namesIt(answer, evil), `${path}: ${answer.headers.get('location') ?? 'in the body'}`)
  }
  return tally.done()
}

const namesIt = ({ headers, body }: WireAnswer, text: string) =>
  body.includes(text) || [...headers.values()].some((value) => value.includes(text))

async function largeHeads({ origin }: Ground): Promise<Row> {
  const tally = new Tally('headers', 'heads, addresses and cookies of 20 KB to 1 MB')
  for (const size of [20_000, 100_000, 1_000_000]) {
    const long = 'x'.repeat(size)
    for (const bytes of [
      head('GET /api/app HTTP/1.1', 'host: a', `x-long: ${long}`),
      head('GET /api/app HTTP/1.1', 'host: a', `cookie: tucai_session=${long}`),
      head(`GET /api/app?${long} HTTP/1.1`, 'host: a'),
      head('GET /api/app HTTP/1.1', 'host: a', ...Array.from({ length: size / 10 }, (_, nth) => `x${nth}: y`)),
    ]) {
      const { status } = await rawRequest(origin, bytes)
      tally.count([0, 400, 414, 431].includes(status), `${size} bytes: ${status}`)
    }
  }
  return tally.done()
}

const HEAD_LIMIT_MS = 10_000
const BODY_LIMIT_MS = 120_000
/** The program looks every two seconds, and the machine may be busy. */
const GRACE_MS = 10_000

/** Several hundred clients that never finish, while others are answered. */
async function neverEnding({ origin, visitor }: Ground, short: boolean): Promise<Row> {
  const count = short ? 50 : 400
  const tally = new Tally(
    'headers',
    `clients that send a byte a second: heads end within 20 s${short ? '' : ', bodies within 130 s'}`,
  )
  const heads = Array.from({ length: count }, () =>
    dribble(origin, 'GET /api/app HTTP/1.1\r\nhost: a\r\nx: ', 'y', HEAD_LIMIT_MS + GRACE_MS * 3),
  )
  const begin = head(
    'POST /api/sessions HTTP/1.1',
    'host: a',
    'content-type: application/json',
    'content-length: 60000',
  )
  const bodies = short
    ? []
    : Array.from({ length: count }, () => dribble(origin, begin, '1', BODY_LIMIT_MS + GRACE_MS * 3))
  const waits: number[] = []
  for (let time = 0; time < 20; time++) {
    const begunAt = performance.now()
    const { status } = await visitor().ask('appShow')
    waits.push(performance.now() - begunAt)
    tally.count(status === 200, `meanwhile somebody else was answered ${status}`)
  }
  for (const ms of await Promise.all(heads))
    tally.count(ms < HEAD_LIMIT_MS + GRACE_MS, `a head was borne ${ms.toFixed(0)} ms`)
  for (const ms of await Promise.all(bodies))
    tally.count(ms < BODY_LIMIT_MS + GRACE_MS, `a body was borne ${ms.toFixed(0)} ms`)
  return tally.done(`meanwhile others waited ${Math.max(...waits).toFixed(0)} ms at most`)
}
