import type { DocumentField, DocumentFields, DocumentReading, DocumentRemark, ReadableKind } from '@tucai/contract'
import type { Draft } from './draft.ts'
import { checkNumber, icaoCheckDigit, type NumberProblem, plainNumber } from './number.ts'

export type DocumentFieldName = keyof DocumentFields
export type FieldValues = Partial<Record<DocumentFieldName, string>>
export type ScanPurpose = 'register' | 'sign-in'

/** Warnings that leave nothing to go on with: the picture is taken again, of the right thing. */
const refusing = ['unreadable', 'gave-up', 'not-a-document', 'card-back', 'other-kind', 'expired']

/** Characters in a line of a passport’s machine-readable zone. */
const zoneLength = 44

const namesOf = {
  idcard: { number: 'idNumber', person: ['name', 'gender'] },
  passport: { number: 'passportNumber', person: ['surname', 'givenNames', 'gender'] },
} as const

function numberField(kind: ReadableKind): 'idNumber' | 'passportNumber' {
  return namesOf[kind].number
}

/** The fields that are taken over once they are confirmed; signing in needs the number alone. */
export function usedFields(kind: ReadableKind, purpose: ScanPurpose): DocumentFieldName[] {
  const { number, person } = namesOf[kind]
  return purpose === 'sign-in' ? [number] : [number, ...person]
}

/** What else was read: shown, but neither filled in nor kept. */
export function otherFields(fields: DocumentFields, used: DocumentFieldName[]): [DocumentFieldName, DocumentField][] {
  const read = Object.entries(fields) as [DocumentFieldName, DocumentField][]
  return read.filter(([name, { value }]) => value !== null && !used.includes(name))
}

/** Why there is nothing to confirm, the reason first; null when there is. */
export function refusalOf({ kind, fields, warnings }: DocumentReading): DocumentRemark[] | null {
  const isRefusing = ({ code }: DocumentRemark) => refusing.includes(code)
  const number = kind === null ? undefined : fields[numberField(kind)]
  if (warnings.some(isRefusing)) return [...warnings].sort((a, b) => Number(isRefusing(b)) - Number(isRefusing(a)))
  if (number?.value) return null
  return warnings.length > 0 ? warnings : (number?.flags ?? [])
}

/** What was read, as the first content of the entries. */
export function valuesRead(fields: DocumentFields, names: DocumentFieldName[]): FieldValues {
  return Object.fromEntries(names.map((name) => [name, fields[name]?.value ?? '']))
}

/**
 * Places (code points, from 0) of characters in `value` that the reader could not know and that nobody has changed
 * since: those before the first and after the last difference from what was read.
 */
export function doubtfulPlaces(field: DocumentField | undefined, value: string): number[] {
  const [read, now] = [[...(field?.value ?? '')], [...value]]
  const shorter = Math.min(read.length, now.length)
  let before = 0
  while (before < shorter && read[before] === now[before]) before++
  let after = 0
  while (after < shorter - before && read[read.length - 1 - after] === now[now.length - 1 - after]) after++
  return (field?.doubtfulAt ?? [])
    .filter((place) => place < before || place >= read.length - after)
    .map((place) => (place < before ? place : place + now.length - read.length))
}

export type FieldProblem = NumberProblem | 'field-missing'

/** What keeps a field from being confirmed, or null. A person with one name only has the other one empty. */
export function fieldProblem(name: DocumentFieldName, values: FieldValues): FieldProblem | null {
  const value = values[name]?.trim() ?? ''
  if (name === 'surname' || name === 'givenNames') {
    return nameOf(values) === '' ? 'field-missing' : null
  }
  if (value === '') return 'field-missing'
  if (name === 'idNumber') return checkNumber('idcard', value)
  return name === 'passportNumber' ? checkNumber('passport', value) : null
}

/**
 * Whether the check digit in the second machine-readable line is that of this passport number; undefined when the
 * line was not read or the number is too long for it.
 */
export function zoneAgrees(mrz: string[] | null, number: string): boolean | undefined {
  const [line, plain] = [mrz?.[1] ?? '', plainNumber(number)]
  if (line.length !== zoneLength || plain.length > 9) return undefined
  return icaoCheckDigit(plain.padEnd(9, '<')) === line[9]
}

/** ICAO 9303 part 4: where the fields of a passport begin in their line. */
const zoneStarts: Partial<Record<DocumentFieldName, number>> = {
  surname: 5,
  passportNumber: 0,
  nationality: 10,
  birth: 13,
  gender: 20,
  expiry: 21,
}

/** Where in its machine-readable line a field begins: 0 at the left end, 1 at the right. */
export function zoneStart(name: DocumentFieldName, fields: DocumentFields): number {
  const afterSurname = 5 + [...(fields.surname?.value ?? '')].length + 2
  return (name === 'givenNames' ? afterSurname : (zoneStarts[name] ?? 0)) / zoneLength
}

/** What the next screens start with: only what was confirmed. A passport has the surname first. */
export function draftOf(kind: ReadableKind, purpose: ScanPurpose, values: FieldValues): Draft {
  const scanned: Draft = { page: kind, number: plainNumber(values[numberField(kind)] ?? '') }
  if (purpose === 'sign-in') return scanned
  return { ...scanned, name: nameOf(values), gender: values.gender === '女' ? '女' : '男' }
}

function nameOf({ name, surname, givenNames }: FieldValues): string {
  return [name, surname, givenNames]
    .map((part) => part?.trim())
    .filter(Boolean)
    .join(' ')
}
