import { type OrderLine, type OrderState, type OrderView, Problem } from '@tucai/contract'
import type { Address } from '../address/address.ts'
import type { Campaign } from '../campaign/campaign.ts'
import type { Graduate } from '../graduate/graduate.ts'

/** `photoId` is null while the student takes the photo anew. */
export interface Order {
  id: string
  number: string
  graduateId: string
  identityId: string
  schoolId: string
  state: OrderState
  photoId: string | null
  paper: boolean
  address: Address | null
  lines: OrderLine[]
  totalFen: number
  placedAt: Date
  paidAt: Date | null
  cancelledAt: Date | null
}

/** Where an order may go from each state. */
export const orderMoves: Record<OrderState, OrderState[]> = {
  unpaid: ['paid', 'cancelled'],
  paid: [],
  cancelled: [],
}

/** What is charged for. An order of a campaign without fees has its lines at 0 fen. */
export function orderLines(campaign: Pick<Campaign, 'collectionFeeFen' | 'paperFeeFen'>, paper: boolean): OrderLine[] {
  const collection = { zh: '图像采集', en: 'Photo collection', amountFen: campaign.collectionFeeFen }
  const prints = { zh: '纸质版照片和邮寄', en: 'Paper prints and mailing', amountFen: campaign.paperFeeFen }
  const lines: OrderLine[] = [{ kind: 'collection', ...collection }]
  if (paper) lines.push({ kind: 'paper', ...prints })
  return lines
}

export function totalFen(lines: Pick<OrderLine, 'amountFen'>[]): number {
  return lines.reduce((sum, line) => sum + line.amountFen, 0)
}

/** `20261122-48375-92016`: the day in China and ten random digits. */
export function orderNumber(now: Date, randomDigits: string): string {
  const day = new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '')
  return `${day}-${randomDigits.slice(0, 5)}-${randomDigits.slice(5)}`
}

/** @throws Problem order-paid, order-cancelled, or step-not-reached while its photo is being taken anew */
export function requirePayable(order: Pick<Order, 'state' | 'photoId'>): void {
  if (order.state === 'paid') throw new Problem('order-paid')
  if (order.state === 'cancelled') throw new Problem('order-cancelled')
  if (order.photoId === null) throw new Problem('step-not-reached')
}

export function orderView(order: Order, graduate: Graduate, campaign: Pick<Campaign, 'title'>): OrderView {
  return {
    orderId: order.id,
    number: order.number,
    graduateId: order.graduateId,
    state: order.state,
    campaignTitle: campaign.title,
    name: graduate.name,
    schoolName: graduate.schoolName,
    major: graduate.major,
    graduationYear: graduate.graduationYear,
    photoId: order.photoId,
    paper: order.paper,
    address: order.address,
    lines: order.lines,
    totalFen: order.totalFen,
    placedAt: order.placedAt.toISOString(),
    paidAt: order.paidAt?.toISOString() ?? null,
    cancelledAt: order.cancelledAt?.toISOString() ?? null,
  }
}
