import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aMerchant } from '../../../test/a-merchant.ts'
import { type AnsweringPlatform, type GivenAnswer, openAnsweringPlatform } from '../../../test/answering-platform.ts'
import { outcome } from '../../../test/wechat-pay-answers.ts'
import type { PaymentProvider } from '../provider.ts'
import { openWechatPay } from './wechat-pay.ts'

const clock = { now: () => new Date('2026-11-25T16:00:00Z') }
let platform: AnsweringPlatform
let provider: PaymentProvider
beforeAll(async () => {
  platform = await openAnsweringPlatform(clock.now)
  const publicKey = { id: platform.publicKeyId, key: platform.publicKey }
  provider = openWechatPay(aMerchant(platform.url, { publicKey }), clock)
})
afterAll(() => platform.close())
beforeEach(() => {
  platform.asked.length = 0
})
const always = (given: GivenAnswer) => {
  platform.answer = () => given
}

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
  const serve = (text: string, changed: { hash_value?: string; download_url?: string } = {}) => {
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
    serve(csv)
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
    serve(backwards.join('\n'))
    expect(await provider.bill('2026-11-24')).toEqual([lines[0]])
  })

  it('that is damaged, cut, of other columns or at a foreign address is asked for again', async () => {
    serve(csv, { hash_value: '79bb0f45fc4c42234a918000b2668d689e2bde04' })
    expect(await outcome(provider.bill('2026-11-24'))).toBe('away')
    serve(csv, { download_url: 'https://evil.example/v3/billdownload/file?token=t-1' })
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
      serve(wrong)
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
