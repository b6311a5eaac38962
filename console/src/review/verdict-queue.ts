import type { RejectCode } from '@tucai/contract'
import { Refusal } from '@tucai/contract/client'
import { pathOf, paths } from '@tucai/contract/paths'
import { callOnce, isSessionEnded, mayHelpToRetry, newKey } from '../api.ts'

export type Verdict = { kind: 'approve' } | { kind: 'reject'; reasons: RejectCode[]; note: string; forGood: boolean }

export interface QueuedVerdict {
  key: string
  reviewId: string
  verdict: Verdict
  /** Sent from then on; until then it can be taken back without anybody having heard of it. */
  dueAt: number
}

const undoMs = 10_000
const retryMs = 3_000

/**
 * Verdicts wait here for their ten seconds, and as long as the line is down. They outlive a reload of the tab; each is
 * sent under a key of its own, so that the server takes it once. A closed tab sends what it still holds; what is lost
 * with the line leaves the photo waiting, for another reviewer.
 */
export class VerdictQueue {
  #entries: QueuedVerdict[]
  #sending: string | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #offline = false
  readonly #storedUnder: string
  readonly #changed: () => void
  readonly #refused: (entry: QueuedVerdict, error: unknown) => void

  constructor(staffId: string, changed: () => void, refused: (entry: QueuedVerdict, error: unknown) => void) {
    this.#storedUnder = `tucai-verdicts-${staffId}`
    this.#changed = changed
    this.#refused = refused
    this.#entries = readStored(this.#storedUnder)
    this.#plan()
  }

  entries(): readonly QueuedVerdict[] {
    return this.#entries
  }

  isOffline(): boolean {
    return this.#offline
  }

  add(reviewId: string, verdict: Verdict): void {
    this.#set([...this.#entries, { key: newKey(), reviewId, verdict, dueAt: Date.now() + undoMs }])
  }

  /** The latest verdict that nobody has heard of yet. */
  undoable(): QueuedVerdict | undefined {
    return this.#entries.findLast(({ key }) => key !== this.#sending)
  }

  takeBack(key: string): void {
    this.#set(this.#entries.filter((entry) => entry.key !== key))
  }

  /** Sends everything now, whether or not its time is over. Resolves when nothing is left, or the line is down. */
  async flush(): Promise<void> {
    this.#set(this.#entries.map((entry) => ({ ...entry, dueAt: 0 })))
    while (this.#entries.length > 0 && !this.#offline) {
      if (this.#sending === null) await this.#sendNext()
      else await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  /** The page goes away: the browser carries the rest. What was sent twice so is done once. */
  sendLeaving(): void {
    for (const { key, reviewId, verdict } of this.#entries) {
      const name = verdict.kind === 'approve' ? 'staffReviewApprove' : 'staffReviewReject'
      const headers = { 'idempotency-key': key, 'content-type': 'application/json' }
      const body = verdict.kind === 'approve' ? {} : { headers, body: JSON.stringify(bodyOf(verdict)) }
      const url = pathOf(name, { reviewId })
      void fetch(url, { method: paths[name][0], keepalive: true, headers: { 'idempotency-key': key }, ...body })
    }
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #set(entries: QueuedVerdict[]): void {
    this.#entries = entries
    store(this.#storedUnder, entries)
    this.#changed()
    this.#plan()
  }

  #plan(): void {
    clearTimeout(this.#timer)
    const [next] = this.#entries
    if (next === undefined || this.#sending !== null) return
    const pauseMs = this.#offline ? retryMs : 0
    this.#timer = setTimeout(() => void this.#sendNext(), Math.max(pauseMs, next.dueAt - Date.now()))
  }

  async #sendNext(): Promise<void> {
    const [entry] = this.#entries
    if (entry === undefined || this.#sending !== null) return
    this.#sending = entry.key
    let isOver = true
    try {
      await send(entry)
      this.#offline = false
    } catch (error) {
      isOver = !mayHelpToRetry(error) && !isSessionEnded(error)
      this.#offline = !(error instanceof Refusal) || error.status >= 500
      if (isOver) this.#refused(entry, error)
    }
    this.#sending = null
    this.#set(isOver ? this.#entries.filter(({ key }) => key !== entry.key) : this.#entries)
  }
}

async function send({ key, reviewId, verdict }: QueuedVerdict): Promise<void> {
  const once = callOnce(key)
  if (verdict.kind === 'approve') await once('staffReviewApprove', { params: { reviewId } })
  else await once('staffReviewReject', { params: { reviewId }, body: bodyOf(verdict) })
}

function bodyOf({ reasons, note, forGood }: Extract<Verdict, { kind: 'reject' }>) {
  return { reasons, forGood, ...(note.trim() === '' ? {} : { note: note.trim() }) }
}

function readStored(key: string): QueuedVerdict[] {
  try {
    return JSON.parse(window.sessionStorage.getItem(key) ?? '[]')
  } catch {
    return []
  }
}

function store(key: string, entries: QueuedVerdict[]): void {
  try {
    window.sessionStorage.setItem(key, JSON.stringify(entries))
  } catch {
    // A browser that keeps nothing still sends.
  }
}
