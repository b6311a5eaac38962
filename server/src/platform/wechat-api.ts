import type { Clock } from './clock.ts'

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
}

/** WeChat does not answer, or not as it should. */
export class WechatAway extends Error {}

type Answer = { errcode?: number } & Record<string, unknown>

const ANSWER_WITHIN_MS = 8_000
/** A token is asked for anew this long before it ends. */
const RENEWED_EARLY_MS = 5 * 60_000
/** A code that is invalid, was used, or belongs to somebody whom WeChat holds for a risk. */
const CODE_REFUSED = new Set([40029, 40163, 40226])
/** The access token is not valid any more. */
const TOKEN_REFUSED = new Set([40001, 40014, 42001])

export function openWechatApi(setting: WechatSetting, clock: Clock): WechatApi {
  const { appId, appSecret, apiUrl } = setting
  let token: { value: string; endsAt: number } | undefined
  let asking: Promise<string> | undefined

  async function ask(path: string, query: Record<string, string>, body?: object): Promise<Answer> {
    try {
      const reply = await fetch(`${apiUrl}${path}?${new URLSearchParams(query)}`, {
        ...(body
          ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
          : {}),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      })
      if (!reply.ok) throw new Error(`status ${reply.status}`)
      return (await reply.json()) as Answer
    } catch (error) {
      // The address holds the secret, so the cause stays out of the message.
      throw new WechatAway(`WeChat did not answer ${path}: ${(error as Error).name}`)
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
    asking ??= askForToken().finally(() => {
      asking = undefined
    })
    return asking
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
      let answer = await phoneWith()
      if (TOKEN_REFUSED.has(answer.errcode ?? 0)) {
        token = undefined
        answer = await phoneWith()
      }
      if (CODE_REFUSED.has(answer.errcode ?? 0)) return null
      const info = answer.phone_info as { purePhoneNumber?: unknown; countryCode?: unknown } | undefined
      if (answer.errcode !== 0 || info === undefined) throw refusal('getuserphonenumber', answer)
      return `+${info.countryCode}${info.purePhoneNumber}`
    },
  }
}

function refusal(call: string, answer: Answer): WechatAway {
  return new WechatAway(`WeChat refused ${call}: ${answer.errcode}`)
}
