import { type Method, pathOf, paths, type RouteName } from './paths.ts'
import type { ProblemBody } from './problem.ts'
import type { RouteAnswer, RouteBody, RouteParams, RouteQuery } from './routes.ts'

type Given<K extends string, T> = T extends undefined ? { [P in K]?: undefined } : { [P in K]: T }
type Optional<K extends string, T> = T extends undefined ? { [P in K]?: undefined } : { [P in K]?: T }
export type RouteInput<N extends RouteName> = Given<'params', RouteParams<N>> &
  Optional<'query', RouteQuery<N>> &
  Given<'body', RouteBody<N>>

/**
 * Carries one request: `fetch` on the web, `wx.request` in a mini program. Rejects when there is no network. `key` goes
 * along as `Idempotency-Key`: under the same key the server does the same request once.
 */
export type Transport = (request: {
  method: Method
  url: string
  body?: unknown
  key?: string
}) => Promise<{ status: number; body: unknown }>

/** The server's refusal, as the client sees it. */
export class Refusal extends Error {
  readonly status: number
  readonly problem: ProblemBody
  constructor(status: number, problem: ProblemBody) {
    super(problem.code)
    this.status = status
    this.problem = problem
  }
}

/** A typed `call(routeName, input)` over the given transport. Throws `Refusal` for every answer of 400 and above. */
export function createClient(transport: Transport, base = '') {
  return async function call<N extends RouteName>(name: N, input: RouteInput<N>): Promise<RouteAnswer<N>> {
    const given = input as { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown }
    const query = Object.entries(given.query ?? {})
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`)
      .join('&')
    const url = base + pathOf(name, given.params) + (query ? `?${query}` : '')
    const method = paths[name][0]
    const answer = await transport(given.body === undefined ? { method, url } : { method, url, body: given.body })
    if (answer.status >= 400) throw new Refusal(answer.status, answer.body as ProblemBody)
    return answer.body as RouteAnswer<N>
  }
}
