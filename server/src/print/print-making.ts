import { type PrintAgain, type PrintChoose, type PrintDone, type PrintPreview, Problem } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { campaignOf } from '../campaign/campaigns.ts'
import { moveOrders } from '../order/orders.ts'
import { chinaDay } from '../platform/china-time.ts'
import type { Actor, Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { ordersWithOpenRefund } from '../refund/refunds.ts'
import { approvedPhotos } from '../review/reviews.ts'
import { inPrintOrder, type PrintBatch, readOrderNumber, sheetCount, stopView } from './print.ts'
import { moveItems, printItemsOf } from './print-items.ts'
import {
  addPrintBatch,
  type DueOrder,
  dueOrders,
  moveBatch,
  printBatchOf,
  printLayoutOf,
  reprintableOrders,
  stoppedBefore,
} from './prints.ts'

type Ground = Pick<Engines, 'clock'>
type Printable = DueOrder & { photoId: string }

/** Due orders by what keeps them from being printed now, if anything. */
async function sortedOut(tx: Tx, due: DueOrder[]) {
  const approved = await approvedPhotos(tx, { graduateIds: due.map(({ graduateId }) => graduateId) })
  const photoOf = new Map(approved.map((photo) => [photo.graduateId, photo.photoId]))
  const refunded = await ordersWithOpenRefund(
    tx,
    due.map(({ orderId }) => orderId),
  )
  const printable: Printable[] = []
  const excluded = { 'refund-open': [] as string[], 'photo-not-approved': [] as string[] }
  for (const order of due) {
    const photoId = photoOf.get(order.graduateId)
    if (refunded.has(order.orderId)) excluded['refund-open'].push(order.orderNumber)
    else if (photoId === undefined) excluded['photo-not-approved'].push(order.orderNumber)
    else printable.push({ ...order, photoId })
  }
  return { printable: printable.sort(inPrintOrder), excluded }
}

const FIRST_OF_THEM = 20

/** What a batch of the campaign would take now, and what it would not and why. @throws Problem not-found */
export async function previewPrints(tx: Tx, campaignId: string, choose: PrintChoose): Promise<PrintPreview> {
  const layout = await printLayoutOf(tx, campaignId)
  const { printable, excluded } = await sortedOut(tx, await dueOrders(tx, campaignId, choose))
  const taken = printable.slice(0, choose.mostOrders)
  const colleges = new Map<string, number>()
  for (const { college } of taken) colleges.set(college, (colleges.get(college) ?? 0) + 1)
  const byId = new Map(taken.map((order) => [order.orderId, order]))
  const stopped = await stoppedBefore(tx, [...byId.keys()])
  return {
    orders: taken.length,
    sets: taken.reduce((sum, { sets }) => sum + sets, 0),
    sheets: sheetCount(
      layout,
      taken.map(({ sets }) => sets),
    ),
    colleges: [...colleges].map(([college, orders]) => ({ college, orders })),
    excluded: (['photo-not-approved', 'refund-open'] as const)
      .filter((reason) => excluded[reason].length > 0)
      .map((reason) => ({
        reason,
        orders: excluded[reason].length,
        orderNumbers: excluded[reason].slice(0, FIRST_OF_THEM),
      })),
    stoppedBefore: stopped.map(({ orderId, stopCode, stopDetail }) => {
      const { orderNumber, name } = byId.get(orderId)!
      return { orderNumber, name, stop: stopView(stopCode!, stopDetail) }
    }),
  }
}

/**
 * Takes the due orders of a campaign into a new batch; they are in production from now on. The caller has its file made.
 * @throws Problem not-found or print-nothing
 */
export async function makeBatch(
  tx: Tx,
  { clock }: Ground,
  actor: Actor,
  campaignId: string,
  choose: PrintChoose,
): Promise<PrintBatch> {
  const campaign = await campaignOf(tx, campaignId)
  if (campaign === undefined) throw new Problem('not-found')
  const now = clock.now()
  const { printable } = await sortedOut(tx, await dueOrders(tx, campaignId, choose, { lock: true }))
  const items = printable.slice(0, choose.mostOrders)
  if (items.length === 0) throw new Problem('print-nothing')
  const { schoolId } = campaign
  const { college, delivery } = choose
  const layout = await printLayoutOf(tx, campaignId)
  const rest = { layout, college, delivery, madeBy: nameOf(actor), chinaDay: chinaDay(clock.now()) }
  const batchId = await addPrintBatch(tx, { campaignId, schoolId, kind: 'first', ...rest }, items, now)
  await moveAll(
    tx,
    items.map(({ orderId }) => orderId),
    'paid',
    'producing',
    now,
  )
  await recordAudit(tx, now, actor, 'print-made', [batchId])
  return (await printBatchOf(tx, batchId))!
}

/**
 * A batch of single orders that are printed again, for a reason; the orders stay as they are.
 * @throws Problem not-found, or print-again-refused when one of them is not to be printed again
 */
export async function makeReprint(
  tx: Tx,
  { clock }: Ground,
  actor: Actor,
  campaignId: string,
  { orderNumbers, reason }: PrintAgain,
): Promise<PrintBatch> {
  const campaign = await campaignOf(tx, campaignId)
  if (campaign === undefined) throw new Problem('not-found')
  if (reason.trim().length < 2) throw new Problem('request-malformed', { field: 'reason' })
  const now = clock.now()
  const numbers = new Set(orderNumbers.map(readOrderNumber))
  const found = await reprintableOrders(
    tx,
    campaignId,
    [...numbers].filter((number) => number !== undefined),
  )
  const { printable } = await sortedOut(tx, found)
  if (printable.length < numbers.size) throw new Problem('print-again-refused', { field: 'orderNumbers' })
  const layout = await printLayoutOf(tx, campaignId)
  const rest = { layout, reason: reason.trim(), madeBy: nameOf(actor), chinaDay: chinaDay(clock.now()) }
  const { schoolId } = campaign
  const batchId = await addPrintBatch(tx, { campaignId, schoolId, kind: 'reprint', ...rest }, printable, now)
  await recordAudit(tx, now, actor, 'print-made', [batchId, ...printable.map(({ orderId }) => orderId)])
  return (await printBatchOf(tx, batchId))!
}

/** A batch as somebody named it. @throws Problem not-found */
export async function requireBatch(tx: Tx, batchId: string): Promise<PrintBatch> {
  const batch = await printBatchOf(tx, batchId)
  if (batch === undefined) throw new Problem('not-found')
  return batch
}

/** The batch is on paper, except for some orders, which wait for the next one. @throws Problem print-batch-moved, not-found */
export async function markPrinted(
  tx: Tx,
  { clock }: Ground,
  actor: Actor,
  batchId: string,
  { except }: PrintDone,
): Promise<PrintBatch> {
  const now = clock.now()
  const batch = await requireBatch(tx, batchId)
  if (batch.state !== 'ready' || !(await moveBatch(tx, batch.id, 'ready', 'printed', now)))
    throw new Problem('print-batch-moved')
  const stops = except.map(({ orderId, note }) => ({ orderId, stop: { code: 'not-printed' as const, detail: note } }))
  const stopped = await moveItems(tx, batch.id, 'ready', 'stopped', stops, now)
  if (stopped.length < new Set(except.map(({ orderId }) => orderId)).size)
    throw new Problem('not-found', { field: 'except' })
  const rest = (await printItemsOf(tx, batch.id)).filter(({ state }) => state === 'ready')
  await moveItems(tx, batch.id, 'ready', 'printed', rest, now)
  await giveBack(tx, batch, stopped, now)
  await recordAudit(tx, now, actor, 'print-done', [batch.id, ...stopped])
  return requireBatch(tx, batch.id)
}

/** Nothing of it will be printed: its orders wait for the next batch. @throws Problem print-batch-moved or not-found */
export async function cancelBatch(tx: Tx, { clock }: Ground, actor: Actor, batchId: string): Promise<PrintBatch> {
  const now = clock.now()
  const batch = await requireBatch(tx, batchId)
  const { state } = batch
  if ((state !== 'ready' && state !== 'failed') || !(await moveBatch(tx, batch.id, state, 'cancelled', now)))
    throw new Problem('print-batch-moved')
  const items = await printItemsOf(tx, batch.id)
  const cancelled: string[] = []
  for (const from of ['waiting', 'ready'] as const) {
    const those = items.filter((item) => item.state === from).map(({ orderId }) => ({ orderId }))
    cancelled.push(...(await moveItems(tx, batch.id, from, 'cancelled', those, now)))
  }
  await giveBack(tx, batch, cancelled, now)
  await recordAudit(tx, now, actor, 'print-cancelled', [batch.id])
  return requireBatch(tx, batch.id)
}

/** Orders that a first printing lets go wait for the next batch; one that was refunded meanwhile stays so. */
export async function giveBack(tx: Tx, batch: PrintBatch, orderIds: string[], now: Date): Promise<void> {
  if (batch.kind === 'first') await moveOrders(tx, orderIds, 'producing', 'paid', now)
}

async function moveAll(tx: Tx, orderIds: string[], from: 'paid', to: 'producing', now: Date): Promise<void> {
  const moved = await moveOrders(tx, orderIds, from, to, now)
  if (moved.length !== orderIds.length) throw new Error('an order that was locked has moved')
}

function nameOf(actor: Actor): string {
  return actor.kind === 'staff' ? actor.staffId : actor.kind
}
