import { Problem, type StaffParcel } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { campaignOf } from '../campaign/campaigns.ts'
import { orderOf } from '../order/orders.ts'
import { chinaDate } from '../platform/china-time.ts'
import { type Actor, inTransaction, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import { sheetTypes } from '../platform/sheets/sheet-answer.ts'
import type { SheetReader } from '../platform/sheets/sheet-reader.ts'
import { bundleOfOrder } from './bundles.ts'
import { courierCodes, courierOf } from './couriers.ts'
import { labelSheets, labelsOn } from './label-sheets.ts'
import { exportForCourier, type LabelGround, labelParcels } from './labelling.ts'
import { deliver, makeParcels, readAddress, sendAgain, shipByHand, takeBack } from './packing.ts'
import { addressedParcel, parcelOfOrder, parcelPage, stepsOf } from './parcels.ts'
import { receiveTracking } from './receive-tracking.ts'
import { reportPage, reportsOf } from './reports.ts'
import type { Parcel } from './shipment.ts'
import { courierView, parcelView, reportView, stepView } from './staff-views.ts'
import { trackingHeadings } from './tracking.ts'
import { importTracking } from './tracking-import.ts'

export interface ShipmentRoutesGround extends Engines, LabelGround {
  sheets: SheetReader
}

export function parcelRoutes(routes: RouteTable, ground: ShipmentRoutesGround): void {
  lookingRoutes(routes, ground)
  movingRoutes(routes, ground)
  fileRoutes(routes, ground)
  studentRoutes(routes, ground)
}

/** What parcels of a campaign are made of. */
function lookingRoutes(routes: RouteTable, ground: ShipmentRoutesGround): void {
  const { db, secrets, clock, sender } = ground
  routes.handle('staffPackingChoices', async () => ({
    couriers: courierCodes.map((code) => {
      const { zh, en, layout } = courierOf(code)!
      return { code, zh, en, hasLayout: layout !== undefined }
    }),
    labelSheets: Object.entries(labelSheets).map(([code, sheet]) => {
      return { code, zh: sheet.zh, en: sheet.en, labels: labelsOn(sheet) }
    }),
    senderKnown: sender !== undefined,
  }))

  routes.handle('staffParcelList', ({ actor, query }) =>
    inTransaction(db, actor, async (tx) => {
      const { parcels, ...page } = await parcelPage(tx, secrets, query)
      const read = parcels.map(({ orderId }) => orderId)
      if (read.length > 0) await recordAudit(tx, clock.now(), actor, 'parcels-read', read)
      return { ...page, parcels: parcels.map(parcelView) }
    }),
  )

  routes.handle('staffParcelShow', ({ actor, params: { parcelId } }) =>
    inTransaction(db, actor, async (tx) => {
      const parcel = await addressedParcel(tx, secrets, parcelId)
      if (parcel === undefined) throw new Problem('not-found')
      await recordAudit(tx, clock.now(), actor, 'parcels-read', [parcel.orderId])
      const reports = (await reportsOf(tx, parcel.orderId)).map(reportView)
      return { ...parcelView(parcel), moves: (await stepsOf(tx, parcelId)).map(stepView), reports }
    }),
  )

  routes.handle('staffParcelAddress', ({ actor, params: { parcelId }, body }) => {
    const note = body.note?.trim() ?? ''
    if (body.reason === 'other' && note === '') throw new Problem('request-malformed', { field: 'note' })
    const reason = note === '' ? body.reason : `${body.reason}: ${note}`
    return inTransaction(db, actor, (tx) => readAddress(tx, ground, actor, parcelId, reason))
  })

  routes.handle('staffShippingReportList', ({ actor, query }) =>
    inTransaction(db, actor, async (tx) => {
      const { total, reports } = await reportPage(tx, query)
      return { total, reports: reports.map(reportView) }
    }),
  )
}

function movingRoutes(routes: RouteTable, ground: ShipmentRoutesGround): void {
  const { db, secrets } = ground
  const shown = async (actor: Actor, work: (tx: Tx) => Promise<Parcel>): Promise<StaffParcel> =>
    inTransaction(db, actor, async (tx) => {
      const { id } = await work(tx)
      return parcelView((await addressedParcel(tx, secrets, id))!)
    })

  routes.handle('staffParcelMake', ({ actor, params: { campaignId } }) =>
    inTransaction(db, actor, async (tx) => {
      if ((await campaignOf(tx, campaignId)) === undefined) throw new Problem('not-found')
      return { count: await makeParcels(tx, ground, actor, campaignId) }
    }),
  )
  routes.handle('staffParcelShip', ({ actor, params: { parcelId }, body }) =>
    shown(actor, (tx) => shipByHand(tx, ground, actor, parcelId, body)),
  )
  routes.handle('staffParcelDeliver', ({ actor, params: { parcelId } }) =>
    shown(actor, (tx) => deliver(tx, ground, actor, parcelId)),
  )
  routes.handle('staffParcelReturn', ({ actor, params: { parcelId }, body }) =>
    shown(actor, (tx) => takeBack(tx, ground, actor, parcelId, body.note ?? '')),
  )
  routes.handle('staffParcelResend', ({ actor, params: { parcelId }, body }) =>
    shown(actor, (tx) => sendAgain(tx, ground, actor, parcelId, body.address)),
  )
}

function fileRoutes(routes: RouteTable, ground: ShipmentRoutesGround): void {
  const { db, clock, sheets } = ground
  const today = () => chinaDate(clock.now())

  routes.handle('staffParcelLabels', async ({ actor, body }) => {
    // The parcels are labelled once that is stored; only then does anything go out.
    const open = await inTransaction(db, actor, (tx) => labelParcels(tx, ground, actor, body))
    return { stream: open(), fileName: `面单-${today()}.pdf` }
  })

  routes.handle('staffCourierExport', async ({ actor, body }) => {
    const { stream } = await inTransaction(db, actor, (tx) => exportForCourier(tx, ground, actor, body))
    const { zh } = courierOf(body.courier)!
    return { stream, type: sheetTypes[body.format], fileName: `${zh}-${today()}.${body.format}` }
  })

  routes.handle('staffTrackingImport', async ({ actor, request }) => {
    const { file, ...asked } = await receiveTracking(request)
    const reading = await sheets.read(file, trackingHeadings)
    return importTracking(db, ground, actor, reading, asked)
  })
}

/** Where the own prints are. */
function studentRoutes(routes: RouteTable, { db, secrets }: ShipmentRoutesGround): void {
  routes.handle('parcelShow', ({ actor, params: { orderId } }) =>
    inTransaction(db, actor, async (tx) => {
      const order = await orderOf(tx, secrets, orderId)
      if (order?.identityId !== actor.identityId) throw new Problem('not-found')
      const parcel = await parcelOfOrder(tx, orderId)
      const bundle = await bundleOfOrder(tx, orderId)
      return {
        parcel: parcel
          ? {
              state: parcel.state,
              courier: courierView(parcel.courier),
              trackingNumber: parcel.trackingNumber,
              moves: (await stepsOf(tx, parcel.id)).map(stepView),
            }
          : null,
        bundle: bundle
          ? {
              state: bundle.state,
              station: bundle.station,
              sentAt: bundle.sentAt?.toISOString() ?? null,
              receivedAt: bundle.receivedAt?.toISOString() ?? null,
            }
          : null,
      }
    }),
  )
}
