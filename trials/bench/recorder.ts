import { quantile, table } from './table.ts'

/** What clients saw: how long each answer took, and which were refusals. */
export interface Recorder {
  saw(name: string, latencyMs: number, status: number | undefined): void
  latencies(isMeant?: (name: string) => boolean): number[]
  /** Answers of 400 and above, and requests without an answer. */
  refusals(): string[]
}

export function openRecorder(): Recorder {
  const seen = new Map<string, number[]>()
  const refused = new Map<string, number>()
  return {
    saw(name, latencyMs, status) {
      const known = seen.get(name)
      if (known) known.push(latencyMs)
      else seen.set(name, [latencyMs])
      if (status !== undefined && status < 400) return
      const what = `${name} was answered ${status ?? 'not at all'}`
      refused.set(what, (refused.get(what) ?? 0) + 1)
    },
    latencies: (isMeant = () => true) => [...seen].filter(([name]) => isMeant(name)).flatMap(([, ms]) => ms),
    refusals: () => [...refused].map(([what, times]) => `${what} (${times} times)`),
  }
}

export const latencyHead = ['count', 'p50 ms', 'p95 ms', 'p99 ms', 'most ms']

export function latencyCells(latencies: number[]): string[] {
  return [`${latencies.length}`, ...[0.5, 0.95, 0.99, 1].map((share) => quantile(latencies, share).toFixed(0))]
}

export function latencyTable(title: string, rows: [name: string, latencies: number[]][]): string {
  return table(
    [title, ...latencyHead],
    rows.map(([name, latencies]) => [name, ...latencyCells(latencies)]),
  )
}
