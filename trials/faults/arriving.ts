import { setTimeout as wait } from 'node:timers/promises'
import type { Chance } from './chance.ts'
import type { Crowd } from './crowd.ts'
import type { Ground } from './ground.ts'
import type { Outcome } from './outcome.ts'
import { untilRest } from './rest.ts'

const REST_LIMIT_MS = 420_000

/** A boundary of requests with little after it, or any moment of the next seconds: half of the points each. */
export async function untilPoint(crowd: Crowd, chance: Chance): Promise<void> {
  if (chance.next() < 0.5) {
    await crowd.untilSent(chance.whole(1, 25), 8_000)
    await wait(chance.whole(0, 25))
  } else await wait(chance.whole(100, 2_500))
}

/** Everybody is through, and what is due for them has been done. */
export async function arrive(
  ground: Pick<Ground, 'look'>,
  crowd: Crowd,
  outcome: Outcome,
  { withReviews = false } = {},
): Promise<void> {
  let left: string[] = []
  for (const until = Date.now() + REST_LIMIT_MS; Date.now() < until; await wait(500)) {
    const waiting = withReviews ? await ground.look(`SELECT 1 FROM review WHERE state = 'waiting'`) : []
    left = waiting.length > 0 ? [`${waiting.length} reviews`] : await untilRest(ground, 1000)
    if (left.length === 0) return
  }
  outcome.wrongs.push({ kind: 'stuck', sentence: `${crowd.gone.length} are through, and still on the way: ${left}` })
}
