import type { TrackingImported, TrackingRemark } from '@tucai/contract'
import { sql } from 'kysely'
import { type Actor, type Db, inTransaction, rowsOf, type Tx } from '../platform/db.ts'
import type { SheetReading } from '../platform/sheets/sheet.ts'
import type { CourierCode } from './couriers.ts'
import { leave, type PackingGround } from './packing.ts'
import { lockOrders, obstacleOf } from './parcels.ts'
import { packedStates } from './shipment.ts'
import { type RemarkCode, readTracking, remark, type TrackingLine } from './tracking.ts'

export interface TrackingAsk {
  /** Where no row says one. */
  courier: CourierCode | undefined
  dryRun: boolean
  /** Stores the rows that are right although others are not. */
  takeGood: boolean
}

const MOST_REMARKS = 500

class OnlyTried extends Error {}

/**
 * Ships the parcels whose tracking numbers a file names: all of them or none, unless the good ones are asked for. The
 * same file again changes nothing.
 * @throws Problem tracking-number-taken or parcel-moved when something moved under it
 */
export async function importTracking(
  db: Db,
  ground: Pick<PackingGround, 'jobs' | 'clock'>,
  actor: Actor,
  reading: SheetReading,
  { courier, dryRun, takeGood }: TrackingAsk,
): Promise<TrackingImported> {
  const { lines, problems, warnings, ignoredColumns } = readTracking(reading, courier)
  const outcome = { shipped: 0, unchanged: 0 }
  const work = async (tx: Tx) => {
    const { leaving, unchanged, refused } = await sortedOut(tx, lines)
    problems.push(...refused)
    Object.assign(outcome, { shipped: leaving.length, unchanged })
    if (dryRun || leaving.length === 0 || (problems.length > 0 && !takeGood)) throw new OnlyTried()
    await leave(tx, ground, actor, leaving)
  }
  const stored = await inTransaction(db, actor, work).then(
    () => true,
    (error: unknown) => {
      if (error instanceof OnlyTried) return false
      throw error
    },
  )
  const all = problems.toSorted((one, other) => one.row - other.row)
  const kept = stored || dryRun ? outcome : { ...outcome, shipped: 0 }
  return {
    ...{ dryRun, stored, ...kept, ignoredColumns, problemCount: all.length },
    problems: all.slice(0, MOST_REMARKS),
    warnings: warnings.slice(0, MOST_REMARKS),
  }
}

interface Found {
  orderId: string
  orderNumber: string
  parcelId: string | null
  state: string | null
  courier: string | null
  trackingNumber: string | null
  timesSent: number | null
  obstacle: string | null
}

/** What each line would do, with the orders locked. */
async function sortedOut(tx: Tx, lines: TrackingLine[]) {
  const found = await ordersNumbered(
    tx,
    lines.map(({ orderNumber }) => orderNumber),
  )
  const holders = await holdersOf(
    tx,
    lines.map(({ trackingNumber }) => trackingNumber),
  )
  const refused: TrackingRemark[] = []
  const leaving = []
  let unchanged = 0
  for (const line of lines) {
    const order = found.get(line.orderNumber)
    const holder = holders.get(line.trackingNumber)
    const verdict = verdictOn(line, order, holder)
    if (verdict === 'unchanged') unchanged += 1
    else if (verdict === 'leaves') {
      const { parcelId, orderId, timesSent } = order!
      const { courier, trackingNumber } = line
      leaving.push({ parcelId: parcelId!, orderId, courier, trackingNumber, timesSent: timesSent! })
    } else refused.push(remark(line.row, verdict === 'number-taken' ? line.cells.number : line.cells.order, verdict))
  }
  return { leaving, unchanged, refused }
}

function verdictOn(
  line: TrackingLine,
  order: Found | undefined,
  holder: string | undefined,
): RemarkCode | 'leaves' | 'unchanged' {
  if (order === undefined) return 'order-unknown'
  const isSame = order.courier === line.courier && order.trackingNumber === line.trackingNumber
  const { state } = order
  if ((state === 'shipped' || state === 'delivered') && isSame) return 'unchanged'
  if (order.obstacle === 'refunding' || order.obstacle === 'refunded') return 'order-refunding'
  if (state === null) return 'order-without-parcel'
  if (state === 'returned') return isSame ? 'unchanged' : 'parcel-returned'
  if (!packedStates.some((packed) => packed === state)) return 'shipped-otherwise'
  if (order.obstacle !== null) return 'order-not-produced'
  return holder === undefined ? 'leaves' : 'number-taken'
}

async function ordersNumbered(tx: Tx, numbers: string[]): Promise<Map<string, Found>> {
  const ids = await rowsOf<{ id: string }>(tx, sql`SELECT id FROM "order" WHERE number = ANY(${numbers})`)
  await lockOrders(
    tx,
    ids.map(({ id }) => id),
  )
  const rows = await rowsOf<Found>(
    tx,
    sql`SELECT o.id AS order_id, o.number AS order_number, p.id AS parcel_id, p.state, p.courier, p.tracking_number,
        p.times_sent, ${obstacleOf(sql`coalesce(p.times_sent, 0) = 0`)} AS obstacle
      FROM "order" o LEFT JOIN LATERAL (SELECT * FROM parcel WHERE order_id = o.id AND state <> 'cancelled'
        ORDER BY made_at DESC, id LIMIT 1) p ON true
      WHERE o.number = ANY(${numbers})`,
  )
  return new Map(rows.map((row) => [row.orderNumber, row]))
}

/** Parcels that have been on their way under these numbers. */
async function holdersOf(tx: Tx, numbers: string[]): Promise<Map<string, string>> {
  const rows = await rowsOf<{ trackingNumber: string; parcelId: string }>(
    tx,
    sql`SELECT tracking_number, parcel_id FROM parcel_move WHERE state = 'shipped' AND tracking_number = ANY(${numbers})`,
  )
  return new Map(rows.map(({ trackingNumber, parcelId }) => [trackingNumber, parcelId]))
}
