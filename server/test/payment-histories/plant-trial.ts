import { onTestCluster } from './on-test-cluster.ts'
import { runHistories } from './run-histories.ts'

/** Runs histories until one fails, in a process of its own; the last line it says is the outcome. */
const [runs, seed, sideBySide] = process.argv.slice(2).map(Number)

await onTestCluster(async (cluster) => {
  const outcome = await runHistories(cluster, { runs: runs!, seed: seed!, sideBySide: sideBySide!, shortens: false })
  const { done, seconds, failure } = outcome
  console.log(JSON.stringify({ done, seconds, failure }))
})
