import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** What one photo may take of a worker, engines included. */
export interface WorkerLimits {
  seconds: number
  /** Resident memory. */
  bytes: number
}

/**
 * A 50-megapixel progressive JPEG with a print master takes 2.7 CPU-seconds and 770 MB, of which the engines hold
 * about 340 MB.
 */
export const usualLimits: WorkerLimits = { seconds: 30, bytes: 1_200_000_000 }

/**
 * The decoder's threads each keep memory of their own that they give back to nobody else; with two such stores instead
 * of eight a core a worker holds a fifth less.
 */
export const workerMemory = { MALLOC_ARENA_MAX: '2' }

const lookEveryMs = 50
/** Address space that the runtime reserves for writing without using it (0.6 to 0.9 GB measured), with room. */
const reservedBytes = 1_500_000_000

/**
 * Watches the resident memory of a process from outside, whatever in it allocates: a decoder's native memory is none
 * of the runtime's. `exceeded` hears the bytes once. Linux only; elsewhere nothing is seen.
 */
export function watchMemory(pid: number, limitBytes: number, exceeded: (bytes: number) => void): () => void {
  const timer = setInterval(() => {
    const bytes = residentBytes(pid)
    if (bytes <= limitBytes) return
    clearInterval(timer)
    exceeded(bytes)
  }, lookEveryMs)
  return () => clearInterval(timer)
}

export function residentBytes(pid: number): number {
  try {
    const kibibytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Number(kibibytes ?? 0) * 1024
  } catch {
    return 0
  }
}

/**
 * The kernel's own limit behind the watch, for what allocates faster than anyone looks: an allocation beyond it fails.
 * Where the machine has no `prlimit` the watch remains.
 */
export function limitAllocation(pid: number, limitBytes: number): void {
  execFile('prlimit', ['--pid', String(pid), `--data=${limitBytes + reservedBytes}`], () => {})
}
