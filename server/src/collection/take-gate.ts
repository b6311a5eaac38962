import { Problem } from '@tucai/contract'
import { presentOrder, setOrderPhoto } from '../order/orders.ts'
import { closeOpenPayment } from '../payment/payments.ts'
import type { TakeGate } from '../photo/photo.ts'
import type { Engines } from '../platform/engines.ts'
import { lookAtPhoto } from './collections.ts'
import { enrolmentFor } from './enrolment.ts'

/**
 * When a photo may be taken, and what a new take means: it is looked at, the confirmation of an earlier one is gone, and
 * an unpaid order waits without a photo until one is confirmed again.
 */
export function openTakeGate(engines: Engines): TakeGate {
  return {
    async admit(tx, actor, graduateId, taken) {
      const { graduate, campaign } = await enrolmentFor(tx, engines, actor, graduateId, 'take-photo')
      if (taken?.source === 'file' && !campaign.fileAllowed) throw new Problem('photo-file-forbidden')
      if (taken?.lens === 'front' && !campaign.frontCameraAllowed) throw new Problem('photo-front-camera-forbidden')
      const { identityId, schoolId } = graduate
      return { graduateId, identityId, schoolId, standard: campaign.standard }
    },
    async taken(tx, graduateId, photoId) {
      await lookAtPhoto(tx, graduateId, photoId)
      const order = await presentOrder(tx, engines.secrets, graduateId, { lock: true })
      if (order === undefined) return
      if (order.state === 'unpaid') await closeOpenPayment(tx, engines.jobs, order.id, engines.clock.now())
      await setOrderPhoto(tx, order.id, null)
    },
  }
}
