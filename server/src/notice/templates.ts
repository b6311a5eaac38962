import type { NoticeKind, NoticeOccasion } from '@tucai/contract'
import { StartRefused } from '../platform/start-refused.ts'
import { fitsPlace, forSms, forWechat, type Language, type Value } from './field.ts'
import type { NoticeData } from './notice.ts'
import { tellings } from './words.ts'

/** A template that WeChat approved: its id, and for each of its places (thing1, date2 …) the field that fills it. */
export interface WechatTemplate {
  id: string
  fields: Record<string, string>
}

/** Templates that the SMS provider approved, and for each of their variables the field that fills it. */
export interface SmsTemplate {
  mainland: string
  /** For mainland phones of those who read English. */
  english?: string
  /** For phones elsewhere; without it they are not reached. */
  abroad?: string
  fields: Record<string, string>
}

export type WechatTemplates = Partial<Record<NoticeKind, WechatTemplate>>
export type SmsTemplates = Partial<Record<NoticeKind, SmsTemplate>>

/** JSON: kind -> { "id": …, "fields": { "thing1": "campaign", … } }. @throws StartRefused naming the kind that is wrong */
export function readWechatTemplates(variable: string, text: string | undefined): WechatTemplates {
  return readTemplates(variable, text, ['id'], [], fitsPlace) as WechatTemplates
}

/** JSON: kind -> { "mainland": …, "english"?: …, "abroad"?: …, "fields": { "order": "order", … } }. @throws StartRefused */
export function readSmsTemplates(variable: string, text: string | undefined): SmsTemplates {
  const isVariable = (name: string) => /^\w{1,40}$/.test(name)
  return readTemplates(variable, text, ['mainland'], ['english', 'abroad'], isVariable) as SmsTemplates
}

function readTemplates(
  variable: string,
  text: string | undefined,
  needed: string[],
  optional: string[],
  fits: (place: string, form: Value['form']) => boolean,
): object {
  if (text === undefined) return {}
  const templates = parsed(variable, text)
  for (const [kind, template] of Object.entries(templates)) {
    // The value itself is not repeated: only whether the kind is one of ours.
    if (!Object.hasOwn(tellings, kind)) throw new StartRefused(`${variable} names a kind of notice that there is not.`)
    const { fields } = tellings[kind as NoticeKind]
    const { fields: filled, ...ids } = asRecord(template) ?? {}
    const names = Object.keys(ids)
    const isWhole =
      needed.every((name) => name in ids) && names.every((name) => [...needed, ...optional].includes(name))
    const areIds = Object.values(ids).every((id) => typeof id === 'string' && /^[\w-]{1,100}$/.test(id))
    if (!isWhole || !areIds) {
      const wanted = [...needed, ...optional.map((name) => `${name}?`), 'fields'].join(', ')
      throw new StartRefused(`${variable}: ${kind} must be { ${wanted} }, ids of letters, digits, _ and -.`)
    }
    const filledPlaces = Object.entries(asRecord(filled) ?? { '': '' })
    const wrong = filledPlaces.find(([place, field]) => {
      return typeof field !== 'string' || !Object.hasOwn(fields, field) || !fits(place, fields[field]!.form)
    })
    if (wrong) {
      const known = Object.entries(fields).map(([name, { form }]) => `${name} (${form})`)
      throw new StartRefused(`${variable}: a place of ${kind} can’t be filled so; its fields are ${known.join(', ')}.`)
    }
  }
  return templates
}

function parsed(variable: string, text: string): Record<string, unknown> {
  try {
    const value = asRecord(JSON.parse(text))
    if (value !== undefined) return value
  } catch {
    // What is no JSON is refused like JSON of another shape.
  }
  throw new StartRefused(`${variable} must be a JSON object with one template for each kind of notice.`)
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}

/** The value of a field of a notice. */
function valueIn(notice: NoticeData, field: string): Value {
  const telling = tellings[notice.kind] as { fields: Record<string, { of(data: object): Value }> }
  return telling.fields[field]!.of(notice.data)
}

/** A WeChat template filled in; null when a place stays empty that WeChat wants filled. */
export function fillWechat(
  { fields }: WechatTemplate,
  notice: NoticeData,
  language: Language,
): Record<string, { value: string }> | null {
  const filled: Record<string, { value: string }> = {}
  for (const [place, field] of Object.entries(fields)) {
    const value = forWechat(place, valueIn(notice, field), language)
    if (value === null) return null
    filled[place] = { value }
  }
  return filled
}

export function fillSms({ fields }: SmsTemplate, notice: NoticeData, language: Language): Record<string, string> {
  const filled = Object.entries(fields).map(([name, field]) => [name, forSms(valueIn(notice, field), language)])
  return Object.fromEntries(filled)
}

/** What WeChat’s message opens in the mini program. */
export function pageOf(notice: NoticeData): string {
  const telling = tellings[notice.kind] as { page(data: object): string }
  return telling.page(notice.data)
}

/** What may follow, the most needed first: whoever pays waits for prints, whoever hands a photo in for its review. */
const expected: Record<NoticeOccasion, NoticeKind[]> = {
  paid: ['prints-shipped', 'prints-at-station', 'review-rejected', 'refund-done'],
  submitted: ['review-rejected', 'review-approved', 'prints-shipped'],
}
const MOST_TEMPLATES = 3

/** The templates to ask for, none twice, at most three, and none that the student has banned. */
export function templatesFor(occasion: NoticeOccasion, templates: WechatTemplates, banned: Set<string>): string[] {
  const ids = expected[occasion].map((kind) => templates[kind]?.id).filter((id) => id !== undefined && !banned.has(id))
  return [...new Set(ids as string[])].slice(0, MOST_TEMPLATES)
}
