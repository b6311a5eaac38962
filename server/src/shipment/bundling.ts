import { Problem } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { campaignOf } from '../campaign/campaigns.ts'
import { moveOrders } from '../order/orders.ts'
import { chinaDay } from '../platform/china-time.ts'
import type { Actor, Tx } from '../platform/db.ts'
import {
  addBundle,
  addBundleItems,
  type Bundle,
  type BundleItem,
  bundleOf,
  bundleTellJob,
  itemsOf,
  moveBundle,
  takeOut,
  unbundled,
} from './bundles.ts'
import { type PackingGround, printedFor } from './packing.ts'
import { lockOrders } from './parcels.ts'
import { addReports } from './reports.ts'

const USUAL_MOST = 300

const collator = new Intl.Collator('zh-Hans-CN', { numeric: true })

/** As hand-over lists are sorted: by college, class, student number. */
export function inListOrder<T extends Pick<BundleItem, 'college' | 'className' | 'studentNumber'>>(items: T[]): T[] {
  return items.toSorted(
    (one, other) =>
      collator.compare(one.college, other.college) ||
      collator.compare(one.className, other.className) ||
      collator.compare(one.studentNumber, other.studentNumber),
  )
}

/**
 * Puts the campaign’s printed orders that are fetched at its station into boxes.
 * @throws Problem not-found, nothing-to-bundle
 */
export async function makeBundles(
  tx: Tx,
  { clock, printedOrders }: PackingGround,
  actor: Actor,
  campaignId: string,
  { by, most = USUAL_MOST }: { by: 'college' | 'campaign'; most?: number },
): Promise<Bundle[]> {
  const now = clock.now()
  const campaign = await campaignOf(tx, campaignId)
  if (campaign === undefined) throw new Problem('not-found')
  const items = inListOrder(await unbundled(tx, await printedFor(tx, printedOrders, campaignId, 'station')))
  if (items.length === 0) throw new Problem('nothing-to-bundle')
  const groups = by === 'campaign' ? [items] : [...Map.groupBy(items, ({ college }) => college).values()]
  const bundles: Bundle[] = []
  for (const group of groups) {
    for (let start = 0; start < group.length; start += most) {
      const inside = group.slice(start, start + most)
      const colleges = new Set(inside.map(({ college }) => college))
      const { schoolId, station } = campaign
      const college = colleges.size === 1 ? inside[0]!.college : ''
      const bundleId = await addBundle(tx, { campaignId, schoolId, station, college }, chinaDay(clock.now()), now)
      const orderIds = inside.map(({ orderId }) => orderId)
      await addBundleItems(tx, bundleId, orderIds)
      await recordAudit(tx, now, actor, 'bundle-made', [bundleId, ...orderIds])
      bundles.push((await bundleOf(tx, bundleId))!)
    }
  }
  return bundles
}

/** The bundle and what lies in it, with the orders locked. @throws Problem not-found */
async function lockBundle(tx: Tx, bundleId: string): Promise<{ bundle: Bundle; items: BundleItem[] }> {
  if ((await bundleOf(tx, bundleId)) === undefined) throw new Problem('not-found')
  const orderIds = (await itemsOf(tx, bundleId)).map(({ orderId }) => orderId)
  await lockOrders(tx, orderIds)
  return { bundle: (await bundleOf(tx, bundleId))!, items: await itemsOf(tx, bundleId) }
}

/**
 * The box leaves, without the orders that were taken out of it; those wait for another one.
 * @throws Problem bundle-moved, bundle-refunding while an order that must not leave is in it, not-found
 */
export async function sendBundle(
  tx: Tx,
  { clock, jobs }: PackingGround,
  actor: Actor,
  bundleId: string,
  { without = [], note = '' }: { without?: string[]; note?: string },
): Promise<Bundle> {
  const now = clock.now()
  const { bundle, items } = await lockBundle(tx, bundleId)
  if (bundle.state !== 'open') throw new Problem('bundle-moved')
  const out = new Set(without)
  if ((await takeOut(tx, bundleId, [...out])) !== out.size) throw new Problem('not-found', { field: 'without' })
  const inside = items.filter(({ orderId }) => !out.has(orderId))
  if (inside.some(({ obstacle }) => obstacle !== null)) throw new Problem('bundle-refunding')
  if (inside.length === 0) throw new Problem('nothing-to-bundle')
  const orderIds = inside.map(({ orderId }) => orderId)
  const moved = await moveOrders(tx, orderIds, 'producing', 'shipped', now)
  if (moved.length !== orderIds.length || !(await moveBundle(tx, bundleId, 'open', 'sent', now, note.trim())))
    throw new Problem('bundle-moved')
  await jobs.enqueue(tx, bundleTellJob, { bundleId, state: 'sent' })
  await recordAudit(tx, now, actor, 'bundle-sent', [bundleId, ...orderIds])
  return (await bundleOf(tx, bundleId))!
}

/** The box is at the station: its orders are done. Again it changes nothing. @throws Problem bundle-moved, not-found */
export async function receiveBundle(
  tx: Tx,
  { clock, jobs }: PackingGround,
  actor: Actor,
  bundleId: string,
): Promise<Bundle> {
  const now = clock.now()
  const { bundle, items } = await lockBundle(tx, bundleId)
  if (bundle.state === 'received') return bundle
  if (!(bundle.state === 'sent' && (await moveBundle(tx, bundleId, 'sent', 'received', now))))
    throw new Problem('bundle-moved')
  const orderIds = items.map(({ orderId }) => orderId)
  // Orders that were given back meanwhile stay so.
  const done = await moveOrders(tx, orderIds, 'shipped', 'done', now)
  const delivered = done.map((orderId) => ({ orderId }))
  await addReports(tx, jobs, 'pick-up', delivered, now)
  await jobs.enqueue(tx, bundleTellJob, { bundleId, state: 'received' })
  await recordAudit(tx, now, actor, 'bundle-received', [bundleId, ...orderIds])
  return (await bundleOf(tx, bundleId))!
}
