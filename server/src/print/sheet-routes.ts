import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { Problem } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { plannedSheet } from '../photo/photo.ts'
import { photosOf } from '../photo/photos.ts'
import { inTransaction, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { FileMissing } from '../platform/files.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import { approvedPhotos } from '../review/reviews.ts'
import { barcodeOf, captionLines, type PrintItem, sheetsOrder } from './print.ts'
import { printItemsOf } from './print-items.ts'
import { requireBatch } from './print-making.ts'

/** The sheets of a batch on a screen, before they are on paper. */
export function sheetRoutes(routes: RouteTable, { db, files, clock }: Engines): void {
  routes.handle('printSheetShow', ({ actor, params: { batchId, sheet } }) =>
    inTransaction(db, actor, async (tx) => {
      const batch = await requireBatch(tx, batchId)
      const items = (await printItemsOf(tx, batch.id)).filter(isOnPaper)
      const order = sheetsOrder(batch.layout, batch.number)
      const sets = items.map((item) => item.sets)
      const plan = plannedSheet(order, sets, Number(sheet) - 1)
      if (batch.fileKey === null || plan === undefined) throw new Problem('not-found')
      const people = [...new Set(plan.places.map(({ person }) => person))].map((person) => items[person]!)
      const orderIds = people.map(({ orderId }) => orderId)
      await recordAudit(tx, clock.now(), actor, 'print-read', [batch.id, ...orderIds])
      const photos = await approvedOf(tx, people)
      return {
        ...{ sheet: Number(sheet), sheets: batch.sheets, name: `${batch.number} · ${plan.name}` },
        ...{ paper: plan.paper, edges: plan.edges },
        places: plan.places.map(({ person, ...place }) => ({ ...place, orderId: items[person]!.orderId })),
        people: people.map((item) => ({
          ...{ orderId: item.orderId, orderNumber: item.orderNumber },
          lines: captionLines(batch.layout.lines, item),
          barcode: batch.layout.barcode ? barcodeOf(item.orderNumber) : '',
          hasPhoto: photos.has(item.orderId),
          sha256: photos.get(item.orderId)?.sha256 ?? '',
        })),
      }
    }),
  )

  routes.handle('printSheetPhoto', async ({ actor, params: { batchId, orderId }, reply }) => {
    const found = await inTransaction(db, actor, async (tx) => {
      const batch = await requireBatch(tx, batchId)
      const items = (await printItemsOf(tx, batch.id)).filter((item) => item.orderId === orderId)
      await recordAudit(tx, clock.now(), actor, 'photo-read', [orderId])
      return (await approvedOf(tx, items)).get(orderId)
    })
    if (found === undefined) throw new Problem('not-found')
    const bytes = await files.read(found.key).catch((error: unknown) => {
      throw error instanceof FileMissing ? new Problem('not-found') : error
    })
    if (createHash('sha256').update(bytes).digest('hex') !== found.sha256) throw new Problem('review-bytes-changed')
    // The same bytes for as long as they are approved.
    reply.header('cache-control', 'private, max-age=300')
    return { stream: Readable.from([bytes]) }
  })
}

/** Whoever was stopped or cancelled has no sheet. */
function isOnPaper({ state, sheets }: PrintItem): boolean {
  return state === 'ready' || state === 'printed' || sheets !== ''
}

/** The finished photo of each order whose item’s photo is still the approved one. */
async function approvedOf(tx: Tx, items: PrintItem[]): Promise<Map<string, { key: string; sha256: string }>> {
  const approved = await approvedPhotos(tx, { graduateIds: items.map(({ graduateId }) => graduateId) })
  const sha256Of = new Map(approved.map(({ photoId, finishedSha256 }) => [photoId, finishedSha256]))
  const keys = new Map((await photosOf(tx, [...sha256Of.keys()])).map(({ id, finishedKey }) => [id, finishedKey]))
  return new Map(
    items.flatMap(({ orderId, photoId }) => {
      const [key, sha256] = [keys.get(photoId ?? ''), sha256Of.get(photoId ?? '')]
      return key && sha256 ? [[orderId, { key, sha256 }]] : []
    }),
  )
}
