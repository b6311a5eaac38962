import { type CollectionView, type PaperChoose, Problem } from '@tucai/contract'
import { changeContact } from '../account/accounts.ts'
import { type Address, isSameAddress, parseAddress } from '../address/address.ts'
import { keepAddress } from '../address/addresses.ts'
import { requireConsents } from '../consent/consent.ts'
import { newestConsents } from '../consent/consents.ts'
import { parseMail, parsePhone } from '../contact/contact.ts'
import { orderLines } from '../order/order.ts'
import { addOrder, orderOf, orderShown, setOrderPhoto } from '../order/orders.ts'
import type { PaymentProvider } from '../payment/payment.ts'
import { cancelOrder } from '../payment/payments.ts'
import { requireConfirmable } from '../photo/photo.ts'
import { photoOf } from '../photo/photos.ts'
import { inTransaction, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable, StudentActor } from '../platform/http/route-table.ts'
import type { Action } from './collection.ts'
import { confirmInformation, confirmPhoto, setPaper } from './collections.ts'
import { consentsFor } from './consent-gate.ts'
import { collectionView, type Enrolment, enrolmentFor, enrolmentOf } from './enrolment.ts'

/** The steps of 线上采集, each behind its gate. */
export function stepRoutes(routes: RouteTable, engines: Engines, provider: PaymentProvider | undefined): void {
  const { db, secrets, clock } = engines

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
      await confirmPhoto(tx, graduateId, photoId, clock.now())
      if (order) await setOrderPhoto(tx, order.id, photoId)
    }),
  )

  routes.handle('paperChoose', ({ actor, params: { graduateId }, body }) =>
    step(actor, graduateId, 'choose-paper', async (tx, { order, account }) => {
      const now = clock.now()
      const consents = await newestConsents(tx, account.identityId)
      requireConsents(consents, consentsFor('choose-paper', body.paper))
      const address = chosenAddress(body)
      const isAsOrdered = order !== null && order.paper === body.paper && isSameAddress(order.address, address)
      if (order && !isAsOrdered) await cancelOrder(tx, order, provider, now)
      await setPaper(tx, secrets, graduateId, body.paper, address)
      if (address && body.keepAddress) await keepAddress(tx, secrets, account.id, address, now)
    }),
  )

  routes.handle('orderPlace', ({ actor, params: { graduateId } }) =>
    inTransaction(db, actor, async (tx) => {
      const { graduate, campaign, collection, order } = await enrolmentFor(
        tx,
        engines,
        actor,
        graduateId,
        'place-order',
      )
      if (order) return orderShown(tx, order)
      const { identityId, schoolId } = graduate
      const paper = collection.paper!
      const placed = { graduateId, identityId, schoolId, photoId: collection.photoId!, paper }
      const lines = orderLines(campaign, paper)
      const id = await addOrder(tx, secrets, { ...placed, address: collection.address, lines }, clock.now())
      return orderShown(tx, (await orderOf(tx, secrets, id))!)
    }),
  )
}

function chosenAddress({ paper, address }: PaperChoose): Address | null {
  if (!paper) return null
  if (address === undefined) throw new Problem('address-incomplete', { field: 'address' })
  return parseAddress(address)
}
