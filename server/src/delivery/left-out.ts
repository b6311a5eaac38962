import type { DeliveryLeftOut, DeliveryLeftReason } from '@tucai/contract'
import { leftWords, personView } from './delivery.ts'

const FIRST_OF_THEM = 50

interface Left {
  graduateId: string
  name: string
  studentNumber: string
  reason: DeliveryLeftReason
  detail: string
}

/** Who is left out, by reason, the most frequent first. */
export function leftOutViews(left: Left[]): DeliveryLeftOut[] {
  const groups = new Map<string, Left[]>()
  for (const one of left) {
    const key = `${one.reason} ${one.detail}`
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return [...groups.values()]
    .sort((one, other) => other.length - one.length)
    .map((group) => {
      const { reason, detail } = group[0]!
      const people = group.slice(0, FIRST_OF_THEM).map(personView)
      return { reason, detail, ...leftWords[reason](detail), count: group.length, people }
    })
}
