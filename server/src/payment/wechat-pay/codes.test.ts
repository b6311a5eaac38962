import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aMerchant, aPaymentRequest } from '../../../test/a-merchant.ts'
import { type AnsweringPlatform, type GivenAnswer, openAnsweringPlatform } from '../../../test/answering-platform.ts'
import { aRefund, number, outcome, refunded, transaction } from '../../../test/wechat-pay-answers.ts'
import { type PaymentProvider, ProviderAway } from '../provider.ts'
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
const always = (given: GivenAnswer) => {
  platform.answer = () => given
}

/** Status, code, and what it means for: order, query, close, refund, query of a refund. */
const codes: [number, string, string, string, string, string, string][] = [
  [500, 'SYSTEM_ERROR', 'away', 'away', 'away', 'away', 'away'],
  [500, 'SYSTEMERROR', 'away', 'away', 'away', 'away', 'away'],
  [500, 'BANK_ERROR', 'away', 'away', 'away', 'away', 'away'],
  [500, 'OPENID_MISMATCH', 'refused', 'refused', 'refused', 'refused', 'refused'],
  [500, 'INVALID_TRANSACTIONID', 'refused', 'refused', 'refused', 'refused', 'refused'],
  [429, 'FREQUENCY_LIMITED', 'away', 'away', 'away', 'away', 'away'],
  [429, 'FREQUENCY_LIMIT_EXCEED', 'away', 'away', 'away', 'away', 'away'],
  [429, 'RATELIMIT_EXCEEDED', 'away', 'away', 'away', 'away', 'away'],
  [403, 'INVALID_REQ_TOO_MUCH', 'away', 'away', 'away', 'away', 'away'],
  [403, 'RULE_LIMIT', 'away', 'away', 'away', 'away', 'away'],
  [403, 'REQUEST_BLOCKED', 'away', 'away', 'away', 'away', 'away'],
  [403, 'NOT_ENOUGH', 'away', 'away', 'away', 'away', 'away'],
  [403, 'NO_AUTH', 'away', 'away', 'away', 'away', 'away'],
  [401, 'SIGN_ERROR', 'away', 'away', 'away', 'away', 'away'],
  [202, 'USERPAYING', 'away', 'unpaid', 'away', 'away', 'away'],
  [202, 'USER_PAYING', 'away', 'unpaid', 'away', 'away', 'away'],
  [400, 'PARAM_ERROR', 'refused', 'refused', 'refused', 'refused', 'refused'],
  [400, 'INVALID_REQUEST', 'refused', 'refused', 'refused', 'refused', 'refused'],
  [400, 'APPID_MCHID_NOT_MATCH', 'refused', 'refused', 'refused', 'refused', 'refused'],
  [400, 'MCH_NOT_EXISTS', 'refused', 'refused', 'refused', 'refused', 'refused'],
  [403, 'ACCOUNT_ERROR', 'refused', 'refused', 'refused', 'refused', 'refused'],
  [403, 'USER_ACCOUNT_ABNORMAL', 'refused', 'refused', 'refused', 'refused', 'refused'],
  [403, 'TRADE_ERROR', 'refused', 'refused', 'refused', 'refused', 'refused'],
  [403, 'OUT_TRADE_NO_USED', 'refused', 'refused', 'refused', 'refused', 'refused'],
  [400, 'ORDERPAID', 'paid', 'refused', 'paid', 'refused', 'refused'],
  [400, 'ORDER_PAID', 'paid', 'refused', 'paid', 'refused', 'refused'],
  [400, 'ORDER_CLOSED', 'closed', 'closed', 'closed', 'refused', 'refused'],
  [400, 'ORDERCLOSED', 'closed', 'closed', 'closed', 'refused', 'refused'],
  [404, 'ORDER_NOT_EXIST', 'refused', 'unknown', 'closed', 'refused', 'refused'],
  [404, 'ORDERNOTEXIST', 'refused', 'unknown', 'closed', 'refused', 'refused'],
  [404, 'RESOURCE_NOT_EXISTS', 'refused', 'unknown', 'refused', 'refused', 'null'],
  [503, 'SOMETHING_NEW', 'away', 'away', 'away', 'away', 'away'],
  [418, 'SOMETHING_NEW', 'refused', 'refused', 'refused', 'refused', 'refused'],
]
describe('an error means the same wherever it stands in the documents', () => {
  it.each(codes)('%i %s', async (status, code, order, query, close, refund, queryRefund) => {
    always({ status, body: { code, message: '说明' } })
    const outcomes = [
      await outcome(provider.prepare(aPaymentRequest())),
      await outcome(provider.query(number)),
      await outcome(provider.close(number)),
      await outcome(provider.refund(aRefund)),
      await outcome(provider.queryRefund('R1')),
    ]
    expect(outcomes).toEqual([order, query, close, refund, queryRefund])
  })

  it('an error without a body is judged by its status', async () => {
    always({ status: 502, body: '<html>Bad Gateway', isSigned: false })
    expect(await outcome(provider.query(number))).toBe('away')
    always({ status: 413, isSigned: false })
    expect(await outcome(provider.query(number))).toBe('refused')
  })

  it.each(['OUT_TRADE_NO_USED', 'INVALID_REQUEST', 'TRADE_ERROR'])(
    'behind %s the query finds what was decided',
    async (code) => {
      for (const [trade_state, order, close] of [
        ['SUCCESS', 'paid', 'paid'],
        ['CLOSED', 'closed', 'closed'],
        ['NOTPAY', 'refused', 'refused'],
      ]) {
        platform.answer = ({ method }) =>
          method === 'GET'
            ? { status: 200, body: { ...transaction, trade_state } }
            : { status: 400, body: { code, message: '订单号重复' } }
        expect(await outcome(provider.prepare(aPaymentRequest()))).toBe(order)
        expect(await outcome(provider.close(number))).toBe(close)
      }
    },
  )

  it('a refund that is refused on repetition counts as what became of the first try', async () => {
    platform.answer = ({ method }) =>
      method === 'GET'
        ? { status: 200, body: { ...refunded, status: 'SUCCESS', success_time: '2026-11-25T20:00:00+08:00' } }
        : { status: 400, body: { code: 'INVALID_REQUEST', message: '订单已全额退款' } }
    expect(await provider.refund(aRefund)).toMatchObject({ state: 'done', providerRefund: '50000001', amountFen: 1000 })
  })

  it('names its code and words, and neither secrets nor people', async () => {
    const words = '余额不足 openid-of-somebody oUpF8uMuAJO_M2pxb1Q9zNjWeS6o'
    always({ status: 403, body: { code: 'NOT_ENOUGH', message: words } })
    const error = await provider.refund(aRefund).catch((thrown: Error) => thrown)
    expect(String(error)).toContain('NOT_ENOUGH: 余额不足')
    const told = [String(error)]
    const silent = openWechatPay({ ...setting, url: 'http://127.0.0.1:9' }, clock)
    for (const call of [silent.prepare(aPaymentRequest()), silent.refund(aRefund), silent.bill('2026-11-24')]) {
      const failure = await call.catch((thrown: Error) => thrown)
      expect(failure).toBeInstanceOf(ProviderAway)
      told.push(`${failure} ${(failure as Error).stack}`)
    }
    expect(told.join()).not.toMatch(/openid-of|oUpF8|an-api-key|signature|PRIVATE/)
  })
})
