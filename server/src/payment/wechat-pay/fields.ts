/** A JSON object whose fields are looked at one by one. */
export type Fields = Record<string, unknown>

/** What WeChat Pay sent is not as its documents say. */
export class Malformed extends Error {}

/** @throws Malformed */
export function parseFields(json: Buffer | string): Fields {
  let parsed: unknown
  try {
    parsed = JSON.parse(json.toString())
  } catch {
    // The parser's own words would quote what was sent.
    throw new Malformed('no JSON')
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Fields
  throw new Malformed('no JSON object')
}

/** @throws Malformed */
export function fieldsOf(from: Fields, name: string): Fields {
  const value = from[name]
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  throw new Malformed(`${name} is no object`)
}

/** @throws Malformed when it is no text or empty */
export function textOf(from: Fields, name: string): string {
  const value = from[name]
  if (typeof value === 'string' && value !== '') return value
  throw new Malformed(`${name} is no text`)
}

/** @throws Malformed when it is no amount in fen */
export function fenOf(from: Fields, name: string): number {
  const value = from[name]
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number
  throw new Malformed(`${name} is no amount`)
}

/** @throws Malformed when it is no instant with its offset (RFC 3339) */
export function instantOf(from: Fields, name: string): Date {
  const text = textOf(from, name)
  const instant = new Date(text)
  if (/^\d{4}-\d\d-\d\dT[\d:.]+([+-]\d\d:\d\d|Z)$/.test(text) && !Number.isNaN(instant.getTime())) return instant
  throw new Malformed(`${name} is no instant`)
}
