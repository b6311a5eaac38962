import { readCard } from './card/read-card.ts'
import type { NameEngines } from './card/read-name.ts'
import { readPassport } from './mrz/read-passport.ts'
import type { Picture } from './picture.ts'
import { cardFieldNames, field, type Kind, passportFieldNames, type Reading, type WarningCode } from './reading.ts'
import { pictureWarnings } from './signs/picture-warnings.ts'
import { type Page, readPage } from './text/page.ts'

export interface ReadOptions {
  /** What the document is said to be; without it the page decides. */
  kind?: Kind
  /** The present day in China, YYYYMMDD. */
  today: string
}

/**
 * The whole way of a picture: text boxes, upright lines, kind, fields, what the picture itself warns of. Nothing of the
 * picture is kept.
 */
export async function readDocument(
  engines: NameEngines,
  picture: Picture,
  { kind: said, today }: ReadOptions,
): Promise<Reading> {
  const { networks } = engines
  const page = await readPage(networks, picture)
  const seen = kindOf(page)
  const kind = said ?? (seen === 'back' ? undefined : seen)
  const warnings: WarningCode[] = []
  if (seen === 'back') warnings.push('card-back')
  else if (!seen) warnings.push('not-a-document')
  else if (said && seen !== said) warnings.push('other-kind')
  if (!kind || !seen || seen === 'back')
    return { ...unread(kind ?? null), warnings: [...warnings, ...pictureWarnings(page)] }
  const read =
    kind === 'idcard'
      ? { mrz: null, ...(await readCard(engines, page, today)) }
      : await readPassport(networks, page, today)
  return {
    kind,
    fields: read.fields,
    mrz: read.mrz,
    warnings: [...new Set([...warnings, ...read.warnings, ...pictureWarnings(page)])],
  }
}

/** All fields of the kind, missing. */
export function unread(kind: Kind | null): Reading {
  const names = kind === null ? [] : kind === 'idcard' ? cardFieldNames : passportFieldNames
  return { kind, fields: Object.fromEntries(names.map((name) => [name, field(null)])), mrz: null, warnings: [] }
}

const cardWords = [/姓名/u, /性别/u, /民族/u, /出生/u, /住址/u, /公民|身份号码|份号码/u]
const backWords = [/中华人民共和国/u, /居民身份证/u, /签发机关/u, /有效期限/u]
const passportWords = [/passport|护照/iu, /surname|given|nationality|date ?of ?birth|sex/iu, /P<[A-Z<]{3}/u, /<<<<<</u]

/** The kind by words that only it has; a number of 18 digits or a row of fillers weighs as two words. */
function kindOf({ lines }: Page): Kind | 'back' | undefined {
  const texts = lines.map(({ text }) => text)
  const count = (words: RegExp[]) => words.filter((word) => texts.some((text) => word.test(text))).length
  const hasNumber = texts.some((text) => /\d{16,17}[\dX]/i.test(text))
  const hasRows = texts.filter((text) => text.length > 25 && /^[A-Z0-9<«]+$/.test(text) && /<</.test(text)).length > 0
  const scores = {
    idcard: count(cardWords) + (hasNumber ? 2 : 0),
    passport: count(passportWords) + (hasRows ? 2 : 0),
    back: count(backWords) * 1.5 - (hasRows ? 2 : 0),
  }
  const isSound = (score: number, others: number[]) => score >= 2 && others.every((other) => score >= other)
  if (isSound(scores.passport, [scores.idcard]) && scores.passport >= scores.back - 1) return 'passport'
  if (isSound(scores.idcard, [scores.back])) return 'idcard'
  return scores.back >= 3 ? 'back' : undefined
}
