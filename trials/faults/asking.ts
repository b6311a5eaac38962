import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { pathOf, paths, type RouteName } from '@tucai/contract'
import { type Reply, Visitor } from '../../server/test/visitor.ts'

/** What everybody who asks shares: where they ask, and what is noted about the answers. */
export interface Street {
  url: string
  /** Called for each request that is sent. */
  sent(what: string): () => void
  answered(reply: Reply, what: string): void
}

export interface Given {
  json?: unknown
  body?: () => FormData
  query?: string
  /** Until an answer other than “not now” comes; undefined: until it does. */
  limitMs?: number
}

/** A person with a browser, who asks again for whatever was not answered, as the app does. */
export class Asker {
  readonly visitor: Visitor
  readonly street: Street
  readonly #headers: Record<string, string>

  constructor(street: Street, headers: Record<string, string> = {}) {
    this.street = street
    this.visitor = new Visitor(street.url)
    this.#headers = headers
  }

  /** One request; undefined when no answer came. */
  async once(name: RouteName, params: Record<string, string>, given: Given = {}, key?: string) {
    const [method] = paths[name]
    const headers: Record<string, string> = { ...this.#headers }
    if (key !== undefined) headers['idempotency-key'] = key
    const done = this.street.sent(name)
    try {
      const reply = await this.visitor.send(method, pathOf(name, params) + (given.query ?? ''), {
        ...{ json: given.json, body: given.body?.(), headers },
        signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
      })
      this.street.answered(reply, name)
      return reply
    } catch (error) {
      if ((error as Error).name === 'TimeoutError') throw new Error(`${name} was not answered for two minutes`)
      return undefined
    } finally {
      done()
    }
  }

  /** Asks until there is an answer that says something about the matter. Under one key, where something changes. */
  async ask(name: RouteName, params: Record<string, string> = {}, given: Given = {}): Promise<Reply> {
    const key = paths[name][0] === 'GET' ? undefined : randomUUID()
    for (const until = Date.now() + (given.limitMs ?? PATIENCE_MS); Date.now() < until; ) {
      const reply = await this.once(name, params, given, key)
      if (reply !== undefined && !isNotNow(reply)) return reply
      await wait(reply === undefined ? 20 : 200)
    }
    throw new Error(`${name} was not done in time`)
  }
}

const ANSWER_LIMIT_MS = 120_000
const PATIENCE_MS = 240_000

const isNotNow = ({ status, body }: Reply) => status === 503 || status === 429 || body?.code === 'request-running'

/** What is wrong with an answer, whatever was asked; undefined when nothing is. */
export function wrongAnswer({ status, headers, body }: Reply, what: string): string | undefined {
  if (status < 500) return undefined
  if (status !== 503) return `${what} was answered ${status} ${JSON.stringify(body)}`
  if (!headers.has('retry-after')) return `${what} was answered 503 without Retry-After`
  if (typeof body?.zh !== 'string' || typeof body?.en !== 'string') return `${what} was answered 503 without a problem`
  return undefined
}
