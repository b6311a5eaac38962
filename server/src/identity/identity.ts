import { birthInNumber, checkCharacter, type DocumentKind, Problem, plainNumber, readNumber } from '@tucai/contract'

/** A number of an identity document, checked and in its one normal form. */
export interface DocumentNumber {
  kind: DocumentKind
  number: string
}

/** The one spelling of a number, by which it is found. Changes nothing that tells people apart. */
export const normaliseNumber = plainNumber

/**
 * The checked number. A shape that only one document has is that document’s, whatever it was called.
 * @throws Problem number-length, -characters, -region, -country, -birth, -checksum, -permit or -passport, about `number`
 */
export function parseNumber(kind: DocumentKind, text: string, now: Date): DocumentNumber {
  const reading = readNumber(kind, text, now)
  if (reading.problem !== undefined) throw new Problem(reading.problem, { field: 'number' })
  return { kind: reading.kind, number: reading.number }
}

/** The 18 characters of an old number with 15 digits: the century of birth and the check character are added. */
export function lengthenOldNumber(number: string): string {
  const longer = `${number.slice(0, 6)}19${number.slice(6)}`
  return longer + checkCharacter(longer)
}

/** The first three characters, then asterisks: never enough to guess the rest. */
export function maskNumber(number: string): string {
  return number.slice(0, 3) + '*'.repeat(Math.max(0, number.length - 3))
}

/** What a password must not be a piece of: the number and the birth date inside it, as people write them. */
export function guessablePieces({ number }: DocumentNumber): string[] {
  const birth = birthInNumber(number)
  return [number, number.slice(-6), number.slice(-8), ...(birth ? [birth, birth.slice(-6)] : [])]
}
