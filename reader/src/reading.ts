import type { Quad } from './picture.ts'

export type Kind = 'idcard' | 'passport'

/** Where a value comes from: the print of the page, the identity number, or the machine-readable zone. */
export type Source = 'printed' | 'number' | 'mrz'

/** A reason to look at a field; the words are in words.ts. */
export type Flag =
  | 'missing'
  | 'low-confidence'
  | 'near-tie'
  | 'unknown-character'
  | 'width'
  | 'separator'
  | 'length'
  | 'checksum'
  | 'region'
  | 'date'
  | 'resolved'
  | 'unconfirmed'
  | 'printed-differs'
  | 'not-in-table'
  | 'expired'

export type WarningCode =
  | 'not-a-document'
  | 'card-back'
  | 'other-kind'
  | 'number-doubtful'
  | 'printed-differs'
  | 'mrz-doubtful'
  | 'expired'
  | 'cropped'
  | 'blurred'
  | 'glare'
  | 'dark'
  | 'too-small'
  | 'screen'
  | 'unreadable'
  | 'gave-up'

export interface Field {
  /** Null when nothing could be read. Dates are YYYYMMDD, gender is 男 or 女. */
  value: string | null
  /** 0 to 1. */
  confidence: number
  source: Source
  flags: Flag[]
  /** Places (code points, from 0) of the characters that can't be known. */
  doubtfulAt: number[]
  /** Where in the picture it stands. */
  quad: Quad | null
}

export const cardFieldNames = ['name', 'gender', 'nation', 'birth', 'address', 'idNumber'] as const
export const passportFieldNames = [
  'surname',
  'givenNames',
  'passportNumber',
  'nationality',
  'birth',
  'expiry',
  'gender',
] as const
export type FieldName = (typeof cardFieldNames)[number] | (typeof passportFieldNames)[number]
export type Fields = Partial<Record<FieldName, Field>>

/** What one picture says. */
export interface Reading {
  /** Null when the picture shows no document that can be read. */
  kind: Kind | null
  fields: Fields
  /** The two lines of 44 characters of a passport (three of 30 on a card), as far as they could be read. */
  mrz: string[] | null
  warnings: WarningCode[]
}

export const field = (value: string | null, given: Partial<Field> = {}): Field => ({
  value,
  confidence: value === null ? 0 : 1,
  source: 'printed',
  flags: value === null ? ['missing'] : [],
  doubtfulAt: [],
  quad: null,
  ...given,
})
