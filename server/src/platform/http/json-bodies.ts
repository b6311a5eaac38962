import { isUtf8 } from 'node:buffer'
import { Problem } from '@tucai/contract'
import type { FastifyInstance } from 'fastify'

/**
 * Reads bodies of JSON. Text that is no Unicode is refused: a half of a surrogate pair, or bytes that are no UTF-8, would
 * be kept as replacement characters, and the sender would never get back what was sent.
 */
export function readJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (!isUtf8(body as Buffer)) return done(new Problem('request-malformed'))
    const text = body.toString()
    parse(request, text, (error, value) => {
      // Only an escape can stand for half a pair in valid UTF-8.
      const isBroken = !error && /\\ud[89a-f]/i.test(text) && !isWellFormed(value)
      if (isBroken) done(new Problem('request-malformed'))
      else done(error, value)
    })
  })
}

/** Without recursion: a sender may nest as deep as the body is long. */
function isWellFormed(value: unknown): boolean {
  const left = [value]
  while (left.length > 0) {
    const one = left.pop()
    if (typeof one === 'string' && !one.isWellFormed()) return false
    if (typeof one === 'object' && one !== null) for (const [key, inside] of Object.entries(one)) left.push(key, inside)
  }
  return true
}
