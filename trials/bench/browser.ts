import { createClient } from '@tucai/contract/client'

const answerWithinMs = 60_000

/** A student's browser as far as HTTP goes: it keeps cookies, names its origin and follows the contract. */
export function openBrowser(origin: string) {
  const cookies = new Map<string, string>()

  async function request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    headers.set('origin', origin)
    const response = await fetch(origin + path, { ...init, headers, signal: AbortSignal.timeout(answerWithinMs) })
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const at = pair.indexOf('=')
      cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return response
  }

  const call = createClient(async ({ method, url, body }) => {
    const json = { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    const response = await request(url, { method, ...(body === undefined ? {} : json) })
    return { status: response.status, body: await response.json() }
  })
  return { request, call, cookies }
}

export type Browser = ReturnType<typeof openBrowser>
