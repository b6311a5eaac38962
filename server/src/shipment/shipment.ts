import type { AddressView, BundleState, ParcelState, ShippingObstacle } from '@tucai/contract'
import { Problem } from '@tucai/contract'
import type { Tx } from '../platform/db.ts'

/** One mailed order with prints. Its address is the order’s. */
export interface Parcel {
  id: string
  orderId: string
  orderNumber: string
  campaignId: string
  identityId: string
  schoolId: string
  schoolName: string
  state: ParcelState
  printSets: number
  courier: string | null
  trackingNumber: string | null
  timesSent: number
  madeAt: Date
  shippedAt: Date | null
  note: string
  overdue: boolean
  /** Why it must not leave; null for one that may, or has left. */
  obstacle: ShippingObstacle | null
}

export interface ParcelStep {
  state: ParcelState
  at: Date
  courier: string | null
  trackingNumber: string | null
}

/** Where a parcel may go from each state. */
export const parcelMoves: Record<ParcelState, readonly ParcelState[]> = {
  waiting: ['labelled', 'shipped', 'cancelled'],
  labelled: ['shipped', 'cancelled'],
  shipped: ['delivered', 'returned'],
  returned: ['labelled'],
  delivered: [],
  cancelled: [],
}

/** Where a bundle may go from each state. */
export const bundleMoves: Record<BundleState, readonly BundleState[]> = {
  open: ['sent'],
  sent: ['received'],
  received: [],
}

/** States in which a parcel has not left, or is to leave again. */
export const packedStates: readonly ParcelState[] = ['waiting', 'labelled']

/** Printed orders that are not on their way; whoever prints knows. */
export type PrintedOrders = (tx: Tx, campaignId: string) => Promise<{ orderId: string; delivery: 'mail' | 'station' }[]>

/** Who sends, as it stands on labels. */
export interface Sender {
  name: string
  phone: string
  address: string
}

/** A tracking number as it stands on the label. @throws Problem tracking-number-malformed */
export function parseTrackingNumber(text: string): string {
  const number = plainNumber(text)
  if (/^[A-Z0-9][A-Z0-9-]{4,38}[A-Z0-9]$/.test(number)) return number
  throw new Problem('tracking-number-malformed', { field: 'trackingNumber' })
}

/** Without spaces, marks by which Excel keeps text, and differences of width and case. */
export function plainNumber(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\p{Cf}]/gu, '')
    .replace(/^['‘’]/, '')
    .toUpperCase()
}

/** `20261122-48375-92016`, also when its dashes were left out, as under a barcode. Undefined for anything else. */
export function parseOrderNumber(text: string): string | undefined {
  const parts = /^(\d{8})-?(\d{5})-?(\d{5})$/.exec(plainNumber(text).replace(/\p{Pd}/gu, '-'))
  return parts ? parts.slice(1).join('-') : undefined
}

/** A phone as it is dialled in the mainland; spreadsheet programs take a plus for a formula. */
export function dialled(phone: string): string {
  return phone.replace(/^\+86/, '').replace(/^\+/, '00')
}

/** Municipalities are province and city at once. Source: GB/T 2260. */
const MUNICIPALITIES = new Set(['11', '12', '31', '50'])

/** The parts of an address as couriers ask for them. A city without districts has none. */
export function partsOf({ regionCode, region }: Pick<AddressView, 'regionCode' | 'region'>) {
  const [province = '', ...rest] = region.split(' ')
  const [city = '', district = ''] = MUNICIPALITIES.has(regionCode.slice(0, 2)) ? [province, ...rest] : rest
  return { province, city, district }
}

/** 上海市浦东新区张江路1号 */
export function fullAddress({ region, detail }: Pick<AddressView, 'region' | 'detail'>): string {
  return region.replaceAll(' ', '') + detail
}
