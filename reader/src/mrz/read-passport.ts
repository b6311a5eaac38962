import { parse } from 'mrz'
import { isRealDate } from '../card/number.ts'
import { type Field, type Fields, type Flag, field, passportFieldNames, type WarningCode } from '../reading.ts'
import type { TextNetworks } from '../text/networks.ts'
import type { Page } from '../text/page.ts'
import { isCountry } from './first-line.ts'
import { readZone, type Zone } from './read-rows.ts'

export interface PassportRead {
  fields: Fields
  mrz: [string, string] | null
  warnings: WarningCode[]
}

/** Reads the data page of a passport by its machine-readable zone, and compares it with the printed part. */
export async function readPassport(networks: TextNetworks, page: Page, today: string): Promise<PassportRead> {
  const printed = page.lines.map(({ text }) => plain(text))
  const zone = await readZone(networks, page.picture, page.lines, (line) => bearsNames(printed, namesOf(line)))
  return passportOf(zone, printed, today)
}

const plain = (text: string) => text.toUpperCase().replace(/[^A-Z0-9]/g, '')
const blank = (): Fields => Object.fromEntries(passportFieldNames.map((name) => [name, field(null, { source: 'mrz' })]))

/** The fields of the two lines; what is wrong or nowhere confirmed is flagged. `printed` are the other lines, plain. */
export function passportOf({ first, second }: Zone, printed: string[], today: string): PassportRead {
  const warnings: WarningCode[] = []
  const fields = blank()
  const issuer = first?.line.slice(2, 5)
  if (second) Object.assign(fields, dataFields(withCountry(second, issuer), printed, today))
  if (first) Object.assign(fields, nameFields(first, printed))
  if (!first || !second || (second.checks !== 5 && !second.reckoned)) warnings.push('mrz-doubtful')
  if (fields.expiry!.flags.includes('expired')) warnings.push('expired')
  return { fields, mrz: first && second ? [first.line, withCountry(second, issuer).line] : null, warnings }
}

type Second = NonNullable<Zone['second']>

/** No check digit covers the nationality: one that does not exist is the issuing country's, where one letter differs. */
function withCountry(second: Second, issuer: string | undefined): Second {
  const country = second.line.slice(10, 13)
  if (isCountry(country) || issuer === undefined || !isCountry(issuer)) return second
  if ([...country].filter((letter, i) => letter !== issuer[i]).length > 1) return second
  return { ...second, line: second.line.slice(0, 10) + issuer + second.line.slice(13) }
}

function dataFields(
  { line, checks, ambiguous, resolved, quad }: NonNullable<Zone['second']>,
  printed: string[],
  today: string,
): Fields {
  const { fields, details } = parse([`P<UTO${'A<<B'.padEnd(39, '<')}`, line])
  const isSound = (name: string) => details.some((detail) => detail.field === name && detail.valid)
  const flagsOf = (...names: string[]): Flag[] => (names.every(isSound) ? [] : ['checksum'])
  const composite: Flag[] = isSound('compositeCheckDigit') ? [] : ['checksum']
  const confidence = (flags: Flag[]) => (flags.length > 0 ? 0.3 : 0.7 + 0.06 * checks)
  const made = (value: string | null, flags: Flag[]) => {
    const all = [...new Set([...flags, ...(value === null ? (['missing'] as const) : [])])]
    return field(value, { source: 'mrz', quad, flags: all, confidence: confidence(all) })
  }
  const number = line.slice(0, 9).replace(/<+$/, '')
  const numberFlags: Flag[] = [
    ...flagsOf('documentNumberCheckDigit'),
    ...composite,
    ...(ambiguous ? (['near-tie'] as const) : []),
  ]
  // Nine places hold the usual number only; a longer one goes on in the optional data.
  const isPrinted = printed.some((text) => text.length < 20 && text.includes(number))
  if (resolved && !isPrinted) numberFlags.push('resolved')
  const isConfirmed = checks === 5 || isPrinted
  if (!isConfirmed) numberFlags.push('unconfirmed')
  const birth = wholeDate(fields.birthDate ?? line.slice(13, 19), today, 'past')
  const expiry = wholeDate(fields.expirationDate ?? line.slice(21, 27), today, 'future')
  const country = line.slice(10, 13).replace(/<+$/, '')
  const sex = { M: '男', F: '女' }[line[20]!] ?? null
  return {
    passportNumber: made(number, [...new Set(numberFlags)]),
    nationality: made(country, isCountry(country) ? [] : ['not-in-table']),
    birth: made(birth, flagsOf('birthDateCheckDigit')),
    expiry: made(expiry, [
      ...flagsOf('expirationDateCheckDigit'),
      ...(expiry && expiry < today ? (['expired'] as const) : []),
    ]),
    gender: made(sex, []),
  }
}

/** YYMMDD with its century: a birth is not after today, an expiry at most fifty years ahead. */
function wholeDate(digits: string, today: string, side: 'past' | 'future'): string | null {
  const recent = `20${digits}`
  const limit = side === 'past' ? today : `${Number(today.slice(0, 4)) + 50}1231`
  const date = recent <= limit ? recent : `19${digits}`
  return isRealDate(date) ? date : null
}

/** Surname and given names of a first line, with spaces. */
function namesOf(line: string): { surname: string; given: string } {
  const [surname = '', ...given] = line.slice(5).replace(/<+$/, '').split('<<')
  const spaced = (text: string) => text.replace(/<+/g, ' ').trim()
  return { surname: spaced(surname), given: spaced(given.join(' ')) }
}

/** Whether the page prints both names, on one line or on two. */
function bearsNames(printed: string[], { surname, given }: { surname: string; given: string }): boolean {
  const [a, b] = [plain(surname), plain(given)]
  return (
    printed.some((text) => text === a + b || text === b + a) ||
    (printed.includes(a) && (b === '' || printed.includes(b)))
  )
}

/** Names have no check digit: the printed names, or three looks that agree, confirm them. */
function nameFields({ line, quad, looksAgreeing }: NonNullable<Zone['first']>, printed: string[]): Fields {
  const names = namesOf(line)
  const isPrinted = bearsNames(printed, names)
  const flags: Flag[] = isPrinted || looksAgreeing >= 3 ? [] : ['unconfirmed']
  if (!isCountry(line.slice(2, 5))) flags.push('not-in-table')
  const made = (value: string): Field => {
    // Some people have one name only: the zone leaves the other empty.
    if (value === '') return field(null, { source: 'mrz', quad })
    return field(value, {
      source: 'mrz',
      quad,
      flags,
      confidence: isPrinted ? 0.97 : Math.min(0.9, 0.25 * looksAgreeing),
    })
  }
  return { surname: made(names.surname), givenNames: made(names.given) }
}
