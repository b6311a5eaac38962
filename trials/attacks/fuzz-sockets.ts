import { connect } from 'node:net'
import fc from 'fast-check'
import type { Ground } from './ground.ts'
import { type Row, Tally } from './row.ts'

const LIMIT_MS = 4_000

const line = fc.constantFrom(
  ...[
    'GET / HTTP/1.1',
    'GET /api/app HTTP/1.1',
    'POST /api/sessions HTTP/1.1',
    'GET /api/app HTTP/0.9',
    'GET /api/app HTTP/9.9',
  ],
  ...[
    'GET  /api/app  HTTP/1.1',
    'get /api/app HTTP/1.1',
    'BREW /pot HTTP/1.1',
    'GET http://evil.example/ HTTP/1.1',
    'CONNECT a:443 HTTP/1.1',
  ],
  ...[
    'PRI * HTTP/2.0',
    'OPTIONS * HTTP/1.1',
    'GET /%00 HTTP/1.1',
    'GET /\x00 HTTP/1.1',
    'GET /林 HTTP/1.1',
    '\x16\x03\x01\x02\x00',
    '',
  ],
  ...[
    `GET /${'a'.repeat(20_000)} HTTP/1.1`,
    'TRACE / HTTP/1.1',
    'GET /../../etc/passwd HTTP/1.1',
    'GET /api//app HTTP/1.1',
  ],
)
const header = fc.constantFrom(
  ...[
    'Host: x',
    'Host: x\r\nHost: y',
    'Host:',
    'Content-Length: 5',
    'Content-Length: -1',
    'Content-Length: 5\r\nContent-Length: 6',
  ],
  ...[
    'Content-Length: 99999999999999999999',
    'Transfer-Encoding: chunked',
    'Transfer-Encoding: chunked\r\nContent-Length: 3',
  ],
  ...[
    'Transfer-Encoding: identity, chunked',
    'Transfer-Encoding : chunked',
    ' folded: x',
    'no-colon',
    'a\x00b: c',
    'X: \r\n y',
  ],
  ...[
    'Connection: upgrade\r\nUpgrade: websocket',
    'Connection: upgrade\r\nUpgrade: h2c',
    'Expect: 100-continue',
    'Expect: a-miracle',
  ],
  ...[
    `X: ${'y'.repeat(20_000)}`,
    `${'z'.repeat(9000)}: 1`,
    'Cookie: \x80\xff',
    'Origin: \t',
    'Content-Type: application/json',
  ],
)
const body = fc.constantFrom(
  '',
  '{}',
  'hello',
  '5\r\nhello\r\n0\r\n\r\n',
  'zz\r\n',
  '-1\r\n\r\n',
  'ffffffffffffffff\r\nx',
  '0\r\n\r\nGET /api/app HTTP/1.1\r\nHost: x\r\n\r\n',
)
const words = fc.record({
  line,
  headers: fc.array(header, { maxLength: 5 }),
  body,
  end: fc.constantFrom('\r\n', '\n', '\r'),
})

/** What is no HTTP, or hardly: the connection is answered with a refusal or closed, and nothing else happens. */
export async function shoutAtSocket(ground: Ground, count: number, seed: number): Promise<Row> {
  const tally = new Tally('fuzz', 'HTTP that is none, written to the socket')
  const port = Number(new URL(ground.origin).port)
  const drawn = fc.sample(words, { numRuns: count, seed })
  const counts = new Map<string, number>()
  const worker = async () => {
    for (let one = drawn.pop(); one; one = drawn.pop()) {
      const text = [one.line, ...one.headers, '', one.body].join(one.end)
      const answer = await shout(port, Buffer.from(text, 'latin1'))
      const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? (answer === '' ? 'closed' : 'other')
      counts.set(status, (counts.get(status) ?? 0) + 1)
      const isHeld =
        !/^HTTP\/1\.1 5/.test(answer) && !/\n\s+at |node:internal|\/server\/src/.test(answer) && status !== 'other'
      tally.count(isHeld, `${JSON.stringify(text.slice(0, 120))}: ${answer.slice(0, 80)}`)
    }
  }
  await Promise.all(Array.from({ length: 16 }, worker))
  tally.count((await ground.visitor().send('GET', '/api/app')).status === 200, 'it does not answer any more')
  return tally.done(
    [...counts]
      .sort()
      .map(([status, times]) => `${status}: ${times}`)
      .join(', '),
  )
}

/** Everything that comes back until the other side closes, or for a while. */
function shout(port: number, bytes: Buffer): Promise<string> {
  return new Promise((done) => {
    let heard = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    const end = () => {
      socket.destroy()
      done(heard)
    }
    // Half of what is said here waits for more: hanging up says that nothing comes.
    const hangUp = setTimeout(() => socket.end(), 300)
    socket.setTimeout(LIMIT_MS, end)
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1')
    })
    socket.on('error', end)
    socket.on('close', () => {
      clearTimeout(hangUp)
      end()
    })
  })
}
