import { type CollectionView, type Delivery, type PaperChoose, Problem } from '@tucai/contract'
import { changeContact } from '../account/accounts.ts'
import { type Address, isSameAddress, parseAddress } from '../address/address.ts'
import { keepAddress } from '../address/addresses.ts'
import { type Campaign, isPaperOffered } from '../campaign/campaign.ts'
import { requireConsents } from '../consent/consent.ts'
import { newestConsents } from '../consent/consents.ts'
import { parseMail, parsePhone } from '../contact/contact.ts'
import { type Order, orderLines, retakeLines } from '../order/order.ts'
import { addOrder, type NewOrder, orderOf, orderShown, retakeOrders, setOrderPhoto } from '../order/orders.ts'
import { cancelOrder } from '../payment/payments.ts'
import { requireConfirmable } from '../photo/photo.ts'
import { photoOf } from '../photo/photos.ts'
import { inTransaction, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable, StudentActor } from '../platform/http/route-table.ts'
import type { Secrets } from '../platform/secrets.ts'
import { photosRejected } from '../review/reviews.ts'
import type { Action } from './collection.ts'
import { confirmInformation, confirmPhoto, setPaper } from './collections.ts'
import { consentsFor } from './consent-gate.ts'
import { collectionView, type Enrolment, enrolmentFor, enrolmentOf } from './enrolment.ts'
import { submitIfDue } from './submitting.ts'

/** The steps of 线上采集, each behind its gate. */
export function stepRoutes(routes: RouteTable, engines: Engines): void {
  const { db, secrets, jobs, clock } = engines

  /** One step: its gate, its change, and the collection as it is afterwards. */
  function step(
    actor: StudentActor,
    graduateId: string,
    action: Action,
    change: (tx: Tx, enrolment: Enrolment) => Promise<void>,
  ): Promise<CollectionView> {
    return inTransaction(db, actor, async (tx) => {
      await change(tx, await enrolmentFor(tx, engines, actor, graduateId, action))
      return collectionView(tx, engines, await enrolmentOf(tx, engines, actor, graduateId))
    })
  }

  routes.handle('informationConfirm', ({ actor, params: { graduateId }, body }) =>
    step(actor, graduateId, 'confirm-information', async (tx, { account }) => {
      const contact = { phone: parsePhone(body.phone), mail: parseMail(body.mail) }
      await changeContact(tx, engines, account, contact, clock.now())
      await confirmInformation(tx, graduateId, clock.now())
    }),
  )

  routes.handle('photoConfirm', ({ actor, params: { graduateId }, body: { photoId } }) =>
    step(actor, graduateId, 'confirm-photo', async (tx, { order }) => {
      const photo = await photoOf(tx, photoId)
      if (photo?.graduateId !== graduateId) throw new Problem('not-found')
      requireConfirmable(photo)
      if ((await photosRejected(tx, graduateId)).has(photo.originalSha256)) throw new Problem('photo-rejected-before')
      await confirmPhoto(tx, graduateId, photoId, clock.now())
      if (order) await setOrderPhoto(tx, order.id, photoId)
      await submitIfDue(tx, engines, graduateId)
    }),
  )

  routes.handle('paperChoose', ({ actor, params: { graduateId }, body }) =>
    step(actor, graduateId, 'choose-paper', async (tx, { order, account, campaign }) => {
      const now = clock.now()
      const consents = await newestConsents(tx, account.identityId)
      requireConsents(consents, consentsFor('choose-paper', body.paper))
      const chosen = chosenPrints(body, campaign)
      if (order && !isAsOrdered(order, chosen)) await cancelOrder(tx, jobs, order, 'changed', now)
      await setPaper(tx, secrets, graduateId, chosen)
      if (chosen.address && body.keepAddress) await keepAddress(tx, secrets, account.id, chosen.address, now)
    }),
  )

  routes.handle('orderPlace', ({ actor, params: { graduateId } }) =>
    inTransaction(db, actor, async (tx) => {
      const enrolment = await enrolmentFor(tx, engines, actor, graduateId, 'place-order')
      const now = clock.now()
      const placed = enrolment.standing.isRetakeDue
        ? await placeRetake(tx, secrets, enrolment, now)
        : await placeCollection(tx, secrets, enrolment, now)
      return orderShown(tx, placed)
    }),
  )
}

/** The order of the collection; the one that is there already when there is one. */
async function placeCollection(tx: Tx, secrets: Secrets, enrolment: Enrolment, now: Date): Promise<Order> {
  const { campaign, collection, order } = enrolment
  if (order) return order
  const { printSets, delivery, address } = collection
  const photoId = collection.photoConfirmedAt === null ? null : collection.photoId
  const prints = { printSets, delivery, address, ...orderLines(campaign, { printSets, delivery }, now) }
  return place(tx, secrets, enrolment, { kind: 'collection', photoId, ...prints }, now)
}

/** Pays for taking a rejected photo anew; the unpaid one that is there already when there is one. */
async function placeRetake(tx: Tx, secrets: Secrets, enrolment: Enrolment, now: Date): Promise<Order> {
  const { graduate, campaign, collection } = enrolment
  const unpaid = (await retakeOrders(tx, secrets, graduate.id)).find(({ state }) => state === 'unpaid')
  if (unpaid) return unpaid
  const nothingPrinted = { printSets: 0, delivery: 'none', address: null } as const
  const lines = { lines: retakeLines(campaign), schoolFen: 0 }
  return place(
    tx,
    secrets,
    enrolment,
    { kind: 'retake', photoId: collection.photoId, ...nothingPrinted, ...lines },
    now,
  )
}

type Ordered = Pick<NewOrder, 'kind' | 'photoId' | 'printSets' | 'delivery' | 'address' | 'lines' | 'schoolFen'>

async function place(
  tx: Tx,
  secrets: Secrets,
  { graduate, campaign }: Enrolment,
  ordered: Ordered,
  now: Date,
): Promise<Order> {
  const expiresAt = new Date(now.getTime() + campaign.orderLifeMinutes * 60_000)
  const { id: graduateId, identityId, schoolId } = graduate
  const id = await addOrder(tx, secrets, { graduateId, identityId, schoolId, expiresAt, ...ordered }, now)
  return (await orderOf(tx, secrets, id))!
}

interface Prints {
  printSets: number
  delivery: Delivery
  address: Address | null
}

/** @throws Problem paper-not-offered, delivery-not-offered, or what is wrong with the address */
function chosenPrints({ paper, printSets = 1, delivery = 'mail', address }: PaperChoose, campaign: Campaign): Prints {
  if (!paper) return { printSets: 0, delivery: 'none', address: null }
  if (!isPaperOffered(campaign)) throw new Problem('paper-not-offered', { field: 'paper' })
  const feeFen = delivery === 'mail' ? campaign.mailingFeeFen : campaign.stationFeeFen
  if (feeFen === null) throw new Problem('delivery-not-offered', { field: 'delivery' })
  if (printSets > campaign.printSetsMost) throw new Problem('delivery-not-offered', { field: 'printSets' })
  if (delivery === 'station') return { printSets, delivery, address: null }
  if (address === undefined) throw new Problem('address-incomplete', { field: 'address' })
  return { printSets, delivery, address: parseAddress(address) }
}

function isAsOrdered(order: Order, { printSets, delivery, address }: Prints): boolean {
  return order.printSets === printSets && order.delivery === delivery && isSameAddress(order.address, address)
}
