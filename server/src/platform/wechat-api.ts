import type { Clock } from './clock.ts'
import { surelyUnsent, surelyUntaken } from './unsent.ts'
import { type SubscribeMessage, type SubscribeOutcome, sendSubscribeMessage } from './wechat-subscribe.ts'

export interface WechatSetting {
  appId: string
  appSecret: string
  /** e.g. https://api.weixin.qq.com */
  apiUrl: string
}

/** The calls to WeChat’s server that a mini program’s server makes. */
export interface WechatApi {
  /** Who gave the code of `wx.login`; null when WeChat does not accept it. @throws WechatAway */
  openIdOf(code: string): Promise<string | null>
  /** The phone (E.164) whose owner pressed the button `getPhoneNumber`; null when WeChat does not accept the code. @throws WechatAway */
  phoneOf(code: string): Promise<string | null>
  /** The identity card in a picture (below 2 MB); null when WeChat sees none. @throws WechatAway */
  cardIn(picture: Uint8Array): Promise<WechatCard | null>
  /** Sends a subscribe message. @throws WechatAway */
  sendSubscribeMessage(message: SubscribeMessage): Promise<SubscribeOutcome>
}

/** What `cv/ocr/idcard` read: of the back only `type`. `nationality` is the ethnic group, `addr` the address. */
export interface WechatCard {
  type: 'Front' | 'Back'
  name?: string
  id?: string
  addr?: string
  gender?: string
  nationality?: string
}

/** WeChat does not answer, or not as it should. */
export class WechatAway extends Error {
  /** Whether the call may have had its effect all the same. */
  readonly mayHaveArrived: boolean

  constructor(message: string, mayHaveArrived = false) {
    super(message)
    this.mayHaveArrived = mayHaveArrived
  }
}

type Answer = { errcode?: number } & Record<string, unknown>

const ANSWER_WITHIN_MS = 8_000
/** A token is asked for anew this long before it ends. */
const RENEWED_EARLY_MS = 5 * 60_000
/** A code that is invalid, was used, or belongs to somebody whom WeChat holds for a risk. */
const CODE_REFUSED = new Set([40029, 40163, 40226])
/** No picture, or no identity card in it. */
const PICTURE_REFUSED = new Set([101000, 101001, 101002, 101003])
/** The access token is not valid any more. */
const TOKEN_REFUSED = new Set([40001, 40014, 42001])

export function openWechatApi(setting: WechatSetting, clock: Clock): WechatApi {
  const { appId, appSecret, apiUrl } = setting
  let token: { value: string; endsAt: number } | undefined
  let asking: Promise<string> | undefined

  async function ask(path: string, query: Record<string, string>, body?: object | FormData): Promise<Answer> {
    let isUntaken = false
    try {
      const reply = await fetch(`${apiUrl}${path}?${new URLSearchParams(query)}`, {
        ...(body ? posted(body) : {}),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      })
      isUntaken = surelyUntaken(reply.status)
      if (!reply.ok) throw new Error(`status ${reply.status}`)
      return (await reply.json()) as Answer
    } catch (error) {
      // The address holds the secret, so the cause stays out of the message.
      const mayHaveArrived = !isUntaken && !surelyUnsent(error)
      throw new WechatAway(`WeChat did not answer ${path}: ${(error as Error).name}`, mayHaveArrived)
    }
  }

  /** stable_token gives several copies of the program the same token instead of ending each other’s. */
  async function askForToken(): Promise<string> {
    const body = { grant_type: 'client_credential', appid: appId, secret: appSecret }
    const answer = await ask('/cgi-bin/stable_token', {}, body)
    const { access_token: value, expires_in: seconds } = answer
    if (typeof value !== 'string' || typeof seconds !== 'number') throw refusal('stable_token', answer)
    token = { value, endsAt: clock.now().getTime() + seconds * 1000 }
    return value
  }

  async function accessToken(): Promise<string> {
    if (token !== undefined && token.endsAt - RENEWED_EARLY_MS > clock.now().getTime()) return token.value
    // Whoever comes meanwhile waits for the same answer.
    asking ??= askForToken()
      .catch((error: Error) => {
        // Without a token nothing was sent.
        throw error instanceof WechatAway ? new WechatAway(error.message) : error
      })
      .finally(() => {
        asking = undefined
      })
    return asking
  }

  /** Once more with a new token where WeChat doesn't accept the one there is. */
  async function withToken(call: () => Promise<Answer>): Promise<Answer> {
    const answer = await call()
    if (!TOKEN_REFUSED.has(answer.errcode ?? 0)) return answer
    token = undefined
    return call()
  }

  return {
    async openIdOf(code) {
      const login = { appid: appId, secret: appSecret, js_code: code, grant_type: 'authorization_code' }
      const answer = await ask('/sns/jscode2session', login)
      if (typeof answer.openid === 'string' && answer.openid !== '') return answer.openid
      if (CODE_REFUSED.has(answer.errcode ?? 0)) return null
      throw refusal('jscode2session', answer)
    },
    async phoneOf(code) {
      const phoneWith = async () =>
        ask('/wxa/business/getuserphonenumber', { access_token: await accessToken() }, { code })
      const answer = await withToken(phoneWith)
      if (CODE_REFUSED.has(answer.errcode ?? 0)) return null
      const info = answer.phone_info as { purePhoneNumber?: unknown; countryCode?: unknown } | undefined
      if (answer.errcode !== 0 || info === undefined) throw refusal('getuserphonenumber', answer)
      return `+${info.countryCode}${info.purePhoneNumber}`
    },
    async cardIn(picture) {
      const answer = await withToken(async () => {
        const form = new FormData()
        form.append('img', new Blob([Uint8Array.from(picture)], { type: 'image/jpeg' }), 'card.jpg')
        return ask('/cv/ocr/idcard', { access_token: await accessToken() }, form)
      })
      if (PICTURE_REFUSED.has(answer.errcode ?? 0)) return null
      // The documents show the code of success as a text and as a number.
      if (Number(answer.errcode ?? 0) !== 0) throw refusal('cv/ocr/idcard', answer)
      return answer as unknown as WechatCard
    },
    sendSubscribeMessage: (message) =>
      sendSubscribeMessage(
        (path, body) => withToken(async () => ask(path, { access_token: await accessToken() }, body)),
        message,
      ),
  }
}

function refusal(call: string, answer: Answer): WechatAway {
  return new WechatAway(`WeChat refused ${call}: ${answer.errcode}`)
}

function posted(body: object | FormData): RequestInit {
  if (body instanceof FormData) return { method: 'POST', body }
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
