import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aMerchant, aPaymentRequest } from '../../../test/a-merchant.ts'
import { type AnsweringPlatform, type GivenAnswer, openAnsweringPlatform } from '../../../test/answering-platform.ts'
import { aRefund, number, outcome, refunded, transaction } from '../../../test/wechat-pay-answers.ts'
import type { PaymentProvider } from '../provider.ts'
import type { WechatPaySetting } from './setting.ts'
import { openWechatPay } from './wechat-pay.ts'

const clock = { now: () => new Date('2026-11-25T16:00:00Z') }
let platform: AnsweringPlatform
let setting: WechatPaySetting
let provider: PaymentProvider
beforeAll(async () => {
  platform = await openAnsweringPlatform(clock.now)
  setting = aMerchant(platform.url, { publicKey: { id: platform.publicKeyId, key: platform.publicKey } })
  provider = openWechatPay(setting, clock)
})
afterAll(() => platform.close())
beforeEach(() => {
  platform.asked.length = 0
})
const always = (given: GivenAnswer) => {
  platform.answer = () => given
}

describe('what is asked', () => {
  it('is signed over method, path with query and the body as sent, by the merchant', async () => {
    always({ status: 200, body: { prepay_id: 'wx2511' } })
    await provider.prepare(aPaymentRequest())
    always({ status: 200, body: transaction })
    await provider.query(number)
    const fields =
      /^WECHATPAY2-SHA256-RSA2048 mchid="(\d+)",nonce_str="(\w{32})",signature="(.+?)",timestamp="(\d+)",serial_no="(\w+)"$/
    for (const { method, path, headers, body } of platform.asked) {
      const [, merchant, nonce, signature, timestamp, serial] = fields.exec(headers.authorization ?? '') ?? []
      expect([merchant, serial]).toEqual([setting.merchantId, setting.serial])
      const text = Buffer.from(`${method}\n${path}\n${timestamp}\n${nonce}\n${body}\n`)
      expect(verify('sha256', text, createPublicKey(setting.privateKey), Buffer.from(signature!, 'base64'))).toBe(true)
      expect(headers['wechatpay-serial']).toBe(platform.publicKeyId)
    }
    expect(platform.asked[1]!.path).toBe(`/v3/pay/transactions/out-trade-no/${number}?mchid=1900000001`)
  })

  it.each([
    ['weapp', 'wx00000000000000aa'],
    ['wechat-page', 'wx00000000000000bb'],
  ] as const)('a payment by %s is one of its app and its payer, and its cashier is signed', async (way, appId) => {
    always({ status: 200, body: { prepay_id: 'wx2511' } })
    const prepared = await provider.prepare(aPaymentRequest({ way }))
    expect(platform.asked[0]!.path).toBe('/v3/pay/transactions/jsapi')
    expect(JSON.parse(platform.asked[0]!.body)).toEqual({
      ...{ appid: appId, mchid: '1900000001', description: '毕业生图像采集', out_trade_no: number },
      ...{ time_expire: '2026-11-26T00:30:00+08:00', notify_url: setting.noticeUrl },
      ...{ amount: { total: 3500, currency: 'CNY' }, payer: { openid: 'openid-of-somebody' } },
    })
    if (prepared.state !== 'ready' || prepared.cashier.kind !== 'wechat') throw new Error('no cashier')
    const { timeStamp, nonceStr, paySign, signType } = prepared.cashier
    expect(prepared.cashier).toMatchObject({ appId, package: 'prepay_id=wx2511', timeStamp: '1795622400', signType })
    const text = Buffer.from(`${appId}\n${timeStamp}\n${nonceStr}\nprepay_id=wx2511\n`)
    expect(verify('sha256', text, createPublicKey(setting.privateKey), Buffer.from(paySign, 'base64'))).toBe(true)
    expect(provider.merchantOf(way)).toBe(`1900000001/${appId}`)
  })

  it('an H5 payment names the payer’s address and comes back to the order', async () => {
    always({ status: 200, body: { h5_url: 'https://wx.tenpay.com/checkmweb?prepay_id=wx25&package=1' } })
    const request = aPaymentRequest({ way: 'h5', payer: null, payerAddress: '::ffff:203.0.113.9' })
    const { cashier } = (await provider.prepare(request)) as { cashier: unknown }
    expect(platform.asked[0]!.path).toBe('/v3/pay/transactions/h5')
    const sent = JSON.parse(platform.asked[0]!.body)
    expect(sent.scene_info).toEqual({ payer_client_ip: '203.0.113.9', h5_info: { type: 'Wap' } })
    expect(sent.payer).toBeUndefined()
    const back = 'https%3A%2F%2Fphoto.example.edu.cn%2F%23%2Fpages%2Forder%3Fid%3Dord_1%26x%3D2'
    const url = `https://wx.tenpay.com/checkmweb?prepay_id=wx25&package=1&redirect_url=${back}`
    expect(cashier).toEqual({ kind: 'wechat-h5', url })
  })

  it('texts are cut to what the documents allow, and the same request is sent alike', async () => {
    always({ status: 200, body: { prepay_id: 'wx2511' } })
    const request = aPaymentRequest({ description: `一行\n${'𠮷'.repeat(200)}` })
    await provider.prepare(request)
    await provider.prepare(request)
    const { description } = JSON.parse(platform.asked[0]!.body)
    expect([...description]).toHaveLength(127)
    expect(description).toMatch(/^一行 𠮷/)
    expect(platform.asked[0]!.body).toBe(platform.asked[1]!.body)
  })
})

describe('what is answered', () => {
  it('a paid transaction is told with whose money it is, in full', async () => {
    always({ status: 200, body: transaction })
    expect(await provider.query(number)).toEqual({
      state: 'paid',
      notice: {
        ...{ tradeNumber: number, providerTransaction: '42000001', amountFen: 3500, currency: 'CNY' },
        ...{ merchant: '1900000001/wx00000000000000aa', payer: 'openid-of-somebody' },
        paidAt: new Date('2026-11-25T15:59:59Z'),
      },
    })
  })

  it.each([
    ['SUCCESS', 'paid'],
    ['REFUND', 'paid'],
    ['NOTPAY', 'unpaid'],
    ['USERPAYING', 'unpaid'],
    ['PAYERROR', 'unpaid'],
    ['CLOSED', 'closed'],
    ['REVOKED', 'closed'],
    ['SOMETHING_NEW', 'away'],
  ])('a transaction that is %s is %s', async (trade_state, state) => {
    always({ status: 200, body: { ...transaction, trade_state } })
    expect(await outcome(provider.query(number))).toBe(state)
  })

  it.each([
    ['SUCCESS', 'done'],
    ['PROCESSING', 'processing'],
    ['CLOSED', 'closed'],
    ['ABNORMAL', 'abnormal'],
    ['SOMETHING_NEW', 'away'],
  ])('a refund that is %s is %s', async (status, state) => {
    always({ status: 200, body: { ...refunded, status, success_time: '2026-11-25T20:00:00+08:00' } })
    expect(await outcome(provider.refund(aRefund))).toBe(state)
    expect(await outcome(provider.queryRefund('R1'))).toBe(state)
  })

  it('an answer about another number, or without what the documents promise, proves nothing', async () => {
    for (const changed of [{ out_trade_no: 'T2' }, { amount: undefined }, { success_time: 'soon' }, { appid: '' }]) {
      always({ status: 200, body: { ...transaction, ...changed } })
      expect(await outcome(provider.query(number))).toBe('away')
    }
    for (const changed of [{ out_refund_no: 'R2' }, { refund_id: '' }, { amount: { refund: 10.5 } }]) {
      always({ status: 200, body: { ...refunded, ...changed } })
      expect(await outcome(provider.refund(aRefund))).toBe('away')
    }
    for (const body of ['', '<html>', '[]', '{"prepay_id":']) {
      always({ status: 200, body })
      expect(await outcome(provider.prepare(aPaymentRequest()))).toBe('away')
    }
  })

  const old = String(clock.now().getTime() / 1000 - 301)
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const strangers = sign('sha256', Buffer.from('x'), stranger).toString('base64')
  it.each([
    ['has no signature', { isSigned: false }],
    ['lacks a header of it', { headers: { 'wechatpay-nonce': undefined } }],
    ['is a probe', { headers: { 'wechatpay-signature': `WECHATPAY/SIGNTEST/${strangers}` } }],
    ['was signed by a stranger', { headers: { 'wechatpay-signature': strangers } }],
    ['was signed too long ago', { headers: { 'wechatpay-timestamp': old } }],
    ['names a key that nobody knows', { headers: { 'wechatpay-serial': 'PUB_KEY_ID_0000000000' } }],
  ])('a success that %s proves nothing', async (_, changed) => {
    always({ status: 200, body: transaction, ...changed })
    expect(await outcome(provider.query(number))).toBe('away')
    always({ status: 204, ...changed })
    expect(await outcome(provider.close(number))).toBe('away')
  })

  it('an error with a wrong signature proves nothing, one without any is believed', async () => {
    const body = { code: 'ORDER_NOT_EXIST', message: '订单不存在' }
    always({ status: 404, body, headers: { 'wechatpay-signature': strangers } })
    expect(await outcome(provider.query(number))).toBe('away')
    always({ status: 404, body, isSigned: false })
    expect(await outcome(provider.query(number))).toBe('unknown')
  })
})
