import { readFileSync } from 'node:fs'
import { residentBytes } from '../node/worker-limits.ts'

const lookEveryMs = 20

/**
 * Watches the resident memory of a process and all its descendants, every 20 ms; pages that two of them share count
 * twice. The function that it gives ends the watch and tells the largest sum. Linux only; elsewhere 0.
 */
export function watchFamily(pid: number): () => number {
  let peak = 0
  const timer = setInterval(() => {
    peak = Math.max(peak, sumOf(pid))
  }, lookEveryMs)
  return () => {
    clearInterval(timer)
    return peak
  }
}

function sumOf(pid: number): number {
  return childrenOf(pid).reduce((sum, child) => sum + sumOf(child), residentBytes(pid))
}

function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
    return text ? text.split(' ').map(Number) : []
  } catch {
    return []
  }
}
