import { checkDigitOf } from './check-digit.ts'

/** OCR-B characters that are taken for one another, as the digit and as the letter. */
const asDigit: Record<string, string> = {
  O: '0',
  Q: '0',
  D: '0',
  I: '1',
  L: '1',
  Z: '2',
  S: '5',
  G: '6',
  B: '8',
  A: '4',
  T: '7',
}
const asLetter: Record<string, string> = { 0: 'O', 1: 'I', 2: 'Z', 5: 'S', 6: 'G', 8: 'B', 4: 'A', 7: 'T' }
const digits = (text: string) => [...text].map((character) => asDigit[character] ?? character).join('')
export const letters = (text: string) => [...text].map((character) => asLetter[character] ?? character).join('')

/** The second line of a passport's zone, with how many of its five checks pass. */
export interface SecondLine {
  line: string
  /** 0 to 5: number, birth, expiry, optional data, composite. */
  checks: number
  /** More than one reading of the passport number satisfies its check digit. */
  ambiguous: boolean
  /** Characters of the number were read the other way to satisfy its check digit: one wrong digit may do so by chance. */
  resolved: boolean
  /** The last digit was not read: it was reckoned from the rest, whose own checks all pass. */
  reckoned: boolean
}

/**
 * The best second line (ICAO 9303 part 4) that raw readings of one row stand for. Characters are settled by the type
 * of their field first; inside the number, which may hold both kinds, by its check digit, and only when one way fits.
 */
export function secondLine(raw: string): SecondLine | undefined {
  const candidates = fitted(raw).map(settled)
  if (candidates.every(({ checks }) => checks < 5))
    candidates.push(...withoutLast(raw).map(settled).flatMap(reckonedLast))
  return candidates.toSorted((a, b) => rank(b) - rank(a) || Number(a.ambiguous) - Number(b.ambiguous))[0]
}

/** A line with its last digit reckoned is better than one with a wrong digit there, worse than one that was read. */
export const rank = ({ checks, reckoned, resolved }: SecondLine) =>
  checks + (reckoned ? 0.5 : 0) - (resolved ? 0.25 : 0)

/** Rows of 44 characters: fillers that were lost or doubled are put right where only fillers stand. */
function fitted(raw: string): string[] {
  if (raw.length === 44) return [raw]
  if (raw.length < 30) return []
  if (raw.length > 44) {
    const windows = Array.from({ length: raw.length - 43 }, (_, start) => raw.slice(start, start + 44))
    return [...windows, refilled(raw, 2), refilled(raw, 1)].filter((line) => line.length === 44)
  }
  return [refilled(raw, 2), refilled(raw, 1)].filter((line) => line.length === 44)
}

/** The row cut at its last character and filled up, for a row whose last digits were lost among faint fillers. */
function withoutLast(raw: string): string[] {
  const core = raw.slice(0, 44).replace(/<+$/, '')
  return core.length >= 28 && core.length < 44 ? [core.padEnd(44, '<')] : []
}

/** Where number, birth and expiry are sound, a lost digit of the optional data and the composite follow from the rest. */
function reckonedLast({ line, checks, ...rest }: SecondLine): SecondLine[] {
  if (!line.endsWith('<')) return []
  const optional = line.slice(28, 42)
  const isLost = checks === 3 && line[42] === '<' && !/^<+$/.test(optional)
  if (checks !== 4 && !isLost) return []
  const body = line.slice(0, 42) + (isLost ? checkDigitOf(optional) : line[42])
  const last = checkDigitOf(body.slice(0, 10) + body.slice(13, 20) + body.slice(21))
  return [{ ...rest, line: body + last, checks: 4, reckoned: true }]
}

/** Keeps the first 28 characters and the last `tail`; what is between is cut at its last character and filled up. */
function refilled(raw: string, tail: number): string {
  const middle = raw.slice(28, raw.length - tail).replace(/<+$/, '')
  return raw.slice(0, 28) + middle.padEnd(16 - tail, '<').slice(0, 16 - tail) + raw.slice(-tail)
}

function settled(row: string): SecondLine {
  const numberCheck = digits(row[9]!)
  const read = row.slice(0, 9)
  const fitting = waysToRead(read).filter((number) => checkDigitOf(number) === numberCheck)
  const fewest = Math.min(...fitting.map((number) => changes(number, read)))
  const numbers = fitting.filter((number) => changes(number, read) === fewest)
  const number = numbers[0] ?? read
  return { ...withNumber(row, number, numberCheck), ambiguous: numbers.length > 1, resolved: number !== read }
}

const changes = (number: string, read: string) => [...number].filter((character, i) => character !== read[i]).length

function withNumber(row: string, number: string, numberCheck: string): SecondLine {
  const country = letters(row.slice(10, 13))
  const [birth, birthCheck, expiry, expiryCheck] = [
    digits(row.slice(13, 19)),
    digits(row[19]!),
    digits(row.slice(21, 27)),
    digits(row[27]!),
  ]
  const sex = row[20] === 'N' || row[20] === 'H' ? 'M' : row[20]!
  const optional = row.slice(28, 42)
  const optionalCheck = row[42] === '<' ? '<' : digits(row[42]!)
  const composite = digits(row[43]!)
  const checked = [number + numberCheck, birth + birthCheck, expiry + expiryCheck]
  const passes = checked.map((text) => checkDigitOf(text.slice(0, -1)) === text.at(-1))
  const isEmpty = /^<+$/.test(optional)
  passes.push(isEmpty ? optionalCheck === '<' || optionalCheck === '0' : checkDigitOf(optional) === optionalCheck)
  passes.push(checkDigitOf(checked.join('') + optional + optionalCheck) === composite)
  return {
    line:
      number +
      numberCheck +
      country +
      birth +
      birthCheck +
      sex +
      expiry +
      expiryCheck +
      optional +
      optionalCheck +
      composite,
    checks: passes.filter(Boolean).length,
    ambiguous: false,
    resolved: false,
    reckoned: false,
  }
}

const lookAlikes = new Map(
  ['0O', '1I', '5S', '8B', '2Z', '6G'].flatMap(
    ([a, b]) =>
      [
        [a!, b!],
        [b!, a!],
      ] as const,
  ),
)

/** The text with every subset of its doubtful characters read the other way, the text itself first. */
function waysToRead(text: string): string[] {
  let ways = ['']
  for (const character of text) {
    const other = lookAlikes.get(character)
    ways = ways.flatMap((way) => (other ? [way + character, way + other] : [way + character]))
    if (ways.length > 512) return [text]
  }
  return ways
}
