import { Type } from 'typebox'
import type { Tell } from '../notice/notice.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { defineJob } from '../platform/jobs.ts'
import type { WechatApi } from '../platform/wechat-api.ts'
import { bundleOf, bundleTellJob, itemsOf } from './bundles.ts'
import { courierOf } from './couriers.ts'
import { markTold, parcelsUntold, parcelTellJob, stepsToTell, type ToTell, tellLater } from './parcel-telling.ts'
import { reportDelivery } from './reporting.ts'
import { overdueReports, reportLater, shippingReportJob } from './reports.ts'

/** Finds what no job carries any more, e.g. after WeChat was away for long. */
export const shippingSweepJob = defineJob('shipping-sweep', Type.Object({}))

const MINUTE_MS = 60_000
/** By then the job that was added with a parcel's move has told of it. */
const UNTOLD_MS = 2 * MINUTE_MS
/** By then the job of a report has given up. */
const OVERDUE_MS = 60 * MINUTE_MS
const SWEPT_AT_ONCE = 2_000

export interface ShipmentGround extends Engines {
  tell: Tell
  /** Undefined without a mini program. */
  wechat: Pick<WechatApi, 'uploadShipping' | 'isTradeManaged'> | undefined
}

export async function workShipments(ground: ShipmentGround): Promise<void> {
  const { db, jobs, clock, tell } = ground

  await jobs.work(parcelTellJob, ({ parcelIds }) =>
    inTransaction(db, SYSTEM, async (tx) => {
      const steps = await stepsToTell(tx, parcelIds)
      for (const step of steps) await tell(tx, step.identityId, noticeOf(step))
      await markTold(tx, steps)
    }),
  )

  await jobs.work(bundleTellJob, ({ bundleId, state }) =>
    inTransaction(db, SYSTEM, async (tx) => {
      const bundle = await bundleOf(tx, bundleId)
      if (bundle === undefined) return
      const { campaignId, campaignTitle, number, station } = bundle
      for (const { orderId, orderNumber, identityId } of await itemsOf(tx, bundleId)) {
        const data = { campaignId, campaignTitle, orderId, orderNumber }
        if (state === 'sent') {
          const on = { courier: `采集中心（送往${station}）`, trackingNumber: number }
          await tell(tx, identityId, {
            kind: 'prints-shipped',
            key: `prints-sent/${orderId}`,
            data: { ...data, ...on },
          })
        } else {
          const at = { station, hours: '以学校通知为准' }
          const key = `prints-at-station/${orderId}`
          await tell(tx, identityId, { kind: 'prints-at-station', key, data: { ...data, ...at } })
        }
      }
    }),
  )

  await jobs.work(shippingReportJob, async ({ reportIds }) => {
    let away: unknown
    for (const reportId of reportIds) {
      await reportDelivery(ground, reportId).catch((error: unknown) => {
        away = error
      })
    }
    if (away !== undefined) throw away
  })

  await jobs.work(shippingSweepJob, () =>
    inTransaction(db, SYSTEM, async (tx) => {
      const before = (ms: number) => new Date(clock.now().getTime() - ms)
      await tellLater(tx, jobs, [...new Set(await parcelsUntold(tx, before(UNTOLD_MS), SWEPT_AT_ONCE))])
      await reportLater(tx, jobs, await overdueReports(tx, before(OVERDUE_MS), SWEPT_AT_ONCE))
    }),
  )
  await jobs.repeat(shippingSweepJob, {}, '*/10 * * * *')
}

function noticeOf({ parcelId, position, state, courier, trackingNumber, ...order }: ToTell) {
  const { campaignId, campaignTitle, orderId, orderNumber } = order
  const by = { courier: courierOf(courier!)?.zh ?? courier!, trackingNumber: trackingNumber! }
  const kind = state === 'returned' ? ('parcel-returned' as const) : ('prints-shipped' as const)
  const key = `${kind}/${parcelId}/${position}`
  return { kind, key, data: { campaignId, campaignTitle, orderId, orderNumber, ...by } }
}
