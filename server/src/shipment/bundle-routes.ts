import { Problem } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { campaignOf } from '../campaign/campaigns.ts'
import { type Actor, inTransaction, type Tx } from '../platform/db.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import { sheetTypes } from '../platform/sheets/sheet-answer.ts'
import { type Bundle, bundleOf, bundlePage, itemsOf, unbundled } from './bundles.ts'
import { inListOrder, makeBundles, receiveBundle, sendBundle } from './bundling.ts'
import { handOverPdf, handOverXlsx } from './hand-over.ts'
import type { ShipmentRoutesGround } from './parcel-routes.ts'
import { unparcelled } from './parcels.ts'
import { bundleView } from './staff-views.ts'

export function bundleRoutes(routes: RouteTable, ground: ShipmentRoutesGround): void {
  const { db, clock, fonts, printedOrders } = ground

  routes.handle('staffPackingDue', ({ actor, params: { campaignId } }) =>
    inTransaction(db, actor, async (tx) => {
      await requireCampaign(tx, campaignId)
      const printed = await printedOrders(tx, campaignId)
      const by = (delivery: string) => printed.filter((order) => order.delivery === delivery).map((one) => one.orderId)
      const parcels = await unparcelled(tx, by('mail'))
      return { parcels: parcels.length, bundled: (await unbundled(tx, by('station'))).length }
    }),
  )

  routes.handle('staffBundleMake', ({ actor, params: { campaignId }, body }) =>
    inTransaction(db, actor, async (tx) => (await makeBundles(tx, ground, actor, campaignId, body)).map(bundleView)),
  )

  routes.handle('staffBundleList', ({ actor, params: { campaignId }, query }) =>
    inTransaction(db, actor, async (tx) => {
      await requireCampaign(tx, campaignId)
      const { total, bundles } = await bundlePage(tx, campaignId, query)
      return { total, bundles: bundles.map(bundleView) }
    }),
  )

  routes.handle('staffBundleShow', ({ actor, params: { bundleId } }) =>
    inTransaction(db, actor, async (tx) => {
      const { bundle, items } = await readBundle(tx, actor, bundleId)
      return { ...bundleView(bundle), items: items.map(({ identityId, ...item }) => item) }
    }),
  )

  routes.handle('staffBundleHandOver', async ({ actor, params: { bundleId }, query: { format = 'pdf' } }) => {
    const { bundle, items } = await inTransaction(db, actor, (tx) => readBundle(tx, actor, bundleId))
    const fileName = `领取签名表-${bundle.number}.${format}`
    if (format === 'xlsx') return { stream: handOverXlsx(items), type: sheetTypes.xlsx, fileName }
    return { stream: handOverPdf(fonts, bundle, items), type: 'application/pdf', fileName }
  })

  routes.handle('staffBundleSend', ({ actor, params: { bundleId }, body }) =>
    inTransaction(db, actor, async (tx) => bundleView(await sendBundle(tx, ground, actor, bundleId, body))),
  )
  routes.handle('staffBundleReceive', ({ actor, params: { bundleId } }) =>
    inTransaction(db, actor, async (tx) => bundleView(await receiveBundle(tx, ground, actor, bundleId))),
  )

  /** Names and student numbers are read: on record. */
  async function readBundle(tx: Tx, actor: Actor, bundleId: string) {
    const bundle: Bundle | undefined = await bundleOf(tx, bundleId)
    if (bundle === undefined) throw new Problem('not-found')
    const items = inListOrder(await itemsOf(tx, bundleId))
    await recordAudit(tx, clock.now(), actor, 'bundle-read', [bundleId, ...items.map(({ orderId }) => orderId)])
    return { bundle, items }
  }
}

async function requireCampaign(tx: Tx, campaignId: string): Promise<void> {
  if ((await campaignOf(tx, campaignId)) === undefined) throw new Problem('not-found')
}
