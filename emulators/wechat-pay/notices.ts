/**
 * Notices to the merchant: encrypted, signed, repeated on the schedule until they are taken.
 * Source: pay.weixin.qq.com/docs/merchant/products/notification/introduction.html.
 */
import { randomUUID } from 'node:crypto'
import type { Clock } from './clock.ts'
import type { Faults, NoticeFault } from './faults.ts'
import { buildRequest, type Identified, type NoticeRequest, type Telling } from './notice-request.ts'
import type { Platform } from './platform.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/** How long after each failed attempt the next one is made: 24 hours and 4 minutes in all. */
const scheduleMs = [
  ...[15 * SECOND_MS, 15 * SECOND_MS, 30 * SECOND_MS, 3 * MINUTE_MS, 10 * MINUTE_MS, 20 * MINUTE_MS],
  ...[30 * MINUTE_MS, 30 * MINUTE_MS, 30 * MINUTE_MS, 60 * MINUTE_MS],
  ...[3 * HOUR_MS, 3 * HOUR_MS, 3 * HOUR_MS, 6 * HOUR_MS, 6 * HOUR_MS],
]

/** A notice and what became of it. */
export interface Notice extends Identified {
  attempts: Attempt[]
  state: 'open' | 'taken' | 'given-up'
}

export interface Attempt {
  at: Date
  /** The status that was answered; undefined: nothing arrived, nothing was answered in time, or the attempt was lost. */
  status: number | undefined
  /** What was sent; undefined when it was lost on the way. */
  sent: NoticeRequest | undefined
}

export interface Notices {
  readonly all: Notice[]
  tell(telling: Telling): void
  /** A notice that is not sent. */
  make(telling: Telling, faults: NoticeFault[]): NoticeRequest
  clear(): void
}

export interface NoticeDeps {
  clock: Clock
  platform: Platform
  faults: Faults
  /** How long the merchant may take to answer. */
  timeoutMs: number
}

export function openNotices({ clock, platform, faults, timeoutMs }: NoticeDeps): Notices {
  const all: Notice[] = []
  let held: (() => void)[] = []

  const identified = (telling: Telling) => ({ ...telling, id: randomUUID(), createdAt: clock.now() })

  function tell(telling: Telling) {
    const notice: Notice = { ...identified(telling), attempts: [], state: 'open' }
    all.push(notice)
    const due = faults.forNotice(telling.event, telling.number)
    const find = <K extends NoticeFault['kind']>(kind: K) =>
      due.find((fault): fault is Extract<NoticeFault, { kind: K }> => fault.kind === kind)
    const send = () => clock.later(find('delay')?.milliseconds ?? 0, () => attempt(notice, due))
    if (find('reorder')) held.push(send)
    else send()
    const duplicate = find('duplicate')
    if (duplicate)
      clock.later((find('delay')?.milliseconds ?? 0) + (duplicate.afterMs ?? SECOND_MS), () => copy(notice))
  }

  /** The same notice once more, beside the schedule. */
  async function copy(notice: Notice) {
    const sent = buildRequest(notice, platform, clock.now(), [])
    const status = await post(sent, timeoutMs)
    notice.attempts.push({ at: clock.now(), status, sent })
    if (status === 200 || status === 204) notice.state = 'taken'
  }

  async function attempt(notice: Notice, due: NoticeFault[], made = 0) {
    if (notice.state === 'taken' && made > 0) return
    const now = clock.now()
    const active = due.filter((fault) => made < attemptsOf(fault))
    const isLost = active.some(({ kind }) => kind === 'lose')
    const sent = isLost ? undefined : buildRequest(notice, platform, now, active)
    const status = sent && (await post(sent, timeoutMs))
    notice.attempts.push({ at: now, status, sent })
    const next = scheduleMs[made]
    if (status === 200 || status === 204) notice.state = 'taken'
    else if (next === undefined) notice.state = 'given-up'
    else clock.later(next, () => attempt(notice, due, made + 1))
    release()
  }

  function release() {
    const waiting = held
    held = []
    for (const send of waiting) send()
  }

  return {
    all,
    tell,
    make: (telling, due) => buildRequest(identified(telling), platform, clock.now(), due),
    clear() {
      all.length = 0
      held = []
    },
  }
}

function attemptsOf(fault: NoticeFault): number {
  if (fault.kind === 'lose') return fault.attempts ?? Number.POSITIVE_INFINITY
  return 'attempts' in fault ? (fault.attempts ?? 1) : 1
}

/** The status that the merchant answered within the time, undefined when none came. */
async function post({ url, headers, body }: NoticeRequest, timeoutMs: number): Promise<number | undefined> {
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    const reply = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' })
    await reply.arrayBuffer()
    return reply.status
  } catch {
    return undefined
  }
}
