import { type AddressInput, type AddressView, Problem } from '@tucai/contract'
import { parseAddress } from '../address/address.ts'
import { recordAudit } from '../audit/audits.ts'
import { moveOrder, moveOrders, setOrderAddress } from '../order/orders.ts'
import { type Actor, isDuplicate, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { courierOf } from './couriers.ts'
import { tellLater } from './parcel-telling.ts'
import { addParcels, addressedParcel, type Leaving, lockOrders, moveParcels, parcelOf, shipParcels } from './parcels.ts'
import { type Parcel, type PrintedOrders, parseTrackingNumber } from './shipment.ts'

/** What the packing room works with. */
export interface PackingGround extends Pick<Engines, 'secrets' | 'jobs' | 'clock'> {
  printedOrders: PrintedOrders
}

/** Parcels for the campaign’s printed orders that go by mail and have none. Answers how many. */
export async function makeParcels(
  tx: Tx,
  { clock, printedOrders }: PackingGround,
  actor: Actor,
  campaignId: string,
): Promise<number> {
  const now = clock.now()
  const orderIds = await printedFor(tx, printedOrders, campaignId, 'mail')
  const made = await addParcels(tx, campaignId, orderIds, now)
  if (made.length > 0) await recordAudit(tx, now, actor, 'parcels-made', made)
  return made.length
}

/** Orders of one delivery that are printed and may leave, locked. */
export async function printedFor(
  tx: Tx,
  printedOrders: PrintedOrders,
  campaignId: string,
  delivery: 'mail' | 'station',
): Promise<string[]> {
  const idsNow = async () =>
    (await printedOrders(tx, campaignId)).filter((order) => order.delivery === delivery).map(({ orderId }) => orderId)
  await lockOrders(tx, await idsNow())
  // What moved before the lock is not among them any more.
  return idsNow()
}

/** The parcel with its order locked. @throws Problem not-found */
async function lockParcel(tx: Tx, parcelId: string): Promise<Parcel> {
  const found = await parcelOf(tx, parcelId)
  if (found !== undefined) await lockOrders(tx, [found.orderId])
  const parcel = found && (await parcelOf(tx, parcelId))
  if (parcel === undefined) throw new Problem('not-found')
  return parcel
}

/** @throws Problem courier-unknown, tracking-number-malformed, tracking-number-taken, parcel-refunding, parcel-moved */
export async function shipByHand(
  tx: Tx,
  ground: PackingGround,
  actor: Actor,
  parcelId: string,
  asked: { courier: string; trackingNumber: string },
): Promise<Parcel> {
  const courier = courierOf(asked.courier)
  if (courier === undefined) throw new Problem('courier-unknown', { field: 'courier' })
  const trackingNumber = parseTrackingNumber(asked.trackingNumber)
  const parcel = await lockParcel(tx, parcelId)
  // Scanned twice, it is the same parcel.
  const isKnown = parcel.courier === courier.code && parcel.trackingNumber === trackingNumber
  if (parcel.state === 'shipped' && isKnown) return parcel
  requireMayLeave(parcel)
  await leave(tx, ground, actor, [{ ...parcel, parcelId, courier: courier.code, trackingNumber }])
  return (await parcelOf(tx, parcelId))!
}

function requireMayLeave({ state, obstacle }: Parcel): void {
  if (obstacle === 'refunding' || obstacle === 'refunded') throw new Problem('parcel-refunding')
  if ((state !== 'waiting' && state !== 'labelled') || obstacle !== null) throw new Problem('parcel-moved')
}

/**
 * Parcels that may leave do so, with their orders, which the transaction has locked.
 * @throws Problem tracking-number-taken, parcel-moved
 */
export async function leave(
  tx: Tx,
  { jobs, clock }: Pick<PackingGround, 'jobs' | 'clock'>,
  actor: Actor,
  leaving: (Leaving & Pick<Parcel, 'timesSent'>)[],
): Promise<void> {
  const now = clock.now()
  const firstTime = leaving.filter(({ timesSent }) => timesSent === 0).map(({ orderId }) => orderId)
  try {
    if (!(await shipParcels(tx, jobs, leaving, now))) throw new Problem('parcel-moved')
  } catch (error) {
    if (!isDuplicate(error, 'one_parcel_per_tracking_number')) throw error
    throw new Problem('tracking-number-taken', { field: 'trackingNumber' })
  }
  const moved = await moveOrders(tx, firstTime, 'producing', 'shipped', now)
  if (moved.length !== firstTime.length) throw new Problem('parcel-moved')
  const orderIds = leaving.map(({ orderId }) => orderId)
  await recordAudit(tx, now, actor, 'parcels-shipped', orderIds)
}

/** It arrived, and so its order is done; again it changes nothing. @throws Problem parcel-moved */
export async function deliver(tx: Tx, { clock }: PackingGround, actor: Actor, parcelId: string): Promise<Parcel> {
  const now = clock.now()
  const parcel = await lockParcel(tx, parcelId)
  if (parcel.state === 'delivered') return parcel
  if (parcel.state !== 'shipped') throw new Problem('parcel-moved')
  await moveParcels(tx, [parcelId], 'shipped', 'delivered', now)
  // An order that was given back meanwhile stays so.
  await moveOrder(tx, parcel.orderId, 'shipped', 'done', now)
  await recordAudit(tx, now, actor, 'parcel-delivered', [parcel.orderId])
  return (await parcelOf(tx, parcelId))!
}

/** It came back. The order stays on its way. @throws Problem parcel-moved */
export async function takeBack(
  tx: Tx,
  { clock, jobs }: PackingGround,
  actor: Actor,
  parcelId: string,
  note: string,
): Promise<Parcel> {
  const now = clock.now()
  const parcel = await lockParcel(tx, parcelId)
  if (parcel.state === 'returned') return parcel
  if (parcel.state !== 'shipped') throw new Problem('parcel-moved')
  await moveParcels(tx, [parcelId], 'shipped', 'returned', now, note.trim())
  await tellLater(tx, jobs, [parcelId])
  await recordAudit(tx, now, actor, 'parcel-returned', [parcel.orderId])
  return (await parcelOf(tx, parcelId))!
}

/** It is to go out again, to another address where one is given. @throws Problem parcel-moved, and those of parseAddress */
export async function sendAgain(
  tx: Tx,
  { clock, secrets }: PackingGround,
  actor: Actor,
  parcelId: string,
  address: AddressInput | undefined,
): Promise<Parcel> {
  const now = clock.now()
  const parsed = address && parseAddress(address)
  const parcel = await lockParcel(tx, parcelId)
  if (parcel.obstacle === 'refunding' || parcel.obstacle === 'refunded') throw new Problem('parcel-refunding')
  if (parcel.state !== 'returned') throw new Problem('parcel-moved')
  if (parsed) await setOrderAddress(tx, secrets, parcel.orderId, parsed)
  await moveParcels(tx, [parcelId], 'returned', 'labelled', now)
  await recordAudit(tx, now, actor, 'parcel-resent', [parcel.orderId])
  return (await parcelOf(tx, parcelId))!
}

/** The whole address, on record. @throws Problem not-found */
export async function readAddress(
  tx: Tx,
  { clock, secrets }: PackingGround,
  actor: Actor,
  parcelId: string,
  reason: string,
): Promise<AddressView> {
  const parcel = await addressedParcel(tx, secrets, parcelId)
  if (parcel?.address == null) throw new Problem('not-found')
  await recordAudit(tx, clock.now(), actor, 'addresses-read', [parcel.orderId], reason)
  return parcel.address
}
