import { sql } from 'kysely'
import { Type } from 'typebox'
import { rowsOf, type Tx } from '../platform/db.ts'
import { defineJob, type Jobs } from '../platform/jobs.ts'
import type { ParcelStep } from './shipment.ts'

/** Tells students that their parcels are on their way, or came back. */
export const parcelTellJob = defineJob('parcel-tell', Type.Object({ parcelIds: Type.Array(Type.String()) }), {
  retryLimit: 20,
})
const TOLD_BY_ONE_JOB = 100

/** Has the students of these parcels told what they do not know yet. */
export async function tellLater(tx: Tx, jobs: Pick<Jobs, 'enqueue'>, parcelIds: string[]): Promise<void> {
  for (let start = 0; start < parcelIds.length; start += TOLD_BY_ONE_JOB)
    await jobs.enqueue(tx, parcelTellJob, { parcelIds: parcelIds.slice(start, start + TOLD_BY_ONE_JOB) })
}

/** What is to be told of these parcels: each time one left or came back and its student does not know yet. */
export interface ToTell extends ParcelStep {
  parcelId: string
  position: number
  orderId: string
  orderNumber: string
  identityId: string
  campaignId: string
  campaignTitle: string
}

export async function stepsToTell(tx: Tx, parcelIds: string[]): Promise<ToTell[]> {
  return rowsOf<ToTell>(
    tx,
    sql`SELECT m.parcel_id, m.position, m.state, m.at, m.courier, m.tracking_number, p.order_id, o.number AS order_number,
        p.identity_id, p.campaign_id, c.title AS campaign_title
      FROM parcel_move m JOIN parcel p ON p.id = m.parcel_id JOIN "order" o ON o.id = p.order_id
        JOIN campaign c ON c.id = p.campaign_id
      WHERE m.parcel_id = ANY(${parcelIds}) AND m.state IN ('shipped', 'returned') AND NOT m.told
      ORDER BY m.parcel_id, m.position FOR UPDATE OF m`,
  )
}

export async function markTold(tx: Tx, steps: Pick<ToTell, 'parcelId' | 'position'>[]): Promise<void> {
  await sql`UPDATE parcel_move m SET told = true
    FROM unnest(${steps.map(({ parcelId }) => parcelId)}::text[], ${steps.map(({ position }) => position)}::integer[])
      AS u (parcel_id, position)
    WHERE m.parcel_id = u.parcel_id AND m.position = u.position`.execute(tx)
}

/** Parcels of which something has been to tell since before this instant. */
export async function parcelsUntold(tx: Tx, before: Date, most: number): Promise<string[]> {
  const rows = await rowsOf<{ parcelId: string }>(
    tx,
    sql`SELECT parcel_id FROM parcel_move WHERE NOT told AND state IN ('shipped', 'returned') AND at < ${before}
      ORDER BY at LIMIT ${most}`,
  )
  return rows.map(({ parcelId }) => parcelId)
}
