import { quantile } from '../bench/table.ts'
import type { Ground } from './ground.ts'
import { type Row, Tally } from './row.ts'
import { rawRequest } from './wire.ts'

/** Just under what a head may have; three texts of a body, escaped, are just under what that may have. */
const HEAD_CHARACTERS = 15_000
const BODY_CHARACTERS = 9_000
/** A search that begins anew at each of 15,000 signs holds the program up for twice as long. */
const MOST_MS = 150

/** Signs that searches for names, numbers, addresses and ends of words go through again and again, where they can. */
const pieces = ['\\', '1', 'a', 'a.', 'a@', 'a:', '(', '<', '"', '\\"', '%40', '%20', '/', '[', '=', ';', ',', '&', '-']
const headers = [
  'user-agent',
  'accept-language',
  'cookie',
  'x-forwarded-for',
  'origin',
  'authorization',
  'content-type',
]

/** Where strangers can write, and the request that carries a text there. */
const places: Record<string, (piece: string) => string> = {
  'an address': (piece) => request('GET', `/api/${longOf(piece, HEAD_CHARACTERS)}`),
  'a query': (piece) => request('GET', `/api/app?x=${longOf(piece, HEAD_CHARACTERS)}`),
  'every text of a body': (piece) => {
    const text = `x${longOf(piece, BODY_CHARACTERS)}x`
    return post('content-type: application/json', JSON.stringify({ kind: text, number: text, password: text }))
  },
  ...Object.fromEntries(
    headers.map((name) => [name, (piece: string) => post(`${name}: x${longOf(piece, HEAD_CHARACTERS)}x`, '{}')]),
  ),
}

const longOf = (piece: string, characters: number) => piece.repeat(characters / piece.length)

const request = (method: string, path: string, lines: string[] = [], body = '') =>
  `${[`${method} ${path} HTTP/1.1`, 'host: a', 'connection: close', ...lines].join('\r\n')}\r\n\r\n${body}`

const post = (line: string, body: string) =>
  request('POST', '/api/sessions', [line, `content-length: ${Buffer.byteLength(body)}`], body)

/** Long texts of one sign in every place that strangers can write to: whoever asks next is answered at once. */
export async function tediousTexts({ origin }: Ground, short: boolean): Promise<Row> {
  const tally = new Tally('headers', `texts that keep a search busy: whoever asks next waits at most ${MOST_MS} ms`)
  const waits: { ms: number; what: string }[] = []
  for (const [place, requestWith] of Object.entries(places)) {
    for (const piece of pieces) {
      const what = `${place}, ${piece}${piece}${piece}…`
      const times: number[] = []
      while (times.length < (short ? 1 : 9)) {
        const startedAt = performance.now()
        const { status } = await rawRequest(origin, requestWith(piece))
        // The log is written once the answer has gone.
        const next = await fetch(`${origin}/health`)
        await next.arrayBuffer()
        times.push(performance.now() - startedAt)
        tally.count(status < 500 && next.ok, `${what}: ${status}, then ${next.status}`)
      }
      waits.push({ ms: quantile(times, 0.5), what })
    }
  }
  const longest = waits.reduce((one, other) => (other.ms > one.ms ? other : one))
  for (const { ms, what } of short ? [] : waits) tally.count(ms <= MOST_MS, `${what}: ${ms.toFixed(0)} ms`)
  return tally.done(`the longest median ${longest.ms.toFixed(0)} ms (${longest.what})`)
}
