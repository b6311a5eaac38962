import type { RouteName } from '@tucai/contract'
import fc from 'fast-check'
import { type Dressed, dress, type Wardrobe } from './fuzz-dress.ts'
import { codeOf, type Fault, isBusy, judge, Said } from './fuzz-judge.ts'
import { nearPlans, type Plan, wildPlans } from './fuzz-plan.ts'
import { type Answer, curlOf, type Line } from './fuzz-wire.ts'

export const SLOW_MS = 5000

/** How often a route was asked, and what it answered. */
export interface Reached {
  near: number
  wild: number
  /** Of the nearly valid ones. */
  good: number
  refused: number
  busy: number
  limited: number
  slowestMs: number
}

export interface Found {
  fault: Fault
  curl: string
  times: number
}

/** All that came of the requests so far. */
export class Score {
  readonly reached = new Map<RouteName, Reached>()
  readonly found = new Map<string, Found>()
  readonly codes = new Map<string, number>()
  readonly said = new Said()
  sent = 0
  shrinking = 0
  faults = 0
  slow = 0

  of(route: RouteName): Reached {
    const none = { near: 0, wild: 0, good: 0, refused: 0, busy: 0, limited: 0, slowestMs: 0 }
    const known = this.reached.get(route) ?? none
    this.reached.set(route, known)
    return known
  }

  note({ route, near }: Plan, answer: Answer): void {
    const reached = this.of(route)
    this.sent += 1
    reached[near ? 'near' : 'wild'] += 1
    if (near && answer.status >= 200 && answer.status < 400) reached.good += 1
    if (answer.status >= 400) reached.refused += 1
    if (answer.status === 429) reached.limited += 1
    if (isBusy(answer)) reached.busy += 1
    // A long poll waits because it was asked to.
    if (route !== 'photoShow' && answer.ms > SLOW_MS) this.slow += 1
    reached.slowestMs = Math.max(reached.slowestMs, answer.ms)
    const said = answer.status >= 400 ? codeOf(answer) : String(answer.status)
    this.codes.set(said, (this.codes.get(said) ?? 0) + 1)
    if (near && answer.status >= 400) this.codes.set(`${route} ${said}`, (this.codes.get(`${route} ${said}`) ?? 0) + 1)
  }
}

export interface Range {
  wardrobe: Wardrobe
  line: Line
  score: Score
}

/** Sends what was drawn; whoever was signed out by it signs in anew. */
async function fire(
  plan: Plan,
  { wardrobe, line, score }: Range,
): Promise<{ dressed: Dressed; answer: Answer; fault: Fault | undefined }> {
  const dressed = await dress(plan, wardrobe)
  score.said.note(dressed)
  const answer = await line.send(dressed.sent)
  if (answer.status === 401 || /session|erasure|password/i.test(plan.route))
    await wardrobe.crowd.refresh(dressed.session, answer.status)
  return { dressed, answer, fault: judge(plan, dressed, answer, score.said) }
}

const signature = ({ kind, what }: Fault) => `${kind} ${what.replace(/\d{3,}|[0-9a-f]{8,}|"[^"]*"/g, '…').slice(0, 90)}`
const SHRINKS_MOST = 60
const CHECK_MS = 60_000

/** So many requests to one route; a request that was answered wrongly is made as small as it stays wrong. */
export async function fireAt(
  range: Range,
  route: RouteName,
  near: boolean,
  count: number,
  seed: number,
): Promise<void> {
  const { score } = range
  let failing: { found: string; fault: Fault; dressed: Dressed } | undefined
  let tries = 0
  let broken: unknown
  const property = fc.asyncProperty(near ? nearPlans(route) : wildPlans(route), async (plan) => {
    if (failing) tries += 1
    if (tries > SHRINKS_MOST) return
    const { dressed, answer, fault } = await fire(plan, range).catch((error: unknown) => {
      broken = error
      throw error
    })
    if (failing === undefined) score.note(plan, answer)
    else score.shrinking += 1
    if (fault === undefined) return
    const found = signature(fault)
    if (failing === undefined) score.faults += 1
    const known = score.found.get(found)
    if (known && failing?.found !== found) {
      known.times += 1
      return
    }
    failing = { found, fault, dressed }
    score.found.set(found, { fault, curl: '', times: known?.times ?? 1 })
    throw new Error(found)
  })
  for (let done = 0; done < count; ) {
    const { numRuns, failed } = await fc.check(property, {
      seed: seed + done,
      numRuns: count - done,
      interruptAfterTimeLimit: CHECK_MS,
    })
    // A mistake of this program, not of the product's.
    if (broken !== undefined) throw broken
    if (failed && failing) {
      const { found, fault, dressed } = failing
      const times = score.found.get(found)?.times ?? 1
      score.found.set(found, { fault, curl: curlOf(range.wardrobe.ground.origin, dressed.sent), times })
    }
    failing = undefined
    tries = 0
    done += Math.max(1, numRuns)
    if (!failed) break
  }
}
