import { createHash, randomBytes } from 'node:crypto'

/** What each kind of id starts with, so that an id in a log or a URL says what it names. */
export type IdPrefix =
  | 'acc'
  | 'adr'
  | 'alm'
  | 'apr'
  | 'aud'
  | 'bdl'
  | 'cmp'
  | 'cod'
  | 'con'
  | 'cor'
  | 'dev'
  | 'dif'
  | 'dlf'
  | 'dlt'
  | 'dlv'
  | 'era'
  | 'exp'
  | 'grd'
  | 'grx'
  | 'idn'
  | 'inv'
  | 'ivx'
  | 'ntc'
  | 'ord'
  | 'pay'
  | 'pcl'
  | 'pho'
  | 'prb'
  | 'rem'
  | 'rev'
  | 'rcn'
  | 'rfd'
  | 'ros'
  | 'rsc'
  | 'sch'
  | 'flt'
  | 'ses'
  | 'shr'
  | 'stf'
  | 'unc'
  | 'wci'

export type Id<P extends IdPrefix> = `${P}_${string}`

/** Crockford’s letters in lower case: no i, l, o, u, so ids survive being read aloud. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz'

/** A new id of 26 random letters (130 bits): not to be guessed. */
export function newId<P extends IdPrefix>(prefix: P): Id<P> {
  return spell(prefix, randomBytes(26))
}

/** The one id of what a text names: the same text always has the same. As hard to guess as the text. */
export function idOf<P extends IdPrefix>(prefix: P, text: string): Id<P> {
  return spell(prefix, createHash('sha256').update(text).digest().subarray(0, 26))
}

function spell<P extends IdPrefix>(prefix: P, bytes: Uint8Array): Id<P> {
  let letters = ''
  for (const byte of bytes) letters += LETTERS[byte & 31]
  return `${prefix}_${letters}`
}

/** `digitCount` random decimal digits, each equally likely. */
export function randomDigits(digitCount: number): string {
  let digits = ''
  while (digits.length < digitCount) {
    for (const byte of randomBytes(digitCount)) if (byte < 250) digits += byte % 10
  }
  return digits.slice(0, digitCount)
}
