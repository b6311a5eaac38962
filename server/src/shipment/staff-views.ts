import type { ParcelMove, StaffBundle, StaffParcel, StaffShippingReport } from '@tucai/contract'
import { maskName } from '../contact/contact.ts'
import type { Bundle } from './bundles.ts'
import { courierOf } from './couriers.ts'
import type { AddressedParcel } from './parcels.ts'
import { reportWords } from './reporting.ts'
import type { ShippingReport } from './reports.ts'
import type { ParcelStep } from './shipment.ts'

/** A courier as it is shown; one that the table lost keeps its code. */
export function courierView(code: string | null) {
  if (code === null) return null
  const { zh, en } = courierOf(code) ?? { zh: code, en: code }
  return { code, zh, en }
}

export function parcelView({ id, identityId, schoolId, address, ...parcel }: AddressedParcel): StaffParcel {
  return {
    ...parcel,
    parcelId: id,
    recipient: maskName(address?.recipient ?? ''),
    region: address?.region ?? '',
    courier: courierView(parcel.courier),
    madeAt: parcel.madeAt.toISOString(),
    shippedAt: parcel.shippedAt?.toISOString() ?? null,
  }
}

export function stepView({ state, at, courier, trackingNumber }: ParcelStep): ParcelMove {
  return { state, at: at.toISOString(), courier: courierView(courier), trackingNumber }
}

export function bundleView({ id, schoolId, campaignTitle, ...bundle }: Bundle): StaffBundle {
  return {
    ...bundle,
    bundleId: id,
    madeAt: bundle.madeAt.toISOString(),
    sentAt: bundle.sentAt?.toISOString() ?? null,
    receivedAt: bundle.receivedAt?.toISOString() ?? null,
  }
}

export function reportView({ orderId, orderNumber, kind, ...report }: ShippingReport): StaffShippingReport {
  const { state, code, madeAt, endedAt } = report
  const when = { madeAt: madeAt.toISOString(), endedAt: endedAt?.toISOString() ?? null }
  return { orderId, orderNumber, kind, state, code, ...reportWords(report), ...when }
}
