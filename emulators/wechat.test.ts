import { afterEach, beforeEach, expect, test } from 'vitest'
import { openWechatEmulator, type WechatEmulator } from './wechat.ts'

const app = { appId: 'wx0', appSecret: 'secret' }
const account = { appId: 'wx1', appSecret: 'account-secret' }
let wechat: WechatEmulator
let token: string

beforeEach(async () => {
  wechat = await openWechatEmulator(app, 0, account)
  const body = JSON.stringify({ grant_type: 'client_credential', appid: app.appId, secret: app.appSecret })
  const given = await (await fetch(`${wechat.url}/cgi-bin/stable_token`, { method: 'POST', body })).json()
  token = (given as { access_token: string }).access_token
})
afterEach(() => wechat.close())

async function post(path: string, body: object) {
  const reply = await fetch(`${wechat.url}${path}?access_token=${token}`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
  return reply.json()
}

const send = (change: object = {}) =>
  post('/cgi-bin/message/subscribe/send', {
    touser: 'openid-1',
    template_id: 'template-1',
    data: { thing1: { value: '照片已通过审核' }, phrase2: { value: '已通过' } },
    ...change,
  })

test('a subscribe message needs a tick of the user for each', async () => {
  wechat.messages.templates = { 'template-1': ['thing1', 'phrase2'] }
  expect(await send()).toMatchObject({ errcode: 43101 })
  wechat.messages.accept('openid-1', 'template-1')
  expect(await send({ page: 'pages/home/index' })).toMatchObject({ errcode: 0 })
  expect(await send()).toMatchObject({ errcode: 43101 })
  const data = { thing1: '照片已通过审核', phrase2: '已通过' }
  expect(wechat.messages.messages).toEqual([
    { openId: 'openid-1', templateId: 'template-1', page: 'pages/home/index', data },
  ])
})

test('a message of a wrong template, person or value reaches nobody and uses no tick', async () => {
  wechat.messages.templates = { 'template-1': ['thing1', 'phrase2'] }
  wechat.messages.accept('openid-1', 'template-1')
  expect(await send({ template_id: 'template-2' })).toMatchObject({ errcode: 40037 })
  expect(await send({ touser: 'not an openid' })).toMatchObject({ errcode: 40003 })
  expect(await send({ data: { thing1: { value: '二'.repeat(21) }, phrase2: { value: '好' } } })).toEqual({
    errcode: 47003,
    errmsg: 'argument invalid! data.thing1.value invalid',
  })
  expect(await send({ data: { thing1: { value: '好' } } })).toMatchObject({ errcode: 47003 })
  expect(wechat.messages.messages).toEqual([])
  expect(await send()).toMatchObject({ errcode: 0 })
})

const upload = (change: object = {}) =>
  post('/wxa/sec/order/upload_shipping_info', {
    order_key: { order_number_type: 1, mchid: '1900000109', out_trade_no: 'T1' },
    logistics_type: 1,
    delivery_mode: 1,
    shipping_list: [{ tracking_no: 'YT1', express_company: 'YTO', item_desc: '纸质版照片' }],
    upload_time: '2027-06-01T10:00:00.000+08:00',
    payer: { openid: 'openid-1' },
    ...change,
  })

test('shipping information is taken once and changed once', async () => {
  expect(await upload()).toEqual({ errcode: 0, errmsg: 'ok' })
  expect(await upload()).toMatchObject({ errcode: 10060023 })
  expect(await upload({ upload_time: '2027-06-02T10:00:00+08:00' })).toMatchObject({ errcode: 0 })
  expect(await upload({ upload_time: '2027-06-03T10:00:00+08:00' })).toMatchObject({ errcode: 10060003 })
  expect(wechat.shipping.shippings.map(({ trackingNumber, courier }) => [trackingNumber, courier])).toEqual([
    ['YT1', 'YTO'],
    ['YT1', 'YTO'],
  ])
})

test.each([
  [{ logistics_type: 9 }, 10060005],
  [{ delivery_mode: 'UNIFIED_DELIVERY' }, 47001],
  [{ delivery_mode: 3 }, 268485224],
  [{ shipping_list: { item_desc: '照片' } }, 47001],
  [{ shipping_list: undefined }, 268485228],
  [{ shipping_list: [{ item_desc: '照片' }, { item_desc: '照片' }] }, 268485228],
  [{ shipping_list: [{ item_desc: '照片' }] }, 268485226],
  [{ shipping_list: [{ item_desc: '照片', tracking_no: 'SF1', express_company: 'SF' }] }, 10060014],
  [{ upload_time: '2027-06-01 10:00:00' }, 268485216],
  [{ order_key: { order_number_type: 2 } }, 268485195],
  [{ order_key: { order_number_type: 1, mchid: '1' } }, 268485197],
])('shipping information with %j is refused with %i', async (change, errcode) => {
  expect(await upload(change)).toMatchObject({ errcode })
  expect(wechat.shipping.shippings).toEqual([])
})

test('nothing material needs a description only, and only the payer’s own paid orders ship', async () => {
  wechat.shipping.payerOf = (key) => ('outTradeNo' in key && key.outTradeNo === 'T1' ? 'openid-1' : undefined)
  const nothingMaterial = { logistics_type: 3, shipping_list: [{ item_desc: '电子照片' }] }
  expect(await upload({ ...nothingMaterial, payer: { openid: 'openid-2' } })).toMatchObject({ errcode: 10060031 })
  const other = { order_number_type: 1, mchid: '1900000109', out_trade_no: 'T2' }
  expect(await upload({ ...nothingMaterial, order_key: other })).toMatchObject({ errcode: 10060001 })
  expect(await upload(nothingMaterial)).toMatchObject({ errcode: 0 })
})

test('whether trade is managed is told of the mini program itself', async () => {
  expect(await post('/wxa/sec/order/is_trade_managed', { appid: app.appId })).toMatchObject({ is_trade_managed: true })
  wechat.tradeManaged = false
  expect(await post('/wxa/sec/order/is_trade_managed', { appid: app.appId })).toMatchObject({ is_trade_managed: false })
  expect(await post('/wxa/sec/order/is_trade_managed', { appid: 'wx9' })).toMatchObject({ errcode: 40013 })
  token = 'ended'
  expect(await post('/wxa/sec/order/is_trade_managed', { appid: app.appId })).toMatchObject({ errcode: 40001 })
})

test('the official account’s page learns once who opened it', async () => {
  wechat.account.visitor = 'openid-2'
  const back = encodeURIComponent('https://photo.example/pay')
  const authorize = `/connect/oauth2/authorize?appid=wx1&redirect_uri=${back}&response_type=code&scope=snsapi_base&state=s1`
  const passed = await fetch(`${wechat.url}${authorize}`, { redirect: 'manual' })
  const address = new URL(passed.headers.get('location')!)
  expect(address.searchParams.get('state')).toBe('s1')
  const ask = async (code: string, secret = account.appSecret) => {
    const query = `appid=wx1&secret=${secret}&code=${code}&grant_type=authorization_code`
    return (await fetch(`${wechat.url}/sns/oauth2/access_token?${query}`)).json()
  }
  const code = address.searchParams.get('code')!
  expect(await ask(code, 'wrong')).toMatchObject({ errcode: 40125 })
  expect(await ask(code)).toMatchObject({ openid: 'openid-2', scope: 'snsapi_base' })
  expect(await ask(code)).toMatchObject({ errcode: 40163 })
  expect(await ask(wechat.accountCode('openid-3'))).toMatchObject({ openid: 'openid-3' })
})
