import { Refusal, type Transport } from '@tucai/contract/client'
import { paths, type RouteName } from '@tucai/contract/paths'

/** Pauses before the second and the third try, in ms: a phone between two cells is back within them. */
const pausesMs = [800, 2500]

const aKey = () =>
  `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}`
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/**
 * Sends what changes something; where the line drops before the answer is there, or the server still works on the first
 * copy, it is sent again under the same key, so that it happens once. Throws what the last try threw.
 */
export async function underOneKey<Answer>(send: (key: string) => Promise<Answer>, pauses = pausesMs): Promise<Answer> {
  const key = aKey()
  for (const ms of pauses) {
    try {
      return await send(key)
    } catch (thrown) {
      if (thrown instanceof Refusal && thrown.problem.code !== 'request-running') throw thrown
      await pause(ms)
    }
  }
  return send(key)
}

/** Whoever is not signed in has no key: the server could not tell two people with the same one apart. */
const beforeSignIn: readonly RouteName[] = [
  'consentGive',
  'documentRead',
  'accountRegister',
  'sessionStart',
  'sessionConfirm',
  'codeResend',
  'passwordForget',
  'passwordReset',
  'wechatIdentify',
  'wechatSignIn',
  'wechatPhone',
]
const withoutKey = new Set<string>(beforeSignIn.map((name) => paths[name][1]))

/** A transport that keeps on trying, for requests that change something. */
export function keepingOn(transport: Transport, pauses = pausesMs): Transport {
  return async (request) => {
    if (request.method === 'GET' || withoutKey.has(request.url)) return transport(request)
    return underOneKey(async (key) => {
      const answer = await transport({ ...request, key })
      if (answer.status === 409) throwRunning(answer)
      return answer
    }, pauses)
  }
}

function throwRunning({ status, body }: { status: number; body: unknown }): void {
  const problem = body as Refusal['problem']
  if (problem.code === 'request-running') throw new Refusal(status, problem)
}
