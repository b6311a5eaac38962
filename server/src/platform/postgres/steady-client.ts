import pg from 'pg'

/** No statement of a request or a job is meant to take so long; proxies give up on a request then too. */
const ANSWER_LIMIT_MS = 60_000

export interface SteadyConfig extends pg.ClientConfig {
  answerLimitMs?: number
}

/**
 * A connection that may break at any moment without ending the program. What is being asked is told by its own
 * rejection; the event that comes besides, and twice when a killed server no longer takes what is written, has nobody
 * who listens while the connection is lent out. A server that is silent, or gone without a word, counts as broken too:
 * whoever waits for its answer is told so instead of waiting for as long as TCP keeps hoping.
 */
export class SteadyClient extends pg.Client {
  readonly #answerLimitMs: number
  #patience: NodeJS.Timeout | undefined

  constructor(config?: string | SteadyConfig) {
    super(typeof config === 'string' ? config : { keepAlive: true, ...config })
    this.#answerLimitMs = (typeof config === 'string' ? undefined : config?.answerLimitMs) ?? ANSWER_LIMIT_MS
    this.on('error', () => {})
    this.on('drain', () => clearTimeout(this.#patience))
    this.on('end', () => clearTimeout(this.#patience))
  }

  override query(...given: unknown[]): never {
    clearTimeout(this.#patience)
    this.#patience = setTimeout(() => void this.end().catch(() => {}), this.#answerLimitMs).unref()
    return Reflect.apply(super.query, this, given) as never
  }
}
