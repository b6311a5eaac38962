import { setTimeout as wait } from 'node:timers/promises'
import { type Asker, type Street, wrongAnswer } from './asking.ts'
import type { Ground } from './ground.ts'
import type { Outcome } from './outcome.ts'
import { type Walker, walk } from './student.ts'

/** Students on their way, always so many, and a reviewer behind them. */
export interface Crowd extends Street {
  readonly gone: Walker[]
  readonly walkers: Walker[]
  /** Reviews whose approval was answered. */
  readonly approved: Set<string>
  /** How often what was being asked at the moments that were looked at. */
  readonly underWay: Map<string, number>
  /** What every photo is made of. */
  readonly jpeg: Buffer
  /** Called for each answer that says “not now”. */
  notNow?: () => void
  add(walkers: Walker[]): void
  waiting(): number
  noteUnderWay(): void
  /** Until so many more requests were sent, or the time is over. */
  untilSent(count: number, limitMs: number): Promise<void>
  /** Lets nobody begin any more, and waits until all have arrived. */
  empty(): Promise<void>
}

export function openCrowd(ground: Ground, outcome: Outcome, atOnce: number): Crowd {
  const asking = new Map<symbol, string>()
  const walking = new Set<Promise<void>>()
  let queue: Walker[] = []
  let sent = 0
  const crowd: Crowd = {
    ...{ url: ground.url, gone: [], walkers: [], approved: new Set(), underWay: new Map(), jpeg: ground.jpeg },
    sent(what) {
      sent += 1
      const mark = Symbol()
      asking.set(mark, what)
      return () => void asking.delete(mark)
    },
    answered(reply, what) {
      const sentence = wrongAnswer(reply, what)
      if (reply.status === 503) crowd.notNow?.()
      if (sentence !== undefined) outcome.wrongs.push({ kind: 'answer', sentence })
    },
    add(walkers) {
      queue.push(...walkers)
      while (walking.size < atOnce && queue.length > 0) next()
    },
    waiting: () => queue.length,
    noteUnderWay() {
      for (const what of asking.values()) crowd.underWay.set(what, (crowd.underWay.get(what) ?? 0) + 1)
    },
    async untilSent(count, limitMs) {
      const [until, late] = [sent + count, Date.now() + limitMs]
      while (sent < until && Date.now() < late) await wait(2)
    },
    async empty() {
      queue = []
      await Promise.all(walking)
    },
  }

  function next(): void {
    const walker = queue.shift()
    if (walker === undefined) return
    crowd.walkers.push(walker)
    const town = { emulator: ground.emulator, mails: ground.mailbox.mails, jpeg: ground.jpeg }
    const walked = walk(walker, town)
      .catch((error: Error) => void outcome.wrongs.push({ kind: 'stuck', sentence: error.message }))
      .then(() => {
        walking.delete(walked)
        crowd.gone.push(walker)
        next()
      })
    walking.add(walked)
  }
  return crowd
}

/** Approves whatever waits until told to stop. */
export function openDesk(reviewer: Asker, crowd: Pick<Crowd, 'approved'>, outcome: Outcome) {
  let isOpen = true
  const worked = (async () => {
    while (isOpen) {
      const claimed = await reviewer.ask('staffReviewClaim', {}, { json: { count: 3, order: 'oldest' } })
      for (const { reviewId } of claimed.status < 300 ? claimed.body : []) {
        const reply = await reviewer.ask('staffReviewApprove', { reviewId })
        if (reply.status < 300) crowd.approved.add(reviewId)
      }
      await wait(200)
    }
  })().catch((error: Error) => void outcome.wrongs.push({ kind: 'stuck', sentence: error.message }))
  return {
    async close() {
      isOpen = false
      await worked
    },
  }
}
