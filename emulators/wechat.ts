import { randomBytes } from 'node:crypto'
import { type Listening, listen, type Received } from './listening.ts'
import { type AccountDesk, type App, openAccountDesk } from './wechat-account.ts'
import { openCodes } from './wechat-codes.ts'
import { type MessageDesk, openMessageDesk } from './wechat-messages.ts'
import { openShippingDesk, type ShippingDesk } from './wechat-shipping.ts'

/**
 * WeChat’s server as a mini program’s server sees it: code2session, stable_token, getuserphonenumber, cv/ocr/idcard,
 * subscribe messages, shipping information; and an official account’s page that asks who opened it.
 */
export interface WechatEmulator extends Listening {
  /** What `wx.login` gives the person with this openid: good once. */
  loginCode(openId: string): string
  /** What the button `getPhoneNumber` gives: good once. */
  phoneCode(phone: { countryCode: string; purePhoneNumber: string }): string
  /** How often a token was asked for. */
  readonly tokensGiven: number
  /** Ends the token that is in use, as another program’s forced refresh would. */
  endToken(): void
  /** What it reads in the next pictures; null: it sees no identity card. */
  card: Record<string, string> | null
  /** What the official account’s page gets when the person with this openid opens it: good once. */
  accountCode(openId: string): string
  readonly account: Omit<AccountDesk, 'code'>
  readonly messages: MessageDesk
  readonly shipping: ShippingDesk
  /** Whether the mini program has to tell WeChat of its parcels. */
  tradeManaged: boolean
  /** From now on nothing but failures is answered, until set back. */
  failing: boolean
}

const INVALID_APP = { errcode: 40013, errmsg: 'invalid appid' }
const INVALID_SECRET = { errcode: 40125, errmsg: 'invalid appsecret' }
const INVALID_TOKEN = { errcode: 40001, errmsg: 'invalid credential, access_token is invalid or not latest' }

/** `account`: the official account in whose pages people are recognised as well. */
export async function openWechatEmulator(app: App, port = 0, account?: App): Promise<WechatEmulator> {
  const messages = openMessageDesk()
  const shipping = openShippingDesk()
  const accountDesk = openAccountDesk(account)
  const logins = openCodes<string>()
  const phones = openCodes<object>()
  let tradeManaged = true
  let token = ''
  let tokensGiven = 0
  let failing = false
  let card: Record<string, string> | null = null

  const isApp = (appId: unknown, secret: unknown) => appId === app.appId && secret === app.appSecret
  function session({ url }: Received): object {
    const given = (name: string) => url.searchParams.get(name)
    if (!isApp(given('appid'), given('secret'))) return INVALID_SECRET
    if (given('grant_type') !== 'authorization_code') return { errcode: 40002, errmsg: 'invalid grant_type' }
    const found = logins.take(given('js_code') ?? '')
    if ('refused' in found) return found.refused
    return { openid: found.value, session_key: randomBytes(16).toString('base64') }
  }

  function giveToken({ body }: Received): object {
    const { grant_type, appid, secret } = JSON.parse(body) as Record<string, string>
    if (grant_type !== 'client_credential' || !isApp(appid, secret)) return INVALID_SECRET
    tokensGiven += 1
    token ||= randomBytes(24).toString('base64url')
    return { access_token: token, expires_in: 7200 }
  }

  const hasToken = ({ url }: Received) => token !== '' && url.searchParams.get('access_token') === token
  /** Answers whoever has a token. */
  const guarded = (answer: (request: Received) => object) => (request: Received) =>
    hasToken(request) ? answer(request) : INVALID_TOKEN

  function askTradeManaged({ body }: Received): object {
    if ((JSON.parse(body) as { appid?: string }).appid !== app.appId) return INVALID_APP
    return { errcode: 0, errmsg: 'ok', is_trade_managed: tradeManaged }
  }

  function phone({ body }: Received): object {
    const found = phones.take((JSON.parse(body) as { code: string }).code)
    return 'refused' in found ? found.refused : { errcode: 0, errmsg: 'ok', phone_info: found.value }
  }

  function readCard({ headers, body }: Received): object {
    const isForm = headers['content-type']?.startsWith('multipart/form-data') ?? false
    if (!isForm || !/name="img"; filename=/.test(body)) return { errcode: 101001, errmsg: 'missing image' }
    return card === null ? { errcode: 101002, errmsg: 'not an identity card' } : { errcode: 0, errmsg: 'ok', ...card }
  }

  const answers: Record<string, (request: Received) => object> = {
    'GET /sns/jscode2session': session,
    'POST /cgi-bin/stable_token': giveToken,
    'POST /wxa/business/getuserphonenumber': guarded(phone),
    'POST /cv/ocr/idcard': guarded(readCard),
    'POST /cgi-bin/message/subscribe/send': guarded(({ body }) => messages.send(body)),
    'POST /wxa/sec/order/upload_shipping_info': guarded(({ body }) => shipping.upload(body)),
    'POST /wxa/sec/order/is_trade_managed': guarded(askTradeManaged),
    'GET /connect/oauth2/authorize': ({ url }) => accountDesk.authorize(url.searchParams),
    'GET /sns/oauth2/access_token': ({ url }) => accountDesk.visitorOf(url.searchParams),
  }
  const listening = await listen((request) => {
    if (failing) return { errcode: -1, errmsg: 'system error' }
    const answer = answers[`${request.method} ${request.url.pathname}`]
    return answer ? answer(request) : { errcode: 404, errmsg: 'no such interface' }
  }, port)
  return {
    ...listening,
    messages,
    shipping,
    account: accountDesk,
    accountCode: (openId) => accountDesk.code(openId),
    loginCode: (openId) => logins.give(openId),
    phoneCode(given) {
      const phoneNumber =
        given.countryCode === '86' ? given.purePhoneNumber : `+${given.countryCode}${given.purePhoneNumber}`
      return phones.give({ ...given, phoneNumber, watermark: { appid: app.appId, timestamp: 0 } }, 32)
    },
    get tradeManaged() {
      return tradeManaged
    },
    set tradeManaged(value) {
      tradeManaged = value
    },
    get tokensGiven() {
      return tokensGiven
    },
    endToken() {
      token = randomBytes(24).toString('base64url')
    },
    get card() {
      return card
    },
    set card(value) {
      card = value
    },
    get failing() {
      return failing
    },
    set failing(value) {
      failing = value
    },
  }
}
