import { readFileSync } from 'node:fs'
import { cpuMsOfMachine, processTree } from './cpu-time.ts'
import { peakMemory, sum } from './memory.ts'
import { table } from './table.ts'

/** What a run took. Bytes are proportional set sizes; CPU in ms. */
export interface Metered<T> {
  result: T
  wallMs: number
  cpuMs: Record<string, number>
  generatorCpuMs: number
  /** Of the rest of the machine. */
  othersCpuMs: number
  peakBytes: number
  peakBytesByKind: Record<string, number>
}

const MEMORY_EVERY_MS = 1000

/** The product's processes, by what they do. */
export function kindOf(commandLine: string): string {
  if (commandLine.includes('postgres')) return 'PostgreSQL'
  if (commandLine.includes('portrait/src/node/worker.ts')) return 'photo workers'
  if (/worker\.ts/.test(commandLine)) return 'other workers'
  return 'server'
}

/** Runs `work` and tells what the product, this program and everything else took meanwhile. */
export async function metered<T>(productId: number, work: () => Promise<T>): Promise<Metered<T>> {
  const before = cpuByKind(productId)
  const [machineBefore, ownBefore, begunAt] = [cpuMsOfMachine(), ownCpuMs(), performance.now()]
  const { result, peaks, peakOfAll } = await peakMemory(productId, kindOf, work, MEMORY_EVERY_MS)
  const wallMs = performance.now() - begunAt
  const after = cpuByKind(productId)
  const cpuMs = Object.fromEntries(Object.entries(after).map(([kind, ms]) => [kind, ms - (before[kind] ?? 0)]))
  const generatorCpuMs = ownCpuMs() - ownBefore
  const othersCpuMs = Math.max(0, cpuMsOfMachine() - machineBefore - total(cpuMs) - generatorCpuMs)
  return { result, wallMs, cpuMs, generatorCpuMs, othersCpuMs, peakBytes: sum(peakOfAll), peakBytesByKind: peaks }
}

function total(values: Record<string, number>): number {
  return Object.values(values).reduce((all, one) => all + one, 0)
}

function ownCpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** CPU used so far in ms. What processes used that have ended counts for whoever waited for them. */
function cpuByKind(productId: number): Record<string, number> {
  const used: Record<string, number> = {}
  for (const { id, cpuMs } of processTree(productId) ?? []) {
    const kind = kindOf(commandLineOf(id))
    used[kind] = (used[kind] ?? 0) + cpuMs
  }
  return used
}

function commandLineOf(id: number): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'latin1').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}

/** Who used the machine, as shares of one CPU, and the peaks of memory. */
export function usageTable(runs: [name: string, run: Metered<unknown>][]): string {
  const kinds = ['server', 'photo workers', 'other workers', 'PostgreSQL']
  const share = (ms: number, wallMs: number) => `${Math.round((100 * ms) / wallMs)} %`
  return table(
    ['CPU, as shares of one', ...kinds, 'generator', 'others', 'memory peak MB'],
    runs.map(([name, { wallMs, cpuMs, generatorCpuMs, othersCpuMs, peakBytes }]) => [
      name,
      ...kinds.map((kind) => share(cpuMs[kind] ?? 0, wallMs)),
      share(generatorCpuMs, wallMs),
      share(othersCpuMs, wallMs),
      String(Math.round(peakBytes / 1e6)),
    ]),
  )
}
