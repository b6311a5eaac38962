import { createClient } from '@tucai/contract/client'
import { paths, type RouteName } from '@tucai/contract/paths'
import type { Recorder } from './recorder.ts'

const answerWithinMs = 60_000

/** What a visitor brings along. */
export interface Visit {
  /** From where the proxy says the requests come. */
  address?: string
  cookies?: Record<string, string>
  recorder?: Recorder
}

/** A student's browser as far as HTTP goes: it keeps cookies, names its origin and follows the contract. */
export function openBrowser(origin: string, { address, cookies: given = {}, recorder }: Visit = {}) {
  const cookies = new Map(Object.entries(given))

  /** `name`: under which it is recorded. */
  async function request(path: string, init: RequestInit = {}, name?: string): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('cookie', [...cookies].map(([key, value]) => `${key}=${value}`).join('; '))
    headers.set('origin', origin)
    if (address) headers.set('x-forwarded-for', address)
    const begunAt = performance.now()
    let status: number | undefined
    try {
      const response = await fetch(origin + path, { ...init, headers, signal: AbortSignal.timeout(answerWithinMs) })
      // What is measured is the whole answer.
      const body = await response.arrayBuffer()
      status = response.status
      for (const cookie of response.headers.getSetCookie()) keep(cookie)
      const isBare = body.byteLength === 0
      return new Response(isBare ? null : body, { status, headers: response.headers })
    } finally {
      recorder?.saw(name ?? path, performance.now() - begunAt, status)
    }
  }

  function keep(cookie: string): void {
    const [pair = ''] = cookie.split(';')
    const at = pair.indexOf('=')
    cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }

  const call = createClient(async ({ method, url, body }) => {
    const json = { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    const response = await request(url, { method, ...(body === undefined ? {} : json) }, nameOf(method, url))
    return { status: response.status, body: await response.json() }
  })
  return { request, call, cookies }
}

export type Browser = ReturnType<typeof openBrowser>

const shapes = (Object.keys(paths) as RouteName[]).map((name) => {
  const [method, path] = paths[name]
  return { name, method, shape: new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`) }
})

/** The route's name; a long poll has one of its own, since waiting is its purpose. */
function nameOf(method: string, url: string): string {
  const path = url.split('?')[0]!
  const found = shapes.find((route) => route.method === method && route.shape.test(path))
  return `${found?.name ?? path}${url.includes('waitSeconds') ? ' (waiting)' : ''}`
}
