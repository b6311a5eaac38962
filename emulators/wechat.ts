import { randomBytes } from 'node:crypto'
import { type Listening, listen, type Received } from './listening.ts'

/** WeChat’s server as a mini program’s server sees it: code2session, stable_token, getuserphonenumber, cv/ocr/idcard. */
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
  /** From now on nothing but failures is answered, until set back. */
  failing: boolean
}

const INVALID_CODE = { errcode: 40029, errmsg: 'invalid code' }
const USED_CODE = { errcode: 40163, errmsg: 'code been used' }
const INVALID_SECRET = { errcode: 40125, errmsg: 'invalid appsecret' }
const INVALID_TOKEN = { errcode: 40001, errmsg: 'invalid credential, access_token is invalid or not latest' }

export async function openWechatEmulator(app: { appId: string; appSecret: string }, port = 0): Promise<WechatEmulator> {
  const logins = new Map<string, string>()
  const phones = new Map<string, object>()
  const used = new Set<string>()
  let token = ''
  let tokensGiven = 0
  let failing = false
  let card: Record<string, string> | null = null

  const isApp = (appId: unknown, secret: unknown) => appId === app.appId && secret === app.appSecret
  /** What the code stands for, once. */
  function take<T>(codes: Map<string, T>, code: string): T | typeof INVALID_CODE | typeof USED_CODE {
    const found = codes.get(code)
    if (found === undefined) return used.has(code) ? USED_CODE : INVALID_CODE
    codes.delete(code)
    used.add(code)
    return found
  }

  function session({ url }: Received): object {
    const given = (name: string) => url.searchParams.get(name)
    if (!isApp(given('appid'), given('secret'))) return INVALID_SECRET
    if (given('grant_type') !== 'authorization_code') return { errcode: 40002, errmsg: 'invalid grant_type' }
    const openId = take(logins, given('js_code') ?? '')
    if (typeof openId !== 'string') return openId
    return { openid: openId, session_key: randomBytes(16).toString('base64') }
  }

  function giveToken({ body }: Received): object {
    const { grant_type, appid, secret } = JSON.parse(body) as Record<string, string>
    if (grant_type !== 'client_credential' || !isApp(appid, secret)) return INVALID_SECRET
    tokensGiven += 1
    token ||= randomBytes(24).toString('base64url')
    return { access_token: token, expires_in: 7200 }
  }

  function phone({ url, body }: Received): object {
    if (token === '' || url.searchParams.get('access_token') !== token) return INVALID_TOKEN
    const found = take(phones, (JSON.parse(body) as { code: string }).code)
    return 'errcode' in found ? found : { errcode: 0, errmsg: 'ok', phone_info: found }
  }

  function readCard({ url, headers, body }: Received): object {
    if (token === '' || url.searchParams.get('access_token') !== token) return INVALID_TOKEN
    const isForm = headers['content-type']?.startsWith('multipart/form-data') ?? false
    if (!isForm || !/name="img"; filename=/.test(body)) return { errcode: 101001, errmsg: 'missing image' }
    return card === null ? { errcode: 101002, errmsg: 'not an identity card' } : { errcode: 0, errmsg: 'ok', ...card }
  }

  const answers: Record<string, (request: Received) => object> = {
    'GET /sns/jscode2session': session,
    'POST /cgi-bin/stable_token': giveToken,
    'POST /wxa/business/getuserphonenumber': phone,
    'POST /cv/ocr/idcard': readCard,
  }
  const listening = await listen((request) => {
    if (failing) return { errcode: -1, errmsg: 'system error' }
    const answer = answers[`${request.method} ${request.url.pathname}`]
    return answer ? answer(request) : { errcode: 404, errmsg: 'no such interface' }
  }, port)
  return {
    ...listening,
    loginCode(openId) {
      const code = randomBytes(16).toString('hex')
      logins.set(code, openId)
      return code
    },
    phoneCode(given) {
      const code = randomBytes(32).toString('hex')
      const phoneNumber =
        given.countryCode === '86' ? given.purePhoneNumber : `+${given.countryCode}${given.purePhoneNumber}`
      phones.set(code, { ...given, phoneNumber, watermark: { appid: app.appId, timestamp: 0 } })
      return code
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
