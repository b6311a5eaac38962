import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aMerchant, aPaymentRequest } from '../../../test/a-merchant.ts'
import { type AnsweringPlatform, type GivenAnswer, openAnsweringPlatform } from '../../../test/answering-platform.ts'
import { type PaymentProvider, ProviderAway, ProviderRefused } from '../provider.ts'
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

const number = 'T202611250000000001'
const aRefund = { refundNumber: 'R1', tradeNumber: number, amountFen: 1000, totalFen: 3500, reason: '照片不合格' }
const transaction = {
  ...{ mchid: '1900000001', appid: 'wx00000000000000aa', out_trade_no: number, transaction_id: '42000001' },
  ...{ trade_state: 'SUCCESS', success_time: '2026-11-25T23:59:59+08:00', payer: { openid: 'openid-of-somebody' } },
  amount: { total: 3500, payer_total: 3400, currency: 'CNY', payer_currency: 'CNY' },
}
const refunded = {
  ...{ out_refund_no: 'R1', refund_id: '50000001', out_trade_no: number, transaction_id: '42000001' },
  ...{ status: 'PROCESSING', amount: { total: 3500, refund: 1000, currency: 'CNY' } },
}
const always = (given: GivenAnswer) => {
  platform.answer = () => given
}
/** What a call came to, in one word. */
async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    const result = await call
    return typeof result === 'object' && result !== null && 'state' in result ? String(result.state) : String(result)
  } catch (error) {
    if (error instanceof ProviderAway) return 'away'
    if (error instanceof ProviderRefused) return 'refused'
    throw error
  }
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

describe('the bill of a day', () => {
  const headings =
    '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
  const payment =
    '`2026-11-24 23:59:59,`wx00000000000000aa,`1900000001,`0,`,`42000001,`T1,`openid,`JSAPI,`SUCCESS,`OTHERS,`CNY,`34.00,`1.00,`0,`0,`0.00,`0.00,`,`,`毕业照,两份,`,`0.21000,`0.60%,`35.00,`0.00,`'
  const refundLine =
    '`2026-11-24 10:00:00,`wx00000000000000aa,`1900000001,`0,`,`42000001,`T1,`openid,`JSAPI,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`50000001,`R1,`9.70,`0.30,`ORIGINAL,`SUCCESS,`毕业照,两份,`,`-0.06000,`0.60%,`0.00,`10.00,`'
  const sum = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'
  const csv = `\ufeff${[headings, payment, refundLine, sum, '`2,`34.00,`9.70,`0.30,`0.15000,`35.00,`10.00'].join('\r\n')}\r\n`

  /** Answers the address of a file and then the file, unsigned as files are. */
  const serve = async (text: string, changed: { hash_value?: string; download_url?: string } = {}) => {
    const { createHash } = await import('node:crypto')
    const hash = createHash('sha1').update(text).digest('hex')
    platform.answer = ({ path }) =>
      path.startsWith('/v3/bill/')
        ? {
            status: 200,
            body: {
              ...{
                hash_type: 'SHA1',
                hash_value: hash,
                download_url: `${platform.url}/v3/billdownload/file?token=t-1`,
              },
              ...changed,
            },
          }
        : { status: 200, body: text, isSigned: false }
  }

  it('is read by its headings, in fen, with commas in descriptions', async () => {
    await serve(csv)
    const lines = await provider.bill('2026-11-24')
    expect(lines).toEqual([
      {
        ...{ kind: 'payment', tradeNumber: 'T1', providerTransaction: '42000001', refundNumber: null },
        ...{ amountFen: 3500, at: new Date('2026-11-24T15:59:59Z') },
      },
      {
        ...{ kind: 'refund', tradeNumber: 'T1', providerTransaction: '42000001', refundNumber: 'R1' },
        ...{ amountFen: 1000, at: new Date('2026-11-24T02:00:00Z') },
      },
    ])
    expect(platform.asked.map(({ path }) => path)).toEqual([
      '/v3/bill/tradebill?bill_date=2026-11-24&bill_type=ALL',
      '/v3/billdownload/file?token=t-1',
    ])
    expect(platform.asked[1]!.headers.authorization).toMatch(/^WECHATPAY2/)
    const turned = (line: string, between: string) => line.split(between).reverse().join(between)
    const backwards = [
      turned(headings, ','),
      `\`${turned(payment.slice(1).replace('照,两', '照两'), ',`')}`,
      sum,
      '`1,`34.00,`0,`0,`0,`35.00,`0',
    ]
    await serve(backwards.join('\n'))
    expect(await provider.bill('2026-11-24')).toEqual([lines[0]])
  })

  it('that is damaged, cut, of other columns or at a foreign address is asked for again', async () => {
    await serve(csv, { hash_value: '79bb0f45fc4c42234a918000b2668d689e2bde04' })
    expect(await outcome(provider.bill('2026-11-24'))).toBe('away')
    await serve(csv, { download_url: 'https://evil.example/v3/billdownload/file?token=t-1' })
    expect(await outcome(provider.bill('2026-11-24'))).toBe('away')
    expect(platform.asked.filter(({ path }) => path.includes('token'))).toHaveLength(1)
    for (const wrong of [
      csv.replace(`${refundLine}\r\n`, ''),
      csv.replace('商户订单号', '单号'),
      csv.replace('`REFUND', '`OTHER'),
      csv.replace('`35.00', '`-35.00'),
      csv.replace('`0.60%,', ''),
      [headings, payment].join('\n'),
      '',
    ]) {
      await serve(wrong)
      expect(await outcome(provider.bill('2026-11-24'))).toBe('away')
    }
  })

  it('of a day without business is empty, once bills are made: at ten in China', async () => {
    always({ status: 400, body: { code: 'NO_STATEMENT_EXIST', message: '账单文件不存在' } })
    expect(await provider.bill('2026-11-24')).toEqual([])
    expect(await outcome(provider.bill('2026-11-25'))).toBe('away')
    always({ status: 400, body: { code: 'STATEMENT_CREATING', message: '账单生成中' } })
    expect(await outcome(provider.bill('2026-11-24'))).toBe('away')
  })
})
