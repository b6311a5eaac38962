import { Agent, get } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'
import { atRate } from './at-rate.ts'
import type { Probed, ProbeOrder } from './probe.ts'

const { origin, asks, perSecond } = workerData as ProbeOrder
const agent = new Agent({ keepAlive: true })
const probed: Probed[] = []
await atRate(perSecond, asks, async ({ path, headers }) => {
  const begunAt = performance.now()
  const status = await new Promise<number | undefined>((resolve) => {
    get(origin + path, { headers, agent }, (answer) => {
      answer.resume()
      answer.once('end', () => resolve(answer.statusCode))
      answer.once('error', () => resolve(undefined))
    }).once('error', () => resolve(undefined))
  })
  probed.push({ ms: performance.now() - begunAt, status })
})
agent.destroy()
parentPort?.postMessage(probed)
