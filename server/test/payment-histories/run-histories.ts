import fc from 'fast-check'
import type { TestCluster } from '../cluster.ts'
import { openGround } from './ground.ts'
import { type History, histories } from './history.ts'
import { known } from './known.ts'
import type { Reach } from './reach.ts'
import { openHistories } from './run.ts'

export interface RunOptions {
  runs: number
  seed: number
  /** So many histories go on at the same time, each on a database and with a provider of its own. */
  sideBySide: number
  /** Whether the shortest history is looked for when one fails. */
  shortens?: boolean
}

export interface RunOutcome {
  done: number
  seconds: number
  reach: Reach
  failure: { sentence: string; report: string } | undefined
}

/** Runs generated histories until one fails or all are done. */
export async function runHistories(
  cluster: TestCluster,
  { runs, seed, sideBySide, shortens = true }: RunOptions,
  tell: (done: number, seconds: number) => void = () => {},
): Promise<RunOutcome> {
  const reach: Reach = new Map()
  const begun = performance.now()
  const seconds = () => (performance.now() - begun) / 1000
  let done = 0
  const failures: { sentence: string; report: string }[] = []
  const work = async (nth: number) => {
    const ground = await openGround(cluster)
    try {
      const run = await openHistories(ground, reach)
      let hasFailed = false
      const property = fc.asyncProperty(histories, async (history) => {
        // Where one has failed, those beside it need not go on.
        if (failures.length > 0) return
        try {
          await run(history)
        } catch (error) {
          hasFailed = true
          throw error
        }
        if (hasFailed) return
        done += 1
        tell(done, seconds())
      })
      const share = Math.floor(runs / sideBySide) + (nth < runs % sideBySide ? 1 : 0)
      const options = { numRuns: share, endOnFailure: !shortens }
      const outcome = await fc.check(property, {
        ...options,
        seed: seed + nth,
        examples: nth === 0 ? known.map((one): [History] => [one]) : [],
      })
      if (!outcome.failed) return
      const sentence = (outcome.errorInstance as Error | null)?.message.replaceAll('\n', '; ') ?? 'it took too long'
      failures.push({ sentence, report: fc.defaultReportMessage(outcome) ?? '' })
    } finally {
      await ground.close()
    }
  }
  await Promise.all(Array.from({ length: sideBySide }, (_, nth) => work(nth)))
  return { done, seconds: seconds(), reach, failure: failures[0] }
}
