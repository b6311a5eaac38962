import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openSmsEmulator, type SmsEmulator } from '../../../emulators/sms.ts'
import { openWechatEmulator, type WechatEmulator } from '../../../emulators/wechat.ts'
import { type Mailbox, openMailbox, textOf } from '../../test/mailbox.ts'
import { aStudent, type OnTheWay } from '../../test/steps.ts'
import { startWorld, type World } from '../../test/world.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import { openWechatApi } from '../platform/wechat-api.ts'
import { recipientFinder } from '../recipients.ts'
import { type Carriers, openCarriers } from './carriers.ts'
import { carryNotice } from './carrying.ts'
import type { NoticeData } from './notice.ts'
import { addNotice, openTell } from './notices.ts'

const app = { appId: 'wx0000000000000000', appSecret: 'app-secret' }
const account = { accessKeyId: 'key', accessKeySecret: 'secret', signName: '图采', templates: ['SMS_1', 'SMS_2'] }
const wechatTemplates = {
  'order-paid': { id: 'tpl-paid', fields: { character_string1: 'order', amount2: 'amount', phrase3: 'status' } },
  'review-rejected': { id: 'tpl-review', fields: { thing1: 'reason', date2: 'due' } },
}
const smsTemplates = { 'order-paid': { mainland: 'SMS_2', fields: { order: 'order', amount: 'amount' } } }

let mailbox: Mailbox
let sms: SmsEmulator
let wechat: WechatEmulator
let world: World
let carriers: Carriers
beforeAll(async () => {
  mailbox = await openMailbox()
  sms = await openSmsEmulator(account, 0, () => world.deps.clock.now())
  wechat = await openWechatEmulator(app)
  wechat.messages.templates = {
    'tpl-paid': ['character_string1', 'amount2', 'phrase3'],
    'tpl-review': ['thing1', 'date2'],
  }
  const environment = {
    ...{ TUCAI_SMTP_URL: mailbox.url, TUCAI_MAIL_FROM: 'service@example.org' },
    ...{ TUCAI_SMS_ACCESS_KEY_ID: 'key', TUCAI_SMS_ACCESS_KEY_SECRET: 'secret', TUCAI_SMS_SIGN_NAME: '图采' },
    ...{ TUCAI_SMS_TEMPLATE: 'SMS_1', TUCAI_SMS_API_URL: sms.url, TUCAI_SMS_TEMPLATES: JSON.stringify(smsTemplates) },
    ...{ TUCAI_WECHAT_APP_ID: app.appId, TUCAI_WECHAT_APP_SECRET: app.appSecret, TUCAI_WECHAT_API_URL: wechat.url },
    TUCAI_WECHAT_TEMPLATES: JSON.stringify(wechatTemplates),
  }
  // Nobody handles jobs here: the tests carry the notices, one try at a time.
  world = await startWorld({ mode: 'production', environment, handlesJobs: false })
  const { config, clock } = world.deps
  carriers = openCarriers(world.deps, openWechatApi(config.wechat!, clock))
})
afterAll(async () => {
  await world.close()
  await Promise.all([mailbox.close(), sms.close(), wechat.close()])
})
beforeEach(() => {
  mailbox.mails.length = 0
  sms.messages.length = 0
  wechat.messages.messages.length = 0
})
afterEach(() => {
  mailbox.refusing = undefined
  wechat.failing = false
})

let studentCount = 0
/** A student whose account is bound to a WeChat. */
async function aWechatStudent(): Promise<OnTheWay & { identityId: string; openId: string }> {
  const way = await aStudent(world)
  studentCount += 1
  const openId = `openid-of-student-${studentCount}`
  const { wechatTicket } = await way.student.call('wechatIdentify', { body: { code: wechat.loginCode(openId) } })
  await way.student.call('wechatBind', { body: { wechatTicket } })
  const [row] = await world.query('SELECT identity_id FROM graduate WHERE id = $1', [way.graduateId])
  return { ...way, identityId: row!.identity_id, openId }
}

const ofOrder = {
  campaignId: 'cmp_1',
  campaignTitle: '2027届毕业生图像采集',
  orderId: 'ord_1',
  orderNumber: 'T20270301',
}
const paid: NoticeData = {
  kind: 'order-paid',
  data: { ...ofOrder, amountFen: 3500, paidAt: new Date('2027-03-01T02:00:00Z') },
}

/** Tells a student and answers the notice's id. */
async function tell(identityId: string, notice: NoticeData = paid): Promise<string> {
  await inTransaction(world.deps.db, SYSTEM, (tx) =>
    openTell(world.deps, world.deps.clock)(tx, identityId, { ...notice, key: null }),
  )
  const [row] = await world.query('SELECT id FROM notice WHERE identity_id = $1 ORDER BY made_at DESC, id LIMIT 1', [
    identityId,
  ])
  return row!.id
}

const carry = (noticeId: string, by = carriers) =>
  carryNotice(world.deps, by, recipientFinder(world.deps.secrets), noticeId)

/** Carries a notice, each time when its next try is due, until nothing more is due. */
async function carryToTheEnd(noticeId: string, by = carriers): Promise<void> {
  for (;;) {
    const [row] = await world.query<{ state: string; next_try_at: Date }>(
      'SELECT state, next_try_at FROM notice WHERE id = $1',
      [noticeId],
    )
    if (row!.state !== 'due') return
    world.travel(Math.max(0, row!.next_try_at.getTime() - world.deps.clock.now().getTime()))
    await carry(noticeId, by).catch((error: Error) => expect(error.message).toBe(ENDED))
  }
}

async function storyOf(noticeId: string): Promise<string[]> {
  const attempts = await world.query(
    `SELECT channel || ' ' || outcome || coalesce(' ' || reason, '') AS line FROM notice_attempt
     WHERE notice_id = $1 ORDER BY position`,
    [noticeId],
  )
  const [row] = await world.query(
    `SELECT state || coalesce(' ' || reason, '') || CASE WHEN content_sealed IS NULL THEN '' ELSE ' (words kept)' END AS line
     FROM notice WHERE id = $1`,
    [noticeId],
  )
  return [...attempts.map(({ line }) => line), row!.line]
}

/** What stands in for the end of a process: nothing after it is done. */
const ENDED = 'the process ended'

const counts = () => [wechat.messages.messages.length, sms.messages.length, mailbox.mails.length]

describe('a notice goes', () => {
  it('by WeChat to whoever bound it and accepted the template, and its words are dropped', async () => {
    const { identityId, openId } = await aWechatStudent()
    wechat.messages.accept(openId, 'tpl-paid')
    const noticeId = await tell(identityId)
    await carryToTheEnd(noticeId)
    expect(await storyOf(noticeId)).toEqual(['wechat accepted', 'sent'])
    expect(wechat.messages.messages).toEqual([
      {
        ...{ openId, templateId: 'tpl-paid', page: 'pages/order-detail/order-detail?orderId=ord_1' },
        data: { character_string1: 'T20270301', amount2: '¥35.00', phrase3: '已支付' },
      },
    ])
    expect(counts()).toEqual([1, 0, 0])
  })

  it('by SMS where WeChat was not accepted, and by one way only', async () => {
    const { identityId } = await aWechatStudent()
    const noticeId = await tell(identityId)
    await carryToTheEnd(noticeId)
    expect(await storyOf(noticeId)).toEqual(['wechat refused 43101', 'sms accepted', 'sent'])
    expect(sms.messages).toEqual([
      {
        ...{ phone: '13800138000', signName: '图采', template: 'SMS_2', outId: noticeId },
        parameters: { order: 'T20270301', amount: '¥35.00' },
      },
    ])
    expect(counts()).toEqual([0, 1, 0])
  })

  it('by mail in both languages where there is no template of SMS, the reader’s own language first', async () => {
    const { identityId, student } = await aWechatStudent()
    const answers = [{ templateId: 'tpl-review', answer: 'reject' as const }]
    await student.call('noticeAnswer', { body: { answers, language: 'en' } })
    const { campaignId, campaignTitle } = ofOrder
    const reasons = [{ zh: '头发遮挡眉毛', en: 'Hair covers the brows' }]
    const data = { campaignId, campaignTitle, graduateId: 'grd_1', reasons, forGood: false, dueAt: null }
    const noticeId = await tell(identityId, { kind: 'review-rejected', data })
    await carryToTheEnd(noticeId)
    // WeChat is not even asked: the student turned that template down.
    expect(await storyOf(noticeId)).toEqual(['mail accepted', 'sent'])
    expect(mailbox.mails[0]!.to).toEqual(['someone@example.org'])
    expect(mailbox.mails[0]!.data).toContain(`<${noticeId}@example.org>`)
    expect(textOf(mailbox.mails[0]!)).toMatch(/Hair covers the brows[\s\S]*头发遮挡眉毛/)
    expect(counts()).toEqual([0, 0, 1])
  })

  it('again after growing pauses where a provider is away, then by the next way', async () => {
    const { identityId, openId } = await aWechatStudent()
    wechat.messages.accept(openId, 'tpl-paid')
    wechat.failing = true
    const noticeId = await tell(identityId)
    const before = world.deps.clock.now().getTime()
    await carryToTheEnd(noticeId)
    const lastedSeconds = (world.deps.clock.now().getTime() - before) / 1000
    expect(lastedSeconds).toBeGreaterThan(10 + 60 + 300)
    expect(await storyOf(noticeId)).toEqual([...Array(4).fill('wechat away -1'), 'sms accepted', 'sent'])
    expect(counts()).toEqual([0, 1, 0])
  })

  it('once, whoever carries it at the same time', async () => {
    const { identityId, openId } = await aWechatStudent()
    wechat.messages.accept(openId, 'tpl-paid', 20)
    const noticeId = await tell(identityId)
    await Promise.all(Array.from({ length: 20 }, () => carry(noticeId)))
    expect(await storyOf(noticeId)).toEqual(['wechat accepted', 'sent'])
    expect(counts()).toEqual([1, 0, 0])
  })
})

describe('a process that ends between sending and marking', () => {
  /** Sends, and never comes to say so. */
  const dying = (): Carriers => {
    const { textSender, ...others } = carriers
    const send = async (message: Parameters<NonNullable<typeof textSender>['send']>[0]) => {
      await textSender!.send(message)
      throw new Error(ENDED)
    }
    return { ...others, textSender: { send } }
  }

  it('leaves a try of unknown outcome, which is repeated once, under the same key', async () => {
    const { identityId } = await aWechatStudent()
    const noticeId = await tell(identityId)
    await carry(noticeId)
    await expect(carry(noticeId, dying())).rejects.toThrow(ENDED)
    await carry(noticeId)
    expect(counts(), 'nobody takes it before it is surely left').toEqual([0, 1, 0])
    await carryToTheEnd(noticeId)
    expect(await storyOf(noticeId)).toEqual(['wechat refused 43101', 'sms unknown interrupted', 'sms accepted', 'sent'])
    expect(sms.messages.map(({ outId }) => outId)).toEqual([noticeId, noticeId])
  })

  it('and does so each time sends two messages and no more, until staff have it tried again', async () => {
    const { identityId } = await aWechatStudent()
    const noticeId = await tell(identityId)
    await carryToTheEnd(noticeId, dying())
    expect(await storyOf(noticeId)).toEqual([
      'wechat refused 43101',
      ...Array(2).fill('sms unknown interrupted'),
      'failed outcome-unknown (words kept)',
    ])
    expect(counts()).toEqual([0, 2, 0])
    const staff = await world.aStaff()
    await staff.call('staffNoticeRetry', { params: { noticeId } })
    await carryToTheEnd(noticeId)
    expect((await storyOf(noticeId)).at(-1)).toBe('sent')
  })
})

it('a letter that the mail server refuses for good fails, its words are kept, and staff have it tried again', async () => {
  const { identityId } = await aWechatStudent()
  mailbox.refusing = 550
  const noticeId = await tell(identityId, { kind: 'refund-done', data: { ...ofOrder, amountFen: 3500 } })
  await carryToTheEnd(noticeId)
  expect(await storyOf(noticeId)).toEqual(['mail refused 550', 'failed refused (words kept)'])
  mailbox.refusing = undefined
  const staff = await world.aStaff()
  await staff.call('staffNoticeRetry', { params: { noticeId } })
  await carryToTheEnd(noticeId)
  expect(await storyOf(noticeId)).toEqual(['mail refused 550', 'mail accepted', 'sent'])
  const again = await staff.ask('staffNoticeRetry', { noticeId })
  expect([again.status, again.body.code]).toEqual([409, 'notice-not-failed'])
})

it('a mail server that is busy is asked again, one that is away for ten hours is given up', async () => {
  const { identityId } = await aWechatStudent()
  mailbox.refusing = 451
  const noticeId = await tell(identityId, { kind: 'refund-done', data: { ...ofOrder, amountFen: 3500 } })
  await carryToTheEnd(noticeId)
  expect(await storyOf(noticeId)).toEqual([...Array(8).fill('mail away 451'), 'failed away (words kept)'])
})

it('a reminder goes only while the agreement to messages stands, a refund in any case', async () => {
  const { identityId, student } = await aWechatStudent()
  const { campaignId, campaignTitle } = ofOrder
  const closesAt = new Date('2027-06-01T00:00:00Z')
  const reminder = {
    kind: 'campaign-reminder',
    data: { campaignId, campaignTitle, graduateId: 'grd_1', closesAt },
  } as const
  const [welcome] = [await tell(identityId, reminder)]
  await carryToTheEnd(welcome)
  expect((await storyOf(welcome)).at(-1)).toBe('sent')
  await student.call('consentWithdraw', { body: { purpose: 'notices' } })
  const unwelcome = await tell(identityId, reminder)
  const refund = await tell(identityId, { kind: 'refund-done', data: { ...ofOrder, amountFen: 3500 } })
  await carryToTheEnd(unwelcome)
  await carryToTheEnd(refund)
  expect(await storyOf(unwelcome)).toEqual(['dropped no-consent'])
  expect((await storyOf(refund)).at(-1)).toBe('sent')
  expect(counts()).toEqual([0, 0, 2])
})

it('a code that finds no way within its ten minutes is given up, and its digits are dropped', async () => {
  const { identityId } = await aWechatStudent()
  const away = { ...carriers, codeSender: undefined }
  await inTransaction(world.deps.db, SYSTEM, (tx) => {
    const told = { kind: 'sign-in', identityId }
    return addNotice(tx, world.deps, told, { phone: '+8613800138000', code: '482913' }, world.deps.clock.now())
  })
  const [row] = await world.query("SELECT id FROM notice WHERE identity_id = $1 AND kind = 'sign-in'", [identityId])
  await carryToTheEnd(row!.id, away)
  const story = await storyOf(row!.id)
  expect(story.slice(0, -1)).toEqual(Array(4).fill('sms away TUCAI_SMS_ACCESS_KEY_ID'))
  expect(story.at(-1)).toBe('failed too-late')
})

it('neither the log nor the records of tries show phone, mail, openid or code', async () => {
  const log = await readFile(join(world.deps.config.logsFolder, 'tucai.log'), 'utf8')
  const records = await world.query(
    'SELECT a::text AS line FROM notice_attempt a UNION ALL SELECT n::text FROM notice n',
  )
  const text = log + records.map(({ line }) => line).join('\n')
  expect(records.length).toBeGreaterThan(10)
  for (const personal of ['13800138000', 'someone@example.org', 'openid-of-student', '482913', 'T20270301', '头发'])
    expect(text.includes(personal), personal).toBe(false)
})
