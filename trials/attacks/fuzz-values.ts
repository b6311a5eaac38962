import fc from 'fast-check'
import { naughtyStrings, naughtyValues } from './fuzz-naughty.ts'

/** As much of JSON Schema as the contract uses. */
export interface Schema {
  type?: string
  const?: unknown
  enum?: readonly unknown[]
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  patternProperties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  minItems?: number
  maxItems?: number
  uniqueItems?: boolean
  minLength?: number
  maxLength?: number
  pattern?: string
  format?: string
  minimum?: number
  maximum?: number
}

export const naughty = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...naughtyStrings) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
)
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: naughty as fc.Arbitrary<unknown> },
  { weight: 3, arbitrary: fc.constantFrom(...naughtyValues) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<unknown> },
)

/** A text in place of which the sender puts something that is there: `⟦photoId:3⟧` is one of the photos. */
export const thing = (kind: string) => fc.nat(999).map((nth) => `⟦${kind}:${nth}⟧`)
const sane = fc.constantFrom(
  '林知远',
  '软件2301',
  '信息工程学院',
  '核对',
  'Lin Zhiyuan',
  '2027届',
  'a',
  '一二三四五六七八',
)

/** What fields of a name hold, so that a request gets past the first look. */
const byName: Record<string, fc.Arbitrary<unknown>> = {
  phone: fc.constantFrom('13800138000', '+8613800138000', '+442079460000'),
  mail: fc.constantFrom('someone@example.org', 'a.b+c@example.org'),
  number: thing('number'),
  regionCode: fc.constant('310115'),
  courier: fc.constantFrom('sf', 'ems', 'jd'),
  sheet: fc.constantFrom('100x150', 'a4-4', 'a4-8'),
  trackingNumber: fc.stringMatching(/^[A-Z]{2}\d{10}$/),
  reversalNumber: fc.stringMatching(/^2\d{19}$/),
  taxNumber: fc.constant('91310000MA1FL0000X'),
  key: fc.stringMatching(/^[a-z]{12}$/),
  month: fc.constantFrom('2026-11', '2027-01', '2026-13'),
  day: fc.constantFrom('2026-11-20', '2026-02-30'),
  stages: fc.constantFrom('none', 'none,confirmed', 'waiting', ''),
  templateId: fc.stringMatching(/^tpl-[a-z]{6}$/),
  numberEnding: thing('numberEnding'),
  waitSeconds: fc.constantFrom(0, 1),
  standard: fc.constant('chsi-2017-blue'),
  fileName: fc.constantFrom('{studentNo}', '{examNo}_{name}', 'x'),
  folder: fc.constantFrom('{college}/{class}', ''),
  packageName: fc.constant('{studentNo}'),
  packageFolder: fc.constant('{college}/{class}'),
}

/** Values that a schema lets through; texts are sane or naughty, numbers often at their bounds. */
export function valid(schema: Schema, name = ''): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => valid(one, name)))
  if (schema.patternProperties) return recordOf(schema)
  if (schema.type === 'object') return objectOf(schema)
  if (schema.type === 'array') return listOf(schema, name)
  if (schema.type === 'null') return fc.constant(null)
  if (schema.type === 'boolean') return fc.boolean()
  if (schema.type === 'integer' || schema.type === 'number') return byName[name] ?? numberOf(schema)
  if (schema.type === 'string') return textOf(schema, name)
  return anything
}

function textOf({ minLength = 0, maxLength = 60, pattern, format }: Schema, name: string): fc.Arbitrary<unknown> {
  if (format === 'date-time') {
    const at = (days: number) =>
      new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 + days * 86_400_000).toISOString()
    if (name === 'opensAt' || name === 'from') return fc.constant(at(-1))
    return fc.oneof(fc.constant(at(30)), fc.constantFrom('2000-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z'))
  }
  if (byName[name]) return byName[name]
  if (pattern) return fc.stringMatching(new RegExp(pattern), { maxLength: 40 })
  if (/Ids?$/.test(name)) return thing(name.replace(/s$/, ''))
  const fits = (text: string) => text.slice(0, maxLength).padEnd(minLength, 'x')
  return fc.oneof({ weight: 3, arbitrary: sane.map(fits) }, { weight: 2, arbitrary: naughty.map(fits) })
}

function numberOf({ type, minimum = -1000, maximum = 1000 }: Schema): fc.Arbitrary<number> {
  const between =
    type === 'integer'
      ? fc.integer({ min: minimum, max: maximum })
      : fc.double({ min: minimum, max: maximum, noNaN: true })
  const small = Math.min(maximum, minimum + 10)
  return fc.oneof(between as fc.Arbitrary<number>, fc.constantFrom(minimum, maximum, small))
}

function listOf({ items = {}, minItems = 0, maxItems = 5, uniqueItems }: Schema, name: string): fc.Arbitrary<unknown> {
  const bounds = { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, 4)) }
  const one = valid(items, name)
  return uniqueItems
    ? fc.uniqueArray(one, { ...bounds, selector: (value) => JSON.stringify(value) })
    : fc.array(one, bounds)
}

function recordOf({ patternProperties = {} }: Schema): fc.Arbitrary<unknown> {
  const [value = {}] = Object.values(patternProperties)
  return fc.dictionary(fc.string({ minLength: 1, maxLength: 20 }), valid(value), { maxKeys: 4, noNullPrototype: true })
}

function objectOf({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> {
  const parts = Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, valid(one, key)]))
  return fc.record(parts, { requiredKeys: required, noNullPrototype: true })
}

/** Values of about the shape of the schema in which any part may be anything. */
export function wild(schema: Schema | undefined): fc.Arbitrary<unknown> {
  if (schema?.type !== 'object') return anything
  const parts = Object.entries(schema.properties ?? {}).map(([key, one]) => {
    const part = fc.oneof(
      { weight: 2, arbitrary: valid(one, key) },
      { weight: 3, arbitrary: anything },
      { weight: 1, arbitrary: wild(one) },
    )
    return [key, part] as const
  })
  const extra = fc.dictionary(fc.oneof(naughty, fc.constantFrom('school_id', 'id', '__proto__', 'role')), anything, {
    maxKeys: 2,
  })
  const shaped = fc.tuple(fc.record(Object.fromEntries(parts), { requiredKeys: [] }), fc.option(extra, { freq: 3 }))
  return fc.oneof(
    { weight: 6, arbitrary: shaped.map(([body, more]) => ({ ...body, ...more })) },
    { weight: 1, arbitrary: anything },
  )
}
