import { readFileSync } from 'node:fs'
import { processTree } from './cpu-time.ts'

/** What kinds of processes of a tree take together, by a name for each command line. */
export type Usage = Record<string, number>

/** Highest memory in bytes of a product's processes, by kind and all together, while `work` runs. */
export async function peakMemory<T>(
  rootId: number,
  kindOf: (commandLine: string) => string,
  work: () => Promise<T>,
  everyMs = 100,
): Promise<{ result: T; before: Usage; peaks: Usage; peakOfAll: Usage }> {
  const before = memoryNow(rootId, kindOf)
  const peaks: Usage = {}
  let peakOfAll: Usage = {}
  const look = () => {
    const now = memoryNow(rootId, kindOf)
    for (const [kind, bytes] of Object.entries(now)) peaks[kind] = Math.max(peaks[kind] ?? 0, bytes)
    if (sum(now) > sum(peakOfAll)) peakOfAll = now
  }
  const timer = setInterval(look, everyMs)
  try {
    return { result: await work(), before, peaks, peakOfAll }
  } finally {
    clearInterval(timer)
  }
}

export function sum(usage: Usage): number {
  return Object.values(usage).reduce((total, bytes) => total + bytes, 0)
}

/** Proportional set sizes in bytes, by kind. */
export function memoryNow(rootId: number, kindOf: (commandLine: string) => string): Usage {
  const used: Usage = {}
  for (const { id } of processTree(rootId) ?? []) {
    try {
      const kind = kindOf(readFileSync(`/proc/${id}/cmdline`, 'latin1').replaceAll('\0', ' '))
      used[kind] = (used[kind] ?? 0) + proportionalBytes(id)
    } catch {
      // It ended between the look at the list and this one.
    }
  }
  return used
}

/** Proportional set size: what processes share counts once among them. Source: proc_pid_smaps(5). */
function proportionalBytes(id: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'latin1'))?.[1] ?? 0) * 1024
}
