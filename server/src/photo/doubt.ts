import type { Finding, PhotoCheck } from '@tucai/contract'

/** A finding that the student was told of, and a number as near to its limit as can be. */
const findingPoints = 25
const nearestPoints = 12
/** From this share of what is allowed on, a number counts as near its limit. */
const nearFrom = 0.75

/** How doubtful a photo is to the machine, 0 to 99: points for every warning and for every number near its limit. */
export function doubtOf(findings: readonly Finding[], checks: readonly PhotoCheck[]): number {
  const near = checks.map((check) => Math.min(1, Math.max(0, (usedShare(check) - nearFrom) / (1 - nearFrom))))
  const points = findingPoints * findings.length + near.reduce((sum, share) => sum + nearestPoints * share, 0)
  return Math.min(99, Math.round(points))
}

/** How much of what is allowed a number uses; above 1 it is past its limit. */
function usedShare({ value, limit, bad }: PhotoCheck): number {
  if (typeof limit !== 'number') {
    const [low, high] = limit as [number, number]
    return Math.abs(value - (low + high) / 2) / ((high - low) / 2)
  }
  if (bad === 'below') return value <= 0 ? 2 : limit / value
  return limit <= 0 ? 2 : value / limit
}
