import { randomInt } from 'node:crypto'
import type { FastifyRequest } from 'fastify'

/** Without 0 and 1 no id looks like a phone or an identity number, and without vowels it spells nothing. */
const LETTERS = 'bcdfghjkmnpqrstvwxz23456789'
const GROUPS = 3
const GROUP_LETTERS = 4

/** An id of our own for each request, short enough to be read out on the phone: `k7wq-m3hd-x9tb`. */
export function newRequestId(): string {
  return Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP_LETTERS }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
  ).join('-')
}

/** What a trusted proxy calls the request, where it says so in a safe form; for the lines of our log. */
export function proxyRequestId({ ips = [], headers }: Pick<FastifyRequest, 'ips' | 'headers'>): string | undefined {
  const given = headers['x-request-id']
  return ips.length > 1 && typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : undefined
}
