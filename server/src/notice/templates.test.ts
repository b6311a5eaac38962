import { readFile } from 'node:fs/promises'
import type { NoticeKind } from '@tucai/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Form, fitsPlace, type Language } from './field.ts'
import { letterOf } from './letter.ts'
import { type NoticeData, needsConsent } from './notice.ts'
import { fillSms, fillWechat, readSmsTemplates, readWechatTemplates, templatesFor } from './templates.ts'
import { tellings } from './words.ts'

const kinds = Object.keys(tellings) as NoticeKind[]
const anyText = fc.oneof(fc.string({ maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 60 }))
const anInstant = fc.date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })

/** Everything that some kind of notice holds: each takes what it needs. */
const someData = fc.record({
  ...{ campaignId: anyText, campaignTitle: anyText, orderId: anyText, orderNumber: anyText, graduateId: anyText },
  ...{ courier: anyText, trackingNumber: anyText, station: anyText, hours: anyText, invoiceNumber: anyText },
  amountFen: fc.integer({ min: 0, max: 100_000_000 }),
  ...{ paidAt: anInstant, opensAt: anInstant, closesAt: anInstant, dueAt: fc.option(anInstant) },
  openHours: fc.record({ zh: anyText, en: anyText }),
  forGood: fc.boolean(),
  reasons: fc.array(fc.record({ zh: anyText, en: anyText }), { maxLength: 5 }),
})
const someNotice = fc.tuple(fc.constantFrom(...kinds), someData).map(([kind, data]) => ({ kind, data }) as NoticeData)
const someLanguage = fc.constantFrom<Language>('zh', 'en')

/** What WeChat’s page on subscribe messages says about the value of each kind of place. */
const wechatRules: Record<string, (value: string) => boolean> = {
  thing: (value) => value.length > 0 && value.length <= 20 && !/[\p{Cc}\n]/u.test(value),
  character_string: (value) => /^[\x21-\x7e]{1,32}$/.test(value),
  amount: (value) => /^¥\d{1,10}(\.\d{1,2})?$/.test(value),
  date: (value) => /^\d{4}年\d{1,2}月\d{1,2}日 \d{2}:\d{2}$/.test(value),
  time: (value) => /^\d{4}年\d{1,2}月\d{1,2}日 \d{2}:\d{2}$/.test(value),
  phrase: (value) => /^\p{Script=Han}{1,5}$/u.test(value),
}

/** Every place that the fields of a kind can fill, e.g. thing1 -> campaign. */
function everyPlace(kind: NoticeKind): Record<string, string> {
  const places: Record<string, string> = {}
  for (const [field, { form }] of Object.entries(tellings[kind].fields) as [string, { form: Form }][])
    for (const place of Object.keys(wechatRules))
      if (fitsPlace(`${place}1`, form)) places[`${place}${Object.keys(places).length + 1}`] = field
  return places
}

describe('the templates of every kind', () => {
  it('are filled within WeChat’s rules, in both languages, whatever the notice holds', () => {
    fc.assert(
      fc.property(someNotice, someLanguage, (notice, language) => {
        const filled = fillWechat({ id: 'tpl', fields: everyPlace(notice.kind) }, notice, language)
        if (filled === null) {
          expect(notice).toMatchObject({ kind: 'review-rejected', data: { dueAt: null } })
          return
        }
        for (const [place, { value }] of Object.entries(filled)) {
          const rule = wechatRules[place.replace(/\d+$/, '')]!
          expect([place, value, rule(value)]).toEqual([place, value, true])
        }
      }),
      { numRuns: 3000 },
    )
  })

  it('of SMS are filled with 1 to 35 characters without brackets of a signature', () => {
    fc.assert(
      fc.property(someNotice, someLanguage, (notice, language) => {
        const fields = Object.fromEntries(Object.keys(tellings[notice.kind].fields).map((name) => [name, name]))
        for (const value of Object.values(fillSms({ mainland: 'SMS_1', fields }, notice, language))) {
          expect(value.length).toBeGreaterThan(0)
          expect(value.length).toBeLessThanOrEqual(35)
          expect(value).not.toMatch(/[【】\p{Cc}]/u)
        }
      }),
      { numRuns: 3000 },
    )
  })

  it.each(kinds)('%s has a phrase and something that names what it is about', (kind) => {
    const fields: object = tellings[kind].fields
    expect(fields).toHaveProperty('status')
    expect(fields).toHaveProperty('campaign')
  })
})

it('docs/notices.md tells operators every kind, when it is sent, and its fields', async () => {
  const page = await readFile(new URL('../../../docs/notices.md', import.meta.url), 'utf8')
  for (const kind of kinds) {
    const fields = Object.entries(tellings[kind].fields) as [string, { form: Form }][]
    const listed = fields.map(([name, { form }]) => `${name} (${form})`).join(', ')
    const sent = needsConsent[kind] ? 'with consent' : 'always'
    expect(page).toContain(`| \`${kind}\` | ${tellings[kind].subject.zh} | ${sent} | ${listed} |`)
  }
})

it('a mail has both languages, the reader’s own first', () => {
  const notice: NoticeData = {
    kind: 'review-rejected',
    data: {
      ...{ campaignId: 'cmp_1', campaignTitle: '2027届毕业生图像采集', graduateId: 'grd_1' },
      reasons: [
        { zh: '头发遮挡眉毛', en: 'Hair covers the brows' },
        { zh: '照片不清晰', en: 'The photo is not sharp' },
      ],
      forGood: false,
      dueAt: new Date('2027-03-03T10:00:00Z'),
    },
  }
  const chinese =
    '您的照片（2027届毕业生图像采集）没有通过审核：头发遮挡眉毛；照片不清晰。请在2027年3月3日 18:00前重新拍摄。'
  const english =
    'Your photo (2027届毕业生图像采集) was not accepted: Hair covers the brows; The photo is not sharp. Please take a new photo by 2027-03-03 18:00 (China time).'
  for (const language of ['zh', null] as const) {
    expect(letterOf(notice, 'a@example.org', language)).toEqual({
      to: 'a@example.org',
      subject: '照片没有通过审核 / Your photo was not accepted',
      text: `${chinese}\n\n${english}`,
    })
  }
  expect(letterOf(notice, 'a@example.org', 'en').text).toBe(`${english}\n\n${chinese}`)
})

describe('settings of templates', () => {
  const wechat = (value: unknown) => readWechatTemplates('TUCAI_WECHAT_TEMPLATES', JSON.stringify(value))
  const sms = (value: unknown) => readSmsTemplates('TUCAI_SMS_TEMPLATES', JSON.stringify(value))

  it('are read as they are given; none are none', () => {
    const template = { id: 'a-b_1', fields: { thing1: 'campaign', amount2: 'amount', date3: 'at', phrase4: 'status' } }
    expect(wechat({ 'order-paid': template })).toEqual({ 'order-paid': template })
    const text = { mainland: 'SMS_1', abroad: 'SMS_2', fields: { number: 'order' } }
    expect(sms({ 'order-paid': text })).toEqual({ 'order-paid': text })
    expect(readWechatTemplates('TUCAI_WECHAT_TEMPLATES', undefined)).toEqual({})
  })

  it.each([
    ['no JSON', () => readWechatTemplates('TUCAI_WECHAT_TEMPLATES', '{')],
    ['a list', () => wechat([])],
    ['a kind that there is not', () => wechat({ constructor: { id: 'a', fields: { thing1: 'campaign' } } })],
    ['no id', () => wechat({ 'order-paid': { fields: { thing1: 'campaign' } } })],
    ['an id that is none', () => wechat({ 'order-paid': { id: 'a b', fields: { thing1: 'campaign' } } })],
    ['no fields', () => wechat({ 'order-paid': { id: 'a' } })],
    ['a field that there is not', () => wechat({ 'order-paid': { id: 'a', fields: { thing1: 'toString' } } })],
    ['a place that there is not', () => wechat({ 'order-paid': { id: 'a', fields: { name1: 'campaign' } } })],
    ['words where an amount belongs', () => wechat({ 'order-paid': { id: 'a', fields: { amount1: 'campaign' } } })],
    ['more than is asked for', () => sms({ 'order-paid': { mainland: 'a', other: 'b', fields: { a: 'order' } } })],
    ['null', () => sms({ 'order-paid': null })],
  ])('with %s are refused in a sentence that names the variable', (_, read) => {
    expect(read).toThrow(/^TUCAI_(WECHAT|SMS)_TEMPLATES\b.*\.$/)
  })
})

it('at most three templates are asked for at a tap, none twice, none that is banned', () => {
  const template = (id: string) => ({ id, fields: { thing1: 'campaign' } })
  const templates = {
    ...{ 'review-rejected': template('review'), 'review-approved': template('review') },
    ...{
      'prints-shipped': template('ship'),
      'prints-at-station': template('station'),
      'refund-done': template('refund'),
    },
  }
  expect(templatesFor('submitted', templates, new Set())).toEqual(['review', 'ship'])
  expect(templatesFor('paid', templates, new Set())).toEqual(['ship', 'station', 'review'])
  expect(templatesFor('paid', templates, new Set(['station']))).toEqual(['ship', 'review', 'refund'])
  expect(templatesFor('paid', {}, new Set())).toEqual([])
})
