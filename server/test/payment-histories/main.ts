import { parseArgs } from 'node:util'
import type { TestCluster } from '../cluster.ts'
import { onTestCluster } from './on-test-cluster.ts'
import { type PlantOutcome, tryPlant, tryPlants } from './plant-trials.ts'
import { plantNamed } from './plants.ts'
import { reachLines } from './reach.ts'
import { runHistories } from './run-histories.ts'

/**
 * Generated histories of payments against the program and the WeChat Pay emulator:
 *   npm run payment-histories -- --runs 10000 [--seed 42] [--side-by-side 4]
 * Ends with 1 and the shortest history that it can find when one of them does not end as money must.
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
  },
})
const options = { runs: Number(values.runs), seed: Number(values.seed), sideBySide: Number(values['side-by-side']) }

await onTestCluster(async (cluster) => {
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
  console.log(outcome.failure.report)
  process.exitCode = 1
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
