import { parseArgs } from 'node:util'
import type { TestCluster } from '../cluster.ts'
import { runEveryStep } from './every-step.ts'
import { onTestCluster } from './on-test-cluster.ts'
import { type PlantOutcome, tryPlant, tryPlants } from './plant-trials.ts'
import { plantNamed } from './plants.ts'
import { reachLines } from './reach.ts'
import { runHistories } from './run-histories.ts'

/**
 * Generated histories of payments against the program and the WeChat Pay emulator:
 *   npm run payment-histories -- --runs 10000 [--seed 42] [--side-by-side 4]
 * Ends with 1 and the shortest history that it can find when one of them does not end as money must.
 *   npm run payment-histories -- --every-step                 killed before and after each query and call of twelve ways
 *   npm run payment-histories -- --plants [--runs 2000]      every planted mistake until it is found
 *   npm run payment-histories -- --plant late-money-kept     one of them
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '2000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    'side-by-side': { type: 'string', default: '4' },
    plant: { type: 'string' },
    plants: { type: 'boolean', default: false },
    'every-step': { type: 'boolean', default: false },
  },
})
const options = { runs: Number(values.runs), seed: Number(values.seed), sideBySide: Number(values['side-by-side']) }

await onTestCluster(async (cluster) => {
  if (values['every-step']) return everyStep(cluster)
  if (values.plants) return plantsFound(await tryPlants(cluster, options, tellPlant))
  if (values.plant === undefined) return healthy(cluster)
  const outcome = await tryPlant(cluster, plantNamed(values.plant).name, options)
  tellPlant(outcome)
  plantsFound([outcome])
})

async function healthy(cluster: TestCluster): Promise<void> {
  let told = 0
  const outcome = await runHistories(cluster, options, (done, seconds) => {
    if (done < told + 500) return
    told = done
    console.log(`${done} histories, ${(done / seconds).toFixed(1)} a second`)
  })
  console.log(reachLines(outcome.reach).join('\n'))
  const rate = (outcome.done / outcome.seconds).toFixed(1)
  console.log(
    `${outcome.done} histories from seed ${options.seed} in ${outcome.seconds.toFixed(0)} s, ${rate} a second`,
  )
  if (outcome.failure === undefined) return
  console.log(`${outcome.failure.sentence}\n${outcome.failure.report}`)
  process.exitCode = 1
}

async function everyStep(cluster: TestCluster): Promise<void> {
  const outcomes = await runEveryStep(cluster, options.sideBySide, ({ way, kills, failures }) => {
    console.log(
      `${way.padEnd(24)}${String(kills).padStart(6)} kills  ${failures.length === 0 ? 'fine' : failures.join('\n')}`,
    )
  })
  const kills = outcomes.reduce((sum, outcome) => sum + outcome.kills, 0)
  const failures = outcomes.reduce((sum, outcome) => sum + outcome.failures.length, 0)
  console.log(`${kills} kills, ${failures} of them with an end that should not be`)
  if (failures > 0) process.exitCode = 1
}

function tellPlant({ name, foundAfter, seconds, sentence }: PlantOutcome): void {
  const found = foundAfter === null ? 'NOT FOUND' : `${foundAfter}`
  console.log(`${name.padEnd(24)}${found.padStart(9)}  ${seconds.toFixed(0).padStart(4)} s  ${sentence}`)
}

function plantsFound(outcomes: PlantOutcome[]): void {
  const found = outcomes.filter(({ foundAfter }) => foundAfter !== null).length
  console.log(`${found} of ${outcomes.length} planted mistakes were found`)
  if (found < outcomes.length) process.exitCode = 1
}
