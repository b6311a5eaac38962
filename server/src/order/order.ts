import {
  type CancelledReason,
  type Delivery,
  type OrderKind,
  type OrderLine,
  type OrderState,
  type OrderView,
  Problem,
} from '@tucai/contract'
import type { Address } from '../address/address.ts'
import { type Campaign, type CampaignFees, isFree } from '../campaign/campaign.ts'
import type { Graduate } from '../graduate/graduate.ts'
import { chinaDay } from '../platform/china-time.ts'
import type { Tx } from '../platform/db.ts'

/** `photoId` is null while the student takes the photo anew, or where paying comes before the photo. */
export interface Order {
  id: string
  number: string
  graduateId: string
  identityId: string
  schoolId: string
  kind: OrderKind
  state: OrderState
  photoId: string | null
  paper: boolean
  printSets: number
  delivery: Delivery
  address: Address | null
  lines: OrderLine[]
  schoolFen: number
  totalFen: number
  placedAt: Date
  expiresAt: Date | null
  paidAt: Date | null
  cancelledAt: Date | null
  cancelledReason: CancelledReason | null
}

/** Where an order may go from each state. */
export const orderMoves: Record<OrderState, readonly OrderState[]> = {
  unpaid: ['paid', 'cancelled'],
  paid: ['producing', 'done', 'refunded'],
  producing: ['paid', 'shipped', 'done', 'refunded'],
  shipped: ['done', 'producing', 'refunded'],
  // An approval may be taken back, and prints may be made again.
  done: ['paid', 'producing', 'refunded'],
  cancelled: [],
  refunded: [],
}

/** States of an order that somebody has paid and not got back. */
export const paidStates: readonly OrderState[] = ['paid', 'producing', 'shipped', 'done']

export function isPaidState(state: OrderState | null | undefined): boolean {
  return state != null && paidStates.includes(state)
}

export function isPaid(order: Pick<Order, 'state'> | null | undefined): boolean {
  return isPaidState(order?.state)
}

/** What follows an order, told in the transaction that moves it. The collection stands above and fills it in. */
export interface OrderEvents {
  /** Money came, or none was due. */
  paid(tx: Tx, order: Order): Promise<void>
  /** An order ended unpaid because nobody paid it in time. */
  expired(tx: Tx, order: Order): Promise<void>
  /** Everything that was paid has gone back. */
  refunded(tx: Tx, order: Order): Promise<void>
}

export interface PrintChoice {
  printSets: number
  delivery: Delivery
}

/** What is charged for, and which part of it the school pays. A campaign without fees has its lines at 0 fen. */
export function orderLines(
  fees: CampaignFees,
  { printSets, delivery }: PrintChoice,
  now: Date,
): { lines: OrderLine[]; schoolFen: number } {
  const collectionFen = isFree(fees, now) ? 0 : fees.collectionFeeFen
  const lines: OrderLine[] = [line('collection', '图像采集', 'Photo collection', 1, collectionFen)]
  if (printSets > 0) {
    const included = delivery === 'mail' && fees.mailingFeeFen === 0
    const [zh, en] = included ? ['纸质版照片和邮寄', 'Paper prints and mailing'] : ['纸质版照片', 'Paper prints']
    lines.push(line('paper', zh!, en!, printSets, printSets * fees.paperFeeFen))
  }
  if (delivery === 'mail' && fees.mailingFeeFen) lines.push(line('mailing', '邮寄', 'Mailing', 1, fees.mailingFeeFen))
  if (delivery === 'station' && fees.stationFeeFen !== null)
    lines.push(line('station', '到校领取', 'Fetching at school', 1, fees.stationFeeFen))
  const paidBySchool = { student: [], 'school-collection': lines.slice(0, 1), school: lines }[fees.payer]
  return { lines, schoolFen: sumFen(paidBySchool) }
}

/** Taking a rejected photo anew, where that is no longer free. The school never pays for it. */
export function retakeLines(fees: Pick<CampaignFees, 'retakeFeeFen'>): OrderLine[] {
  return [line('retake', '重新采集', 'Taking the photo anew', 1, fees.retakeFeeFen)]
}

function line(kind: OrderLine['kind'], zh: string, en: string, quantity: number, amountFen: number): OrderLine {
  return { kind, zh, en, quantity, amountFen }
}

export function sumFen(lines: readonly Pick<OrderLine, 'amountFen'>[]): number {
  return lines.reduce((sum, { amountFen }) => sum + amountFen, 0)
}

/** The states in Chinese, for sheets. */
export const orderStateWords: Record<OrderState, string> = {
  unpaid: '待支付',
  paid: '已支付',
  producing: '冲印中',
  shipped: '已寄出',
  done: '已完成',
  cancelled: '已取消',
  refunded: '已退款',
}

/** `20261122-48375-92016`: the day in China and ten random digits. */
export function orderNumber(now: Date, randomDigits: string): string {
  const day = chinaDay(now)
  return `${day}-${randomDigits.slice(0, 5)}-${randomDigits.slice(5)}`
}

/** @throws Problem order-paid, order-cancelled, order-refunded */
export function requireUnpaid(order: Pick<Order, 'state'>): void {
  if (order.state === 'cancelled') throw new Problem('order-cancelled')
  if (order.state === 'refunded') throw new Problem('order-refunded')
  if (order.state !== 'unpaid') throw new Problem('order-paid')
}

/** @throws Problem also order-cancelled when its time is over, step-not-reached while its photo is being taken anew */
export function requirePayable(
  order: Pick<Order, 'state' | 'photoId' | 'expiresAt'>,
  payWhen: CampaignFees['payWhen'],
  now: Date,
): void {
  requireUnpaid(order)
  if (order.expiresAt !== null && order.expiresAt <= now) throw new Problem('order-cancelled')
  if (order.photoId === null && payWhen === 'after-photo') throw new Problem('step-not-reached')
}

export function orderView(
  order: Order,
  graduate: Graduate,
  campaign: Pick<Campaign, 'title' | 'station'>,
  moves: { state: OrderState; at: Date }[],
): OrderView {
  const { id, identityId, schoolId, placedAt, expiresAt, paidAt, cancelledAt, ...shown } = order
  return {
    ...shown,
    orderId: id,
    campaignTitle: campaign.title,
    name: graduate.name,
    schoolName: graduate.schoolName,
    major: graduate.major,
    graduationYear: graduate.graduationYear,
    station: order.delivery === 'station' ? campaign.station : '',
    placedAt: placedAt.toISOString(),
    expiresAt: order.state === 'unpaid' ? (expiresAt?.toISOString() ?? null) : null,
    paidAt: paidAt?.toISOString() ?? null,
    cancelledAt: cancelledAt?.toISOString() ?? null,
    moves: moves.map(({ state, at }) => ({ state, at: at.toISOString() })),
  }
}
