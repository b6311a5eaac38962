import { setTimeout as wait } from 'node:timers/promises'
import { quantile } from '../bench/table.ts'
import type { Asker } from './asking.ts'

/** How requests that have nothing to do with the fault fare meanwhile. */
export interface Bystanders {
  stop(): Promise<{ json: Fared; health: Fared }>
}

export interface Fared {
  count: number
  p50Ms: number
  p99Ms: number
  failed: number
}

/** Asks for health and for a student’s list again and again until stopped. */
export function openBystanders(asker: Asker): Bystanders {
  let isOpen = true
  const watch = async (ask: () => Promise<number | undefined>) => {
    const [took, failed]: [number[], number[]] = [[], []]
    while (isOpen) {
      const begun = performance.now()
      const status = await ask()
      if (status === 200) took.push(performance.now() - begun)
      else failed.push(status ?? 0)
      await wait(50)
    }
    const [p50Ms, p99Ms] = [quantile(took, 0.5), quantile(took, 0.99)]
    return { count: took.length, p50Ms, p99Ms, failed: failed.length }
  }
  const json = watch(async () => (await asker.once('collectionList', {}))?.status)
  const health = watch(() =>
    fetch(`${asker.street.url}/health`).then(
      ({ status }) => status,
      () => undefined,
    ),
  )
  return {
    async stop() {
      isOpen = false
      return { json: await json, health: await health }
    },
  }
}

export const faredWords = (what: string, { count, p50Ms, p99Ms, failed }: Fared) =>
  `${what} p50 ${p50Ms.toFixed(0)} ms, p99 ${p99Ms.toFixed(0)} ms of ${count}, ${failed} failed`
