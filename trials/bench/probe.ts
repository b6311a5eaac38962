import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Recorder } from './recorder.ts'

/** What to ask, one after the other at a fixed rate, whether or not earlier ones are answered. */
export interface ProbeOrder {
  origin: string
  asks: { path: string; headers?: Record<string, string> }[]
  perSecond: number
}

/** How long an answer took from asking to its last byte; no status where there was no answer. */
export interface Probed {
  ms: number
  status: number | undefined
}

/** Asks from a thread of its own, so that what this one is busy with is not taken for slowness of the product. */
export async function probe(name: string, order: ProbeOrder, recorder: Recorder): Promise<void> {
  const thread = new Worker(new URL('./probe-thread.ts', import.meta.url), { workerData: order })
  const [probed] = (await once(thread, 'message')) as [Probed[]]
  for (const { ms, status } of probed) recorder.saw(name, ms, status)
}
