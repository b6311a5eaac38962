import { chinaMinute } from '../platform/china-time.ts'
/** Languages that students are told in. */
export type Language = 'zh' | 'en'

export interface Words {
  zh: string
  en: string
}

/** What a named place of a template is filled with, before the provider’s rules about length and signs. */
export type Value =
  | { form: 'text'; words: Words }
  | { form: 'token'; token: string }
  | { form: 'amount'; amountFen: number }
  | { form: 'moment'; at: Date | null }
  | { form: 'phrase'; han: string }
export type Form = Value['form']

/** A value of one form, made of a notice’s data. */
export interface Field<Data> {
  form: Form
  of(data: Data): Value
}

export const text = <D>(words: (data: D) => Words): Field<D> => ({
  form: 'text',
  of: (data) => ({ form: 'text', words: words(data) }),
})
/** Numbers and names of things, in letters, digits and signs. */
export const token = <D>(of: (data: D) => string): Field<D> => ({
  form: 'token',
  of: (data) => ({ form: 'token', token: of(data) }),
})
export const amount = <D>(of: (data: D) => number): Field<D> => ({
  form: 'amount',
  of: (data) => ({ form: 'amount', amountFen: of(data) }),
})
export const moment = <D>(of: (data: D) => Date | null): Field<D> => ({
  form: 'moment',
  of: (data) => ({ form: 'moment', at: of(data) }),
})
/** Up to five Han characters, in every language. */
export const phrase = <D>(of: (data: D) => string): Field<D> => ({
  form: 'phrase',
  of: (data) => ({ form: 'phrase', han: of(data) }),
})

/** 3500 -> ¥35.00 */
export function sayAmount(amountFen: number): string {
  return `¥${Math.floor(amountFen / 100)}.${String(amountFen % 100).padStart(2, '0')}`
}

/** An instant as people in China read it. */
export function sayMoment(at: Date): Words {
  const [year, month, day, hours, minutes] = chinaMinute(at).split(/\D/)
  const clock = `${hours}:${minutes}`
  return {
    zh: `${year}年${Number(month)}月${Number(day)}日 ${clock}`,
    en: `${year}-${month}-${day} ${clock} (China time)`,
  }
}

/** WeChat’s kinds of places, told by the first letters of their names (thing1, amount2), and the forms each takes. */
const takes = {
  thing: ['text', 'token', 'amount', 'moment', 'phrase'],
  character_string: ['token'],
  amount: ['amount'],
  date: ['moment'],
  time: ['moment'],
  phrase: ['phrase'],
} as const satisfies Record<string, readonly Form[]>
type Place = keyof typeof takes

const MOST_OF_THING = 20
const MOST_OF_STRING = 32
/** Alibaba Cloud’s limit for a variable of a template. */
const MOST_OF_VARIABLE = 35

/** The kind of a place by its name; undefined for one that WeChat does not have, or that notices have nothing for. */
function placeOf(name: string): Place | undefined {
  const kind = /^([a-z_]+?)\d{1,3}$/.exec(name)?.[1]
  return kind !== undefined && kind in takes ? (kind as Place) : undefined
}

export function fitsPlace(name: string, form: Form): boolean {
  const place = placeOf(name)
  return place !== undefined && (takes[place] as readonly Form[]).includes(form)
}

/**
 * The value as WeChat takes it in the place of this name: thing ≤ 20 characters without control signs, character_string
 * ≤ 32 of ASCII, amount with its sign, date and time as 2027年6月1日 15:01, phrase ≤ 5 Han. Null where there is none:
 * WeChat takes no empty date.
 */
export function forWechat(name: string, value: Value, language: Language): string | null {
  if (placeOf(name) === 'character_string' && value.form === 'token') {
    return value.token.replace(/[^\x21-\x7e]/g, '').slice(0, MOST_OF_STRING) || '-'
  }
  if (placeOf(name) === 'thing') return shortened(said(value, language), MOST_OF_THING)
  if (value.form === 'moment' && value.at === null) return null
  // Dates, amounts and phrases have the same spelling in both languages: WeChat checks it.
  return said(value, 'zh')
}

/** The value as a variable of an SMS template. Operators refuse brackets that look like a signature. */
export function forSms(value: Value, language: Language): string {
  return shortened(said(value, language).replace(/[【】]/g, ' '), MOST_OF_VARIABLE)
}

function said(value: Value, language: Language): string {
  if (value.form === 'text') return value.words[language]
  if (value.form === 'token') return value.token
  if (value.form === 'amount') return sayAmount(value.amountFen)
  if (value.form === 'phrase') return value.han
  return (value.at === null ? { zh: '尽快', en: 'soon' } : sayMoment(value.at))[language]
}

/** One line of at most so many UTF-16 units, as providers count, never ending in half a character. */
function shortened(words: string, most: number): string {
  const line = words.replace(/[\p{C}\p{Z}]+/gu, ' ').trim()
  if (line === '') return '-'
  if (line.length <= most) return line
  let start = ''
  for (const sign of line) {
    if (start.length + sign.length >= most) break
    start += sign
  }
  return `${start}…`
}
