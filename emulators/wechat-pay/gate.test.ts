import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Rsa } from 'wechatpay-axios-plugin'
import { openWechatPayEmulator, type WechatPayEmulator } from './emulator.ts'
import { anOrder, ask, platformKeys } from './merchant.ts'

let emulator: WechatPayEmulator
beforeAll(async () => {
  emulator = await openWechatPayEmulator({ now: () => new Date('2027-06-01T04:00:00Z') })
})
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const path = '/v3/pay/transactions/jsapi'
const place = (change: Parameters<typeof ask>[4] = {}) =>
  ask(emulator, 'POST', path, anOrder(emulator, 'https://photo.example/notices'), change)

test('an answer is signed over its time, nonce and bytes, and has the request’s id', async () => {
  const { status, headers, body } = await place()
  expect(status).toBe(200)
  const signed = [headers.get('wechatpay-timestamp'), headers.get('wechatpay-nonce'), JSON.stringify(body), '']
  const key = platformKeys(emulator)[headers.get('wechatpay-serial')!]!
  expect(Rsa.verify(signed.join('\n'), headers.get('wechatpay-signature')!, Rsa.from(key, 'public'))).toBe(true)
  expect(headers.get('request-id')).toMatch(/\S{20,}/)
})

test('a refusal of a rightly signed request is signed too, one of a wrongly signed request is not', async () => {
  const missing = await ask(emulator, 'GET', `/v3/pay/transactions/id/1?mchid=${emulator.merchant.mchid}`)
  expect(missing).toMatchObject({ status: 404, body: { code: 'ORDER_NOT_EXIST' } })
  expect(missing.headers.get('wechatpay-signature')).not.toBeNull()
  const forged = await place({ body: '{}' })
  expect(forged).toMatchObject({ status: 401, body: { code: 'SIGN_ERROR' } })
  expect(forged.headers.get('wechatpay-signature')).toBeNull()
})

const minutes = (count: number) => new Date(Date.parse('2027-06-01T04:00:00Z') + count * 60_000)
/** A request with an authorization of another kind. */
const authorization = (change: (text: string) => string) => () => {
  const { mchid, serial } = emulator.merchant
  const timestamp = Math.floor(emulator.now().getTime() / 1000)
  const parts = `mchid="${mchid}",nonce_str="N",signature="c2ln",timestamp="${timestamp}",serial_no="${serial}"`
  return place({ headers: { Authorization: change(`WECHATPAY2-SHA256-RSA2048 ${parts}`) } })
}

test.each([
  ['without an authorization', '缺少Authorization', () => place({ headers: { Authorization: null } })],
  ['of another scheme', '认证类型', authorization((text) => text.replace('RSA2048', 'SM3'))],
  ['without a serial', '缺少serial_no', authorization((text) => text.replace(/,serial_no=.*/, ''))],
  ['of an unknown merchant', '商户号不存在', authorization((text) => text.replace('1900000109', '1900000110'))],
  [
    'of an unknown certificate',
    '证书序列号有误',
    authorization((text) => text.replace(/serial_no="./, 'serial_no="!')),
  ],
  ['with a signature of something else', '签名错误', authorization((text) => text)],
  ['with a body that was changed on the way', '签名错误', () => place({ body: '{"amount":1}' })],
  ['six minutes old', '不得超过5分钟', () => place({ signedAt: minutes(-6) })],
  ['from six minutes ahead', '不得超过5分钟', () => place({ signedAt: minutes(6) })],
  ['with a nonce of 33 characters', '32个字符', () => place({ nonce: 'n'.repeat(33) })],
])('a request %s changes nothing', async (_name, message, send) => {
  expect(await send()).toMatchObject({
    status: 401,
    body: { code: 'SIGN_ERROR', message: expect.stringContaining(message) },
  })
  expect(emulator.ledger().payments).toEqual([])
})

test('a request four minutes old is taken', async () => {
  expect((await place({ signedAt: minutes(-4) })).status).toBe(200)
})

test.each([[{ 'User-Agent': '' }], [{ Accept: 'text/html' }], [{ 'Content-Type': 'text/plain' }]])(
  'a request with %j breaks the interface’s rules',
  async (headers) => {
    expect(await place({ headers })).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } })
  },
)

test('a query is signed with its parameters', async () => {
  const { mchid } = emulator.merchant
  const order = anOrder(emulator, 'https://photo.example/notices')
  await ask(emulator, 'POST', path, order)
  const url = `/v3/pay/transactions/out-trade-no/${order.out_trade_no}`
  expect((await ask(emulator, 'GET', `${url}?mchid=${mchid}`)).status).toBe(200)
  expect(await ask(emulator, 'GET', url)).toMatchObject({ status: 400, body: { code: 'PARAM_ERROR' } })
  expect(await ask(emulator, 'GET', `${url}?mchid=1900000110`)).toMatchObject({ status: 400 })
})

test('an address that is none is answered so', async () => {
  expect(await ask(emulator, 'GET', '/v3/pay/nothing')).toMatchObject({ status: 404 })
})
