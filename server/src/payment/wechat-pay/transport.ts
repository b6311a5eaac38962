import { randomBytes } from 'node:crypto'
import type { Clock } from '../../platform/clock.ts'
import { ProviderAway } from '../provider.ts'
import type { WechatPaySetting } from './setting.ts'
import { authorizationOf, type HeaderReader } from './signing.ts'

export interface Call {
  method: 'GET' | 'POST'
  /** With its query. */
  path: string
  body?: object
  /** What errors call it: never holds more than our own numbers. */
  label: string
  withinMs?: number
}

/** An answer as it came, not verified. */
export interface RawAnswer {
  status: number
  header: HeaderReader
  body: Buffer
}

/** Sends one signed request. @throws ProviderAway when no answer comes in time */
export type Exchange = (call: Call) => Promise<RawAnswer>

const ANSWER_WITHIN_MS = 8_000

export function openExchange(setting: WechatPaySetting, clock: Clock): Exchange {
  return async ({ method, path, body, label, withinMs = ANSWER_WITHIN_MS }) => {
    const sent = body === undefined ? '' : JSON.stringify(body)
    const atSeconds = Math.floor(clock.now().getTime() / 1000)
    const nonce = randomBytes(16).toString('hex').toUpperCase()
    const headers: Record<string, string> = {
      accept: 'application/json',
      'user-agent': 'tucai',
      authorization: authorizationOf(setting, { method, path, body: sent, atSeconds, nonce }),
    }
    // Asks for answers signed with the public key, as merchants do who move from certificates to it.
    if (setting.publicKey) headers['wechatpay-serial'] = setting.publicKey.id
    if (body !== undefined) headers['content-type'] = 'application/json'
    try {
      const reply = await fetch(`${setting.url}${path}`, {
        ...{ method, headers, redirect: 'error', signal: AbortSignal.timeout(withinMs) },
        ...(body === undefined ? {} : { body: sent }),
      })
      const bytes = Buffer.from(await reply.arrayBuffer())
      return { status: reply.status, header: (name) => reply.headers.get(name) ?? undefined, body: bytes }
    } catch (error) {
      // The cause may quote addresses and headers: its name alone is told.
      throw new ProviderAway(`WeChat Pay did not answer ${label}: ${(error as Error).name}`)
    }
  }
}
