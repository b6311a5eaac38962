import { type PrintBatchView, type PrintItemView, Problem } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { campaignOf } from '../campaign/campaigns.ts'
import { chinaMinute } from '../platform/china-time.ts'
import { type Actor, inTransaction, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { FileMissing } from '../platform/files.ts'
import type { RouteTable, StaffActor } from '../platform/http/route-table.ts'
import { staffOf } from '../staff/staff-members.ts'
import { type PrintBatch, type PrintItem, requirePrintable, stopView } from './print.ts'
import { printItemsOf, reprintCounts } from './print-items.ts'
import { printJob } from './print-jobs.ts'
import { cancelBatch, makeBatch, makeReprint, markPrinted, previewPrints, requireBatch } from './print-making.ts'
import { batchCounts, moveBatch, printBatchesOf, printLayoutOf, setPrintLayout } from './prints.ts'
import { sheetRoutes } from './sheet-routes.ts'

export function printRoutes(routes: RouteTable, engines: Engines): void {
  layoutRoutes(routes, engines)
  batchRoutes(routes, engines)
  fileRoutes(routes, engines)
  sheetRoutes(routes, engines)
}

function layoutRoutes(routes: RouteTable, { db, clock }: Engines): void {
  routes.handle('printLayoutShow', ({ actor, params: { campaignId } }) =>
    inTransaction(db, actor, (tx) => printLayoutOf(tx, campaignId)),
  )

  routes.handle('printLayoutChange', ({ actor, params: { campaignId }, body }) => {
    requirePrintable(body)
    return inTransaction(db, actor, async (tx) => {
      await setPrintLayout(tx, campaignId, body)
      await recordAudit(tx, clock.now(), actor, 'print-layout-changed', [campaignId])
      return body
    })
  })
}

function batchRoutes(routes: RouteTable, engines: Engines): void {
  const { db, jobs, clock } = engines
  const prepared = async (tx: Tx, batch: PrintBatch) => {
    await jobs.enqueue(tx, printJob, { batchId: batch.id })
    return batchView(tx, batch)
  }

  routes.handle('printPreview', ({ actor, params: { campaignId }, query }) =>
    inTransaction(db, actor, async (tx) => {
      const preview = await previewPrints(tx, campaignId, query)
      await recordAudit(tx, clock.now(), actor, 'print-read', [campaignId])
      return preview
    }),
  )

  routes.handle('printBatchList', ({ actor, params: { campaignId } }) =>
    inTransaction(db, actor, async (tx) => {
      if ((await campaignOf(tx, campaignId)) === undefined) throw new Problem('not-found')
      return batchViews(tx, await printBatchesOf(tx, campaignId))
    }),
  )

  routes.handle('printBatchMake', ({ actor, params: { campaignId }, body }) =>
    inTransaction(db, actor, async (tx) => prepared(tx, await makeBatch(tx, engines, actor, campaignId, body))),
  )

  routes.handle('printAgain', ({ actor, params: { campaignId }, body }) =>
    inTransaction(db, actor, async (tx) => prepared(tx, await makeReprint(tx, engines, actor, campaignId, body))),
  )

  routes.handle('printBatchShow', ({ actor, params: { batchId } }) =>
    inTransaction(db, actor, async (tx) => {
      const batch = await requireBatch(tx, batchId)
      const items = await printItemsOf(tx, batch.id)
      await recordRead(tx, actor, 'print-read', batch, items)
      const reprints = await reprintCounts(tx, batch.id)
      return { batch: await batchView(tx, batch), items: items.map((item) => itemView(item, reprints)) }
    }),
  )

  routes.handle('printBatchPrepare', ({ actor, params: { batchId } }) =>
    inTransaction(db, actor, async (tx) => {
      const batch = await requireBatch(tx, batchId)
      if (batch.state === 'failed') await moveBatch(tx, batch.id, 'failed', 'preparing', clock.now())
      else if (batch.state !== 'preparing') throw new Problem('print-batch-moved')
      return prepared(tx, await requireBatch(tx, batch.id))
    }),
  )

  routes.handle('printBatchPrinted', ({ actor, params: { batchId }, body }) =>
    inTransaction(db, actor, async (tx) => batchView(tx, await markPrinted(tx, engines, actor, batchId, body))),
  )

  routes.handle('printBatchCancel', ({ actor, params: { batchId } }) =>
    inTransaction(db, actor, async (tx) => batchView(tx, await cancelBatch(tx, engines, actor, batchId))),
  )

  async function recordRead(tx: Tx, actor: Actor, action: 'print-read', batch: PrintBatch, items: PrintItem[]) {
    await recordAudit(tx, clock.now(), actor, action, [batch.id, ...items.map(({ orderId }) => orderId)])
  }
}

function fileRoutes(routes: RouteTable, { db, files, clock }: Engines): void {
  routes.handle('printBatchPdf', async ({ actor, params: { batchId } }) => {
    const found = await inTransaction(db, actor, async (tx) => {
      const batch = await requireBatch(tx, batchId)
      if (batch.fileKey === null) throw new Problem('not-found')
      const items = await printItemsOf(tx, batch.id)
      const orderIds = items.map(({ orderId }) => orderId)
      await recordAudit(tx, clock.now(), actor, 'print-file-read', [batch.id, ...orderIds])
      return { fileKey: batch.fileKey, fileName: await fileNameOf(tx, batch, actor) }
    })
    const stream = await files.stream(found.fileKey).catch((error: unknown) => {
      throw error instanceof FileMissing ? new Problem('not-found') : error
    })
    return { stream, fileName: found.fileName }
  })

  /** Says who took the file and when, so that a copy that turns up elsewhere names its origin. */
  async function fileNameOf(tx: Tx, batch: PrintBatch, actor: StaffActor): Promise<string> {
    const staff = await staffOf(tx, actor.staffId)
    const at = chinaMinute(clock.now()).replace(/[-:]/g, '')
    return `${batch.number}-${staff?.login ?? actor.staffId}-${at.replace(' ', '-')}.pdf`
  }
}

async function batchViews(tx: Tx, batches: PrintBatch[]): Promise<PrintBatchView[]> {
  const counts = await batchCounts(
    tx,
    batches.map(({ id }) => id),
  )
  return batches.map(({ id, schoolId, fileKey, madeAt, readyAt, printedAt, ...shown }) => ({
    ...shown,
    batchId: id,
    ...(counts.get(id) ?? { orders: 0, stopped: 0, printed: 0 }),
    hasPdf: fileKey !== null,
    madeAt: madeAt.toISOString(),
    readyAt: readyAt?.toISOString() ?? null,
    printedAt: printedAt?.toISOString() ?? null,
  }))
}

async function batchView(tx: Tx, batch: PrintBatch): Promise<PrintBatchView> {
  return (await batchViews(tx, [batch]))[0]!
}

function itemView(item: PrintItem, reprints: Map<string, number>): PrintItemView {
  const { orderId, orderNumber, sequence, studentNumber, name, college, className, sets, sheets, state } = item
  const stop = item.stopCode === null ? null : stopView(item.stopCode, item.stopDetail)
  const shown = { orderId, orderNumber, sequence, studentNumber, name, college, className, sets, sheets, state }
  return { ...shown, stop, reprints: reprints.get(orderId) ?? 0 }
}
