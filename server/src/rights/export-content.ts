import { sql } from 'kysely'
import { accountOf } from '../account/accounts.ts'
import { addressesOf } from '../address/addresses.ts'
import { auditsNaming } from '../audit/audits.ts'
import { collectionOf, correctionsOf } from '../collection/collections.ts'
import { consentsOf } from '../consent/consents.ts'
import { enrolmentsOf } from '../graduate/graduates.ts'
import { documentNumber } from '../identity/identities.ts'
import { invoicesOfIdentity } from '../invoice/invoices.ts'
import { noticesOf } from '../notice/notices.ts'
import { ordersOf } from '../order/orders.ts'
import { rowsOf, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { reviewView } from '../review/review.ts'
import { reviewsOf } from '../review/reviews.ts'

interface PhotoRow {
  id: string
  graduateId: string
  originalKey: string
  originalRemovedAt: Date | null
  finishedKey: string | null
}

/** Everything kept about one person, as the person may read it, and the files that belong to it. */
export async function exportContent(
  tx: Tx,
  { secrets, clock }: Pick<Engines, 'secrets' | 'clock'>,
  { accountId, identityId }: { accountId: string; identityId: string },
): Promise<{ data: object; files: { key: string; path: string }[] }> {
  const { passwordHash, ...account } = await accountOf(tx, secrets, accountId)
  const enrolments = []
  for (const graduate of await enrolmentsOf(tx, identityId)) {
    const collection = await collectionOf(tx, secrets, graduate.id)
    const reviews = (await reviewsOf(tx, graduate.id)).map(reviewView)
    enrolments.push({ graduate, collection, reviews, corrections: await correctionsOf(tx, secrets, graduate.id) })
  }
  const photos = await rowsOf<PhotoRow & Record<string, unknown>>(
    tx,
    sql`SELECT id, graduate_id, source, standard, state, taken_at, developed_at, original_key, original_sha256,
        original_removed_at, finished_key, finished_sha256, findings, geometry
      FROM photo WHERE identity_id = ${identityId} ORDER BY taken_at, id`,
  )
  const invoices = await invoicesOfIdentity(tx, secrets, identityId)
  const data = {
    exportedAt: clock.now(),
    document: await documentNumber(tx, secrets, identityId),
    account: { ...account, hasOwnPassword: passwordHash !== null },
    consents: await consentsOf(tx, identityId),
    enrolments,
    photos: photos.map(({ originalKey, finishedKey, ...photo }) => photo),
    orders: await ordersOf(tx, secrets, identityId),
    payments: await rowsOf(
      tx,
      sql`SELECT order_id, provider, trade_number, provider_transaction, amount_fen, state, started_at, ended_at
        FROM payment WHERE identity_id = ${identityId} ORDER BY started_at, id`,
    ),
    prints: await rowsOf(
      tx,
      sql`SELECT i.order_id, i.photo_id, b.number AS batch, i.kind, b.reason, i.sets, i.state, i.printed_at
        FROM print_item i JOIN print_batch b ON b.id = i.batch_id
        WHERE i.identity_id = ${identityId} ORDER BY b.made_at, b.id`,
    ),
    parcels: await rowsOf(
      tx,
      sql`SELECT p.order_id, m.state, m.at, m.courier, m.tracking_number
        FROM parcel_move m JOIN parcel p ON p.id = m.parcel_id
        WHERE m.identity_id = ${identityId} ORDER BY m.at, m.parcel_id, m.position`,
    ),
    bundles: await rowsOf(
      tx,
      sql`SELECT i.order_id, b.number, b.state, b.station, b.sent_at, b.received_at
        FROM bundle_item i JOIN bundle b ON b.id = i.bundle_id WHERE i.identity_id = ${identityId} ORDER BY b.made_at`,
    ),
    invoices: invoices.map(({ fileKey, ...invoice }) => invoice),
    addresses: await addressesOf(tx, secrets, accountId),
    sessions: await rowsOf(
      tx,
      sql`SELECT s.started_at, s.seen_at, d.label AS device FROM session s LEFT JOIN device d ON d.id = s.device_id
        WHERE s.account_id = ${accountId} ORDER BY s.started_at`,
    ),
    notices: await noticesOf(tx, identityId),
    access: await accessTo(tx, { accountId, identityId }),
  }
  const invoiceFiles = invoices.flatMap(({ id, fileKey }) =>
    fileKey === null ? [] : [{ key: fileKey, path: `invoices/${id}${fileKey.slice(fileKey.lastIndexOf('.'))}` }],
  )
  return { data, files: [...photos.flatMap(filesOf), ...invoiceFiles] }
}

/** Who read or changed what is personal, and when: the record names staff by kind only. */
async function accessTo(tx: Tx, { accountId, identityId }: { accountId: string; identityId: string }) {
  return rowsOf(
    tx,
    sql`SELECT at, actor_kind, action FROM audit
      WHERE id IN (${auditsNaming(sql`ARRAY[${accountId}::text, ${identityId}] || ARRAY(
        SELECT id FROM graduate WHERE identity_id = ${identityId}
        UNION ALL SELECT id FROM photo WHERE identity_id = ${identityId}
        UNION ALL SELECT id FROM "order" WHERE identity_id = ${identityId})`)})
      ORDER BY at, number`,
  )
}

function filesOf({ id, originalKey, originalRemovedAt, finishedKey }: PhotoRow) {
  const files = finishedKey === null ? [] : [{ key: finishedKey, path: `photos/${id}/finished.jpg` }]
  if (originalRemovedAt === null) files.push({ key: originalKey, path: `photos/${id}/original` })
  return files
}
