import type { TestCluster } from '../cluster.ts'
import { openGround } from './ground.ts'
import type { Happening, History } from './history.ts'
import { onDeliveredPurchase, usualTerms } from './known.ts'
import { openHistories, type RunHistory } from './run.ts'

const begin: Happening = { does: 'begin', who: 0, way: 'h5' }
const pay: Happening = { does: 'pay', who: 0, which: 0, how: 'pay' }
const deliver: Happening = { does: 'deliver' }
const jobs: Happening = { does: 'jobs' }
const wait = (seconds: number): Happening => ({ does: 'wait', seconds })
const bought = onDeliveredPurchase

/** Ways through which money goes; the program is killed at every single step of each. */
const ways: Record<string, Happening[]> = {
  'ordered and paid': [{ does: 'place', who: 0 }, ...bought],
  'paid after cancelling': [begin, pay, { does: 'cancel', who: 0 }, deliver, jobs, wait(2), deliver],
  'cancelled unpaid': [begin, { does: 'cancel', who: 0 }, jobs],
  'paid another way': [begin, { does: 'begin', who: 0, way: 'weapp' }, jobs, pay, deliver],
  'notice lost': [{ does: 'lose-notice', kind: 'lose' }, begin, pay, wait(61), { does: 'sweep', job: 'payment-sweep' }],
  expired: [begin, wait(90_000), { does: 'sweep', job: 'order-expiry' }, jobs, { does: 'sweep', job: 'order-expiry' }],
  'paid and expired': [begin, pay, wait(0), { does: 'sweep', job: 'order-expiry' }, deliver],
  'photo taken anew': [begin, { does: 'retake', who: 0 }, jobs, { does: 'confirm', who: 0 }, ...bought],
  'paper changed': [begin, { does: 'paper', who: 0, sets: 2 }, jobs, ...bought],
  'asked back': [...bought, { does: 'ask-refund', who: 0 }, jobs, wait(2), deliver],
  'given back by two': [
    ...bought,
    { does: 'give-back', who: 0, percent: 100, key: 0, by: 0 },
    { does: 'decide', which: 0, verdict: 'approve', by: 1 },
    jobs,
    wait(2),
  ],
  'campaign cancelled': [...bought, { does: 'end-campaign' }, jobs, jobs, wait(2)],
}

export interface StepOutcome {
  way: string
  kills: number
  failures: string[]
}

/** Kills the program before and after every step of every way; each time everything comes right again. */
export async function runEveryStep(
  cluster: TestCluster,
  sideBySide: number,
  tell: (outcome: StepOutcome) => void,
): Promise<StepOutcome[]> {
  const waiting = Object.entries(ways)
  const outcomes: StepOutcome[] = []
  const worker = async () => {
    const ground = await openGround(cluster)
    try {
      const run = await openHistories(ground, new Map())
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const outcome = await killThrough(run, ...next)
        outcomes.push(outcome)
        tell(outcome)
      }
    } finally {
      await ground.close()
    }
  }
  await Promise.all(Array.from({ length: sideBySide }, worker))
  return outcomes
}

/** None of what happens in a way takes so many. */
const MOST_STEPS = 300

async function killThrough(run: RunHistory, way: string, happenings: Happening[]): Promise<StepOutcome> {
  const outcome: StepOutcome = { way, kills: 0, failures: [] }
  for (const [nth, during] of happenings.entries()) {
    for (const when of ['before', 'after'] as const) {
      for (let afterSteps = 1; afterSteps < MOST_STEPS; afterSteps++) {
        const killed: Happening = { does: 'kill', during, afterSteps, when }
        const history: History = { terms: usualTerms, people: 1, happenings: happenings.with(nth, killed) }
        const kills = await run(history).catch((error: Error) => {
          outcome.failures.push(`${during.does}, ${when} step ${afterSteps}: ${error.message}`)
          return 1
        })
        // Done in fewer steps than that.
        if (kills === 0) break
        outcome.kills += 1
      }
    }
  }
  return outcome
}
