import type { Books } from './promises.ts'

/** How often histories came where: a model that never goes anywhere finds nothing. */
export type Reach = Map<string, number>

export function reached(reach: Reach, place: string): void {
  reach.set(place, (reach.get(place) ?? 0) + 1)
}

export function noteEnds(reach: Reach, { orders, payments, refunds }: Books): void {
  for (const { state } of orders) reached(reach, `order ${state}`)
  for (const { state } of payments) reached(reach, `payment ${state}`)
  for (const { kind, state } of refunds) reached(reach, `refund ${kind} ${state}`)
}

export function reachLines(reach: Reach): string[] {
  return [...reach].sort().map(([place, count]) => `${String(count).padStart(8)}  ${place}`)
}
