import { type DeliveryDetail, type DeliveryView, Problem } from '@tucai/contract'
import { approvalsFor, takeApproval } from '../approval/approvals.ts'
import { recordAudit } from '../audit/audits.ts'
import { campaignOf } from '../campaign/campaigns.ts'
import { inTransaction, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { FileMissing } from '../platform/files.ts'
import type { RouteTable, StaffActor } from '../platform/http/route-table.ts'
import { readFlag, receiveSheet } from '../platform/sheets/receive-sheet.ts'
import type { SheetReader } from '../platform/sheets/sheet-reader.ts'
import { deliveryChoices, deriveForCampaign } from './choices.ts'
import {
  deliveriesOf,
  deliveryCounts,
  deliveryOf,
  filesOf,
  moveDelivery,
  outdatedCount,
  packJob,
  troubledItems,
  waitAgain,
} from './deliveries.ts'
import type { Delivery, DeliveryEvents } from './delivery.ts'
import { personView } from './delivery.ts'
import { leftOutViews } from './left-out.ts'
import { askToFetch, makeDelivery, previewDelivery } from './making.ts'
import { resultHeadings } from './results.ts'
import { importResults } from './results-import.ts'
import { removeTemplate, saveTemplate } from './templates.ts'

export interface DeliveryRoutesGround extends Engines {
  sheets: SheetReader
  events: DeliveryEvents
}

const MOST_TROUBLES = 200

export function deliveryRoutes(routes: RouteTable, ground: DeliveryRoutesGround): void {
  lookingRoutes(routes, ground)
  makingRoutes(routes, ground)
  fileRoutes(routes, ground)
  resultRoutes(routes, ground)
}

function lookingRoutes(routes: RouteTable, ground: DeliveryRoutesGround): void {
  const { db, clock } = ground
  routes.handle('deliveryChoices', ({ actor, params: { campaignId } }) =>
    inTransaction(db, actor, (tx) => deliveryChoices(tx, campaignId)),
  )

  routes.handle('deliveryDerive', ({ actor, params: { campaignId } }) =>
    inTransaction(db, actor, async (tx) => ({ count: await deriveForCampaign(tx, ground.jobs, campaignId) })),
  )

  routes.handle('deliveryPreview', ({ actor, params: { campaignId }, body }) =>
    inTransaction(db, actor, async (tx) => {
      const preview = await previewDelivery(tx, ground, campaignId, body)
      await recordAudit(tx, clock.now(), actor, 'delivery-read', [campaignId])
      return preview
    }),
  )

  routes.handle('deliveryList', ({ actor, params: { campaignId } }) =>
    inTransaction(db, actor, async (tx) => {
      if ((await campaignOf(tx, campaignId)) === undefined) throw new Problem('not-found')
      return views(tx, await deliveriesOf(tx, campaignId), actor, clock.now())
    }),
  )

  routes.handle('deliveryShow', ({ actor, params: { deliveryId } }) =>
    inTransaction(db, actor, async (tx): Promise<DeliveryDetail> => {
      const delivery = await requireDelivery(tx, deliveryId)
      const items = await troubledItems(tx, deliveryId)
      const left = items.flatMap(({ leftReason, leftDetail, ...item }) =>
        leftReason === null ? [] : [{ ...item, reason: leftReason, detail: leftDetail }],
      )
      const troubled = items.flatMap(({ result, resultReason: reason, ...item }) =>
        result === null ? [] : [{ ...personView(item), result, reason }],
      )
      const read = items.map(({ graduateId }) => graduateId)
      await recordAudit(tx, clock.now(), actor, 'delivery-read', [deliveryId, ...read])
      return {
        delivery: await view(tx, delivery, actor, clock.now()),
        files: (await filesOf(tx, deliveryId)).map(({ key, ...file }) => file),
        leftOut: leftOutViews(left),
        troubles: troubled.slice(0, MOST_TROUBLES),
      }
    }),
  )
}

function makingRoutes(routes: RouteTable, ground: DeliveryRoutesGround): void {
  const { db, jobs, clock } = ground
  const packed = async (tx: Tx, delivery: Delivery, actor: StaffActor) => {
    await jobs.enqueue(tx, packJob, { deliveryId: delivery.id })
    return view(tx, delivery, actor, clock.now())
  }

  routes.handle('deliveryMake', ({ actor, params: { campaignId }, body }) =>
    inTransaction(db, actor, async (tx) => packed(tx, await makeDelivery(tx, ground, actor, campaignId, body), actor)),
  )

  routes.handle('deliveryPrepare', ({ actor, params: { deliveryId } }) =>
    inTransaction(db, actor, async (tx) => {
      await requireDelivery(tx, deliveryId)
      if (!(await moveDelivery(tx, deliveryId, 'failed', 'preparing', clock.now()))) throw new Problem('delivery-moved')
      await waitAgain(tx, deliveryId)
      return packed(tx, await requireDelivery(tx, deliveryId), actor)
    }),
  )

  routes.handle('deliveryApprovalAsk', ({ actor, params: { deliveryId } }) =>
    inTransaction(db, actor, async (tx) => {
      const delivery = await requireDelivery(tx, deliveryId)
      if (delivery.state !== 'ready' && delivery.state !== 'delivered') throw new Problem('delivery-moved')
      const { photos } = (await deliveryCounts(tx, [deliveryId])).get(deliveryId)!
      await askToFetch(tx, actor, delivery, photos, clock.now())
      return view(tx, delivery, actor, clock.now())
    }),
  )

  routes.handle('deliveryCancel', ({ actor, params: { deliveryId } }) =>
    inTransaction(db, actor, async (tx) => {
      const { state } = await requireDelivery(tx, deliveryId)
      const now = clock.now()
      const mayEnd = state === 'ready' || state === 'failed'
      if (!mayEnd || !(await moveDelivery(tx, deliveryId, state, 'cancelled', now))) throw new Problem('delivery-moved')
      await recordAudit(tx, now, actor, 'delivery-cancelled', [deliveryId])
      return view(tx, await requireDelivery(tx, deliveryId), actor, now)
    }),
  )

  routes.handle('deliveryTemplateSave', ({ actor, body }) =>
    inTransaction(db, actor, async (tx) => {
      const saved = await saveTemplate(tx, actor.staffId, body, clock.now())
      await recordAudit(tx, clock.now(), actor, 'delivery-template-changed', [saved.templateId])
      return saved
    }),
  )

  routes.handle('deliveryTemplateRemove', ({ actor, params: { templateId } }) =>
    inTransaction(db, actor, async (tx) => {
      await removeTemplate(tx, templateId)
      await recordAudit(tx, clock.now(), actor, 'delivery-template-changed', [templateId])
      return {}
    }),
  )
}

function fileRoutes(routes: RouteTable, { db, files, clock }: DeliveryRoutesGround): void {
  /** A file leaves the house with the word of two people, as long as everything in it is still approved. */
  routes.handle('deliveryFile', async ({ actor, params: { deliveryId, fileId } }) => {
    const { name, key } = await inTransaction(db, actor, async (tx) => {
      const { state } = await requireDelivery(tx, deliveryId)
      const file = (await filesOf(tx, deliveryId)).find((one) => one.fileId === fileId)
      if (file === undefined) throw new Problem('not-found')
      if (state !== 'ready' && state !== 'delivered') throw new Problem('delivery-moved')
      if (file.key === null) throw new Problem('delivery-files-gone')
      const now = clock.now()
      await takeApproval(tx, actor, 'delivery-download', deliveryId, now)
      if (state === 'ready') {
        if ((await outdatedCount(tx, deliveryId)) > 0) throw new Problem('delivery-outdated')
        if (file.kind === 'zip') await moveDelivery(tx, deliveryId, 'ready', 'delivered', now)
      }
      await recordAudit(tx, now, actor, 'delivery-file-read', [deliveryId, fileId, `sha256:${file.sha256}`])
      return { name: file.name, key: file.key }
    })
    const stream = await files.stream(key).catch((error: unknown) => {
      throw error instanceof FileMissing ? new Problem('delivery-files-gone') : error
    })
    return { stream, fileName: name }
  })
}

function resultRoutes(routes: RouteTable, ground: DeliveryRoutesGround): void {
  const { db, sheets } = ground
  routes.handle('deliveryResultsImport', async ({ actor, params: { campaignId }, request }) => {
    const { file, fields } = await receiveSheet(request, ['kind', 'dryRun', 'takeGood'])
    const kind = fields.get('kind')
    if (kind !== 'comparison' && kind !== 'proofreading') throw new Problem('request-malformed', { field: 'kind' })
    const dryRun = readFlag('dryRun', fields.get('dryRun') ?? 'true')
    const takeGood = readFlag('takeGood', fields.get('takeGood') ?? 'false')
    const campaign = await inTransaction(db, actor, (tx) => campaignOf(tx, campaignId))
    if (campaign === undefined) throw new Problem('not-found')
    const reading = await sheets.read(file, resultHeadings)
    return importResults(db, ground, actor, campaignId, reading, { kind, dryRun, takeGood })
  })
}

async function requireDelivery(tx: Tx, deliveryId: string): Promise<Delivery> {
  const delivery = await deliveryOf(tx, deliveryId)
  if (delivery === undefined) throw new Problem('not-found')
  return delivery
}

const approvalWords = {
  asked: 'waiting',
  approved: 'approved',
  refused: 'refused',
  withdrawn: 'over',
  lapsed: 'over',
} as const

async function views(tx: Tx, deliveries: Delivery[], actor: StaffActor, now: Date): Promise<DeliveryView[]> {
  const ids = deliveries.map(({ id }) => id)
  const counts = await deliveryCounts(tx, ids)
  const approvals = await approvalsFor(tx, 'delivery-download', ids, actor, now)
  return deliveries.map((delivery) => {
    const { id, schoolId, schoolName, target, madeBy, madeAt, readyAt, deliveredAt, ...shown } = delivery
    const { matched, compareFailed, proofread, proofreadWrong, deliveryId, ...sums } = counts.get(id)!
    const approval = approvals.get(id)
    return {
      ...{ ...shown, ...sums, deliveryId, askedBy: approval?.askedBy ?? madeBy },
      approvedBy: approval?.state === 'approved' || deliveredAt !== null ? (approval?.decidedBy ?? null) : null,
      approval: approval === undefined ? 'over' : approvalWords[approval.state],
      madeAt: madeAt.toISOString(),
      readyAt: readyAt?.toISOString() ?? null,
      deliveredAt: deliveredAt?.toISOString() ?? null,
      results: { matched, compareFailed, proofread, proofreadWrong },
    }
  })
}

async function view(tx: Tx, delivery: Delivery, actor: StaffActor, now: Date): Promise<DeliveryView> {
  return (await views(tx, [delivery], actor, now))[0]!
}
