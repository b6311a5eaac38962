import type { CampaignView } from '@tucai/contract'

/** What a student wants on paper. */
export type PrintChoice = { printSets: number; delivery: 'none' | 'mail' | 'station' }

export const noPrints: PrintChoice = { printSets: 0, delivery: 'none' }

export type Charge = {
  kind: 'collection' | 'paper' | 'paper-and-mailing' | 'mailing' | 'station'
  quantity: number
  /** Of all of them. */
  amountFen: number
}

type Charging = Pick<CampaignView, 'fees' | 'electronicFeeFen'>

/**
 * What an order placed now would cost, line by line, as the server charges it. The order's own amounts are the server's;
 * these are shown before there is one.
 */
export function chargesOf({ fees, electronicFeeFen }: Charging, { printSets, delivery }: PrintChoice, now: Date) {
  const collectionFen = fees.payer === 'student' ? electronicFeeFen : freeUntil(fees, now) ? 0 : fees.collectionFeeFen
  const charges: Charge[] = [{ kind: 'collection', quantity: 1, amountFen: collectionFen }]
  if (printSets > 0) {
    const kind = delivery === 'mail' && fees.mailingFeeFen === 0 ? 'paper-and-mailing' : 'paper'
    charges.push({ kind, quantity: printSets, amountFen: printSets * fees.paperFeeFen })
  }
  if (delivery === 'mail' && fees.mailingFeeFen) {
    charges.push({ kind: 'mailing', quantity: 1, amountFen: fees.mailingFeeFen })
  }
  if (delivery === 'station' && fees.stationFeeFen !== null) {
    charges.push({ kind: 'station', quantity: 1, amountFen: fees.stationFeeFen })
  }
  const sumFen = charges.reduce((sum, { amountFen }) => sum + amountFen, 0)
  const schoolFen = { student: 0, 'school-collection': collectionFen, school: sumFen }[fees.payer]
  return { charges, schoolFen, totalFen: sumFen - schoolFen }
}

/** Until when orders have no fee for the collection; null where they have one now. */
export function freeUntil({ freeWindows }: Pick<CampaignView['fees'], 'freeWindows'>, now: Date): string | null {
  const open = freeWindows.filter(({ from, until }) => new Date(from) <= now && now < new Date(until))
  return open.reduce<string | null>((latest, { until }) => (latest === null || until > latest ? until : latest), null)
}

/** How prints can reach the student. */
export function deliveriesOf({ mailingFeeFen, stationFeeFen }: CampaignView['fees']): ('mail' | 'station')[] {
  return [...(mailingFeeFen === null ? [] : ['mail' as const]), ...(stationFeeFen === null ? [] : ['station' as const])]
}
