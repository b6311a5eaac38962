import type pg from 'pg'
import { expect, it } from 'vitest'
import { withClient } from '../src/platform/postgres/roles.ts'
import { columnsByTable, insertion, loosen } from './catalogue.ts'
import { createTestDatabase } from './database.ts'
import { goodPhoto } from './pictures.ts'
import { type OnTheWay, pay } from './steps.ts'
import type { Visitor } from './visitor.ts'
import { startWorld, type World } from './world.ts'

const OTHERS = 4000
/** Of each table a whole life may read so many rows: its own, again and again, and never all of the others. */
const MOST_READ = OTHERS / 2
const LIMIT_MS = 120_000

/** What belongs to many people at once: a row of each holds all of them. */
const OF_MANY = ['delivery', 'bundle', 'print_batch', 'roster', 'reminder', 'reconciliation', 'invoice_export', 'staff']

/** Everybody else of the campaign, with a row in every table. */
async function addOthers(client: pg.Client, { schoolId, campaignId }: { schoolId: string; campaignId: string }) {
  const shared = new Map([
    ['school', `'${schoolId}'`],
    ['campaign', `'${campaignId}'`],
    ...OF_MANY.map((table) => [table, `'${table}_1'`] as const),
  ])
  await loosen(client, ['c'])
  await client.query('SET session_replication_role = replica')
  for (const columns of (await columnsByTable(client)).values())
    await client.query(
      `${insertion(columns, {
        mark: 'n',
        number: 'n',
        from: `FROM generate_series(1, ${OTHERS}) n`,
        sharedKey: (table) => shared.get(table),
      })} ON CONFLICT DO NOTHING`,
    )
  await client.query('ANALYZE')
  // What was read to put them there is counted before the count begins anew.
  await client.query('SELECT pg_stat_force_next_flush()')
  await client.query('SELECT pg_stat_reset()')
}

/** Rows of each table that were read, by whichever way. */
async function rowsRead(client: pg.Client): Promise<Map<string, number>> {
  const { rows } = await client.query<{ table: string; read: number }>(
    `SELECT relname AS table, (seq_tup_read + coalesce((SELECT sum(greatest(i.idx_tup_read, i.idx_tup_fetch))
        FROM pg_stat_user_indexes i WHERE i.relid = t.relid), 0))::integer AS read
      FROM pg_stat_user_tables t WHERE schemaname = 'public'`,
  )
  return new Map(rows.map(({ table, read }) => [table, read]))
}

const address = { recipient: '林知远', phone: '13800138000', regionCode: '310115', detail: '环湖西一路100号' }

/** From the registration to the end of the account, by everything that a student may do. */
async function live(world: World, { person, student, graduateId }: OnTheWay, staff: Visitor): Promise<void> {
  const params = { graduateId }
  await student.signUp(person)
  await student.call('collectionList', {})
  await student.call('correctionSend', { params, body: { text: '班级应为软件2302' } })
  await student.confirmInformation(graduateId)
  const { photoId } = await student.takePhoto(graduateId, await goodPhoto())
  await student.call('photoConfirm', { params, body: { photoId } })
  await student.call('paperChoose', { params, body: { paper: true, address, keepAddress: true } })
  const { orderId } = await student.call('orderPlace', { params })
  await pay(student, orderId)
  const reviewId = await handOver(world, graduateId, orderId)
  const ofOrder = { params: { orderId } }
  for (let again = 0; again < 3; again++) {
    await student.call('collectionList', {})
    await student.call('collectionShow', { params })
    await student.call('orderList', {})
    await student.call('orderShow', ofOrder)
    await student.call('refundShow', ofOrder)
    await student.call('invoiceShow', ofOrder)
    await student.call('parcelShow', ofOrder)
    await student.call('addressList', {})
    await student.call('deviceList', {})
    await student.call('consentList', {})
    await student.call('accountShow', {})
    await student.call('erasureShow', {})
    expect((await student.ask('photoFinished', { photoId })).status).toBe(200)
    expect((await student.ask('photoDownload', { photoId })).status).toBe(200)
    await staff.call('staffGraduateShow', { params })
    expect((await staff.call('staffGraduateHistory', { params })).length).toBeGreaterThan(2)
    await staff.call('staffOrderShow', ofOrder)
    await staff.call('staffReviewShow', { params: { reviewId } })
  }
  await student.call('dataExportAsk', {})
  await expect
    .poll(async () => (await student.call('dataExportShow', {})).newest?.state, { timeout: 20_000, interval: 200 })
    .toBe('ready')
  const invoice = { titleKind: 'personal', title: person.name, mail: 'someone@example.org' } as const
  await student.call('invoiceAsk', { ...ofOrder, body: invoice })
  await student.call('erasureAsk', { body: { numberEnding: person.number.slice(-4) } })
}

/** Somebody who changes their mind before paying: nothing is kept. */
async function leave({ person, student, graduateId }: OnTheWay): Promise<void> {
  const params = { graduateId }
  await student.signUp(person)
  await student.confirmInformation(graduateId)
  const { photoId } = await student.takePhoto(graduateId, await goodPhoto())
  await student.call('photoConfirm', { params, body: { photoId } })
  await student.call('paperChoose', { params, body: { paper: false } })
  await student.call('orderPlace', { params })
  await student.call('erasureAsk', { body: { numberEnding: person.number.slice(-4) } })
}

/** The photo is approved and lies in a package, the print in a box, with those of all others. */
async function handOver({ query }: World, graduateId: string, orderId: string): Promise<string> {
  const [own] = await query<{ id: string }>(
    "UPDATE review SET state = 'approved', decided_at = now() WHERE graduate_id = $1 RETURNING id",
    [graduateId],
  )
  await query("UPDATE delivery SET state = 'delivered', target = 'chsi', delivered_at = now() WHERE id = 'delivery_1'")
  await query(
    `INSERT INTO delivery_item (delivery_id, graduate_id, identity_id, school_id, review_id, finished_sha256, state)
      SELECT 'delivery_1', graduate_id, identity_id, school_id, id, finished_sha256, 'packed' FROM review WHERE id = $1`,
    [own!.id],
  )
  await query("UPDATE bundle SET state = 'sent', sent_at = now() WHERE id = 'bundle_1'")
  await query(
    `INSERT INTO bundle_item (order_id, bundle_id, identity_id, school_id)
      SELECT id, 'bundle_1', identity_id, school_id FROM "order" WHERE id = $1`,
    [orderId],
  )
  return own!.id
}

it(
  'the whole life of a student, and who looks at it, costs the database the same however many others there are',
  async () => {
    const database = await createTestDatabase()
    const world = await startWorld({ database: { ...database, drop: async () => {} } })
    const campaign = await world.aCampaign()
    const staff = await world.aStaff()
    // What comes by the clock may look through a whole table, and would do so in some runs only.
    await world.query('DELETE FROM pgboss.schedule')
    await withClient(database.superuserUrl, (client) => addOthers(client, campaign))
    const somebody = async (): Promise<OnTheWay> => {
      const person = await world.aGraduate(campaign)
      return { person, student: world.visitor(), graduateId: person.graduateId }
    }
    await live(world, await somebody(), staff)
    await leave(await somebody())
    // A connection tells what it has read once it ends.
    await world.close()
    const read = await withClient(database.superuserUrl, rowsRead)
    await database.drop()
    expect(read.get('photo')).toBeGreaterThan(10)
    expect([...read].filter(([, rows]) => rows > MOST_READ)).toEqual([])
  },
  LIMIT_MS,
)
