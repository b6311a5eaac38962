import type { Clock } from './clock.ts'
import { surelyUnsent, surelyUntaken } from './unsent.ts'

/** A mini program or an official account. */
export interface WechatSetting {
  appId: string
  appSecret: string
  /** e.g. https://api.weixin.qq.com */
  apiUrl: string
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

export type WechatAnswer = { errcode?: number } & Record<string, unknown>

/** A call that carries the access token; again with a new one where the one there is isn't taken. @throws WechatAway */
export type CallWechat = (path: string, body: object | FormData) => Promise<WechatAnswer>

const ANSWER_WITHIN_MS = 8_000
/** A token is asked for anew this long before it ends. */
const RENEWED_EARLY_MS = 5 * 60_000
/** The access token is not valid any more. */
const TOKEN_REFUSED = new Set([40001, 40014, 42001])

/** One request, without a token. @throws WechatAway */
export async function askWechat(
  apiUrl: string,
  path: string,
  query: Record<string, string>,
  body?: object | FormData,
): Promise<WechatAnswer> {
  let isUntaken = false
  try {
    const reply = await fetch(`${apiUrl}${path}?${new URLSearchParams(query)}`, {
      ...(body ? posted(body) : {}),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
    isUntaken = surelyUntaken(reply.status)
    if (!reply.ok) throw new Error(`status ${reply.status}`)
    return (await reply.json()) as WechatAnswer
  } catch (error) {
    // The address holds the secret, so the cause stays out of the message.
    const mayHaveArrived = !isUntaken && !surelyUnsent(error)
    throw new WechatAway(`WeChat did not answer ${path}: ${(error as Error).name}`, mayHaveArrived)
  }
}

function posted(body: object | FormData): RequestInit {
  if (body instanceof FormData) return { method: 'POST', body }
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

export function refusalOf(call: string, answer: WechatAnswer): WechatAway {
  return new WechatAway(`WeChat refused ${call}: ${answer.errcode}`)
}

/** Calls with the app's access token, which all of them share until it is about to end. */
export function openWechatCalls({ appId, appSecret, apiUrl }: WechatSetting, clock: Clock): CallWechat {
  let token: { value: string; endsAt: number } | undefined
  let asking: Promise<string> | undefined

  /** stable_token gives several copies of the program the same token instead of ending each other’s. */
  async function askForToken(): Promise<string> {
    const body = { grant_type: 'client_credential', appid: appId, secret: appSecret }
    const answer = await askWechat(apiUrl, '/cgi-bin/stable_token', {}, body)
    const { access_token: value, expires_in: seconds } = answer
    if (typeof value !== 'string' || typeof seconds !== 'number') throw refusalOf('stable_token', answer)
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

  return async (path, body) => {
    const answer = await askWechat(apiUrl, path, { access_token: await accessToken() }, body)
    if (!TOKEN_REFUSED.has(answer.errcode ?? 0)) return answer
    token = undefined
    return askWechat(apiUrl, path, { access_token: await accessToken() }, body)
  }
}
