import { parseArgs } from 'node:util'
import { onTestCluster } from '../payment-histories/on-test-cluster.ts'
import { reachLines } from '../payment-histories/reach.ts'
import { runKills } from './kills.ts'

/**
 * Kills the server (SIGKILL) again and again while students order and pay at the WeChat Pay emulator:
 *   npm run payment-kills -- --points 200
 * Ends with 1 when anything that was answered is lost, or anything happened twice.
 */
const { values } = parseArgs({ options: { points: { type: 'string', default: '200' } } })

await onTestCluster(async (cluster) => {
  const outcome = await runKills(cluster, Number(values.points), (sentence) => console.log(sentence))
  const { kills, students, seconds, underWay, broken } = outcome
  console.log('Under way at the kills:')
  console.log(reachLines(underWay).join('\n'))
  console.log(`${kills} kills, ${students} students in ${seconds.toFixed(0)} s`)
  if (broken.length === 0) return console.log('Nothing that was answered is lost, and nothing happened twice.')
  console.log(broken.join('\n'))
  process.exitCode = 1
})
