import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addAccount } from '../src/account/accounts.ts'
import { ensureIdentity } from '../src/identity/identities.ts'
import { type Actor, ANONYMOUS, inTransaction, rowsOf, SYSTEM } from '../src/platform/db.ts'
import { withClient } from '../src/platform/postgres/roles.ts'
import { aConfirmedPhoto, aPaidOrder, aStudent } from './steps.ts'
import { aNumber, startWorld, type World } from './world.ts'

type Paid = Awaited<ReturnType<typeof aPaidOrder>>

let world: World
let paid: Paid
let tables: string[]
beforeAll(async () => {
  world = await startWorld()
  paid = await aPaidOrder(world)
  await paid.student.call('correctionSend', {
    params: { graduateId: paid.graduateId },
    body: { text: '班级应为软件2302' },
  })
  await aStudent(world)
  const rows = await world.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('schema_version', 'throttle')",
  )
  tables = rows.map((row) => row.name).sort()
})
afterAll(() => world.close())

async function countsSeen(actor: Actor): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of tables) {
    const rows = await inTransaction(world.deps.db, actor, (tx) => rowsOf(tx, sql`SELECT * FROM ${sql.table(table)}`))
    if (rows.length > 0) counts[table] = rows.length
  }
  return counts
}

it('with no actor told, the application sees no row of any table', async () => {
  const { connectionString } = world.deps.db.pool.options as { connectionString: string }
  await withClient(connectionString, async (client) => {
    for (const table of tables) {
      const { rows } = await client.query(`SELECT count(*)::int AS count FROM ${pg.escapeIdentifier(table)}`)
      expect([table, rows[0].count]).toEqual([table, 0])
    }
  })
  expect(await countsSeen(ANONYMOUS)).toEqual({})
})

it('every table is bound by row-level security, for its owner too', async () => {
  const free = await world.query(
    `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
     AND NOT (relrowsecurity AND relforcerowsecurity) ORDER BY relname`,
  )
  expect(free.map((row) => row.relname)).toEqual(['schema_version', 'throttle'])
})

it('the application owns nothing and is above nothing', async () => {
  const user = new URL(world.deps.db.pool.options.connectionString!).username
  const [role] = await world.query('SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = $1', [
    user,
  ])
  expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false })
  const owned = 'SELECT 1 FROM pg_class WHERE pg_get_userbyid(relowner) = $1'
  expect(await world.query(owned, [user])).toEqual([])
})

it('a student sees the own rows only', async () => {
  const [row] = await world.query<{ identity_id: string; id: string }>(
    'SELECT a.id, a.identity_id FROM account a JOIN graduate g ON g.identity_id = a.identity_id WHERE g.id = $1',
    [paid.graduateId],
  )
  const actor = { kind: 'student', identityId: row!.identity_id, accountId: row!.id } as const
  const seen = await countsSeen(actor)
  expect(seen).toMatchObject({
    graduate: 1,
    identity: 1,
    account: 1,
    photo: 1,
    collection: 1,
    order: 1,
    payment: 1,
    correction: 1,
  })
  for (const hidden of ['staff', 'audit', 'notice', 'one_time_code', 'device']) expect(seen).not.toHaveProperty(hidden)
  const stranger = { kind: 'student', identityId: 'idn_nobody', accountId: 'acc_nobody' } as const
  expect(await countsSeen(stranger)).toEqual({})
})

it("a school's operator sees the own school only", async () => {
  const own = { kind: 'staff', staffId: 'stf_1', role: 'school', schoolId: paid.person.schoolId } as const
  expect(await countsSeen(own)).toMatchObject({
    school: 1,
    campaign: 1,
    graduate: 1,
    identity: 1,
    account: 1,
    photo: 1,
    order: 1,
  })
  const other = await world.aCampaign()
  const seen = await countsSeen({ kind: 'staff', staffId: 'stf_2', role: 'school', schoolId: other.schoolId })
  expect(seen).toEqual({ school: 1, campaign: 1 })
})

describe('the record of what was read', () => {
  it('can be added to and never be changed by the application', async () => {
    const { connectionString } = world.deps.db.pool.options as { connectionString: string }
    await withClient(connectionString, async (client) => {
      for (const text of ['UPDATE audit SET actor_id = $1', 'DELETE FROM audit WHERE actor_id = $1']) {
        await client.query('BEGIN')
        await client.query("SELECT set_config('tucai.actor', 'system', true)")
        await expect(client.query(text, ['x'])).rejects.toThrow('permission denied')
        await client.query('ROLLBACK')
      }
    })
  })
})

it('a dump of the database shows no number, phone, mail, address, correction, code or token', async () => {
  const address = { recipient: '收件人甲', phone: '13700137000', regionCode: '310115', detail: '示范路二十三号' }
  const buyer = await aPaperBuyer(address)
  const secrets = [
    ...[paid.person.number, buyer.number, '13800138000', '8613800138000', 'someone@example.org'],
    ...[address.detail, address.recipient, address.phone, '班级应为软件2302'],
    ...[paid.student.cookies.get('tucai_session')!, paid.student.cookies.get('tucai_device')!],
  ]
  const schemas = await world.query<{ name: string }>(
    "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'pgboss')",
  )
  for (const { name } of schemas) {
    const dump = (await world.query<{ line: string }>(`SELECT t::text AS line FROM ${name} t`))
      .map((row) => row.line)
      .join('\n')
    for (const secret of secrets) expect(dump.includes(secret), `${name} shows ${secret}`).toBe(false)
  }
})

async function aPaperBuyer(address: { recipient: string; phone: string; regionCode: string; detail: string }) {
  const { student, graduateId, person } = await aConfirmedPhoto(world)
  await student.call('paperChoose', { params: { graduateId }, body: { paper: true, address, keepAddress: true } })
  await student.call('orderPlace', { params: { graduateId } })
  return person
}

it('a dump after a thousand people registered their number, phone and mail shows none of the three thousand values', async () => {
  const { db, secrets } = world.deps
  const people = Array.from({ length: 1000 }, (_, place) => ({
    number: aNumber(),
    phone: `+86139${String(10_000_000 + place * 7919).slice(0, 8)}`,
    mail: `seeded-${place}@example.net`,
  }))
  await inTransaction(db, SYSTEM, async (tx) => {
    for (const { number, phone, mail } of people) {
      const identityId = await ensureIdentity(tx, secrets, { kind: 'idcard', number })
      const registered = { identityId, consentId: 'con_seeded', name: '林知远', gender: '男' as const, phone, mail }
      await addAccount(tx, secrets, registered, new Date())
    }
  })
  const [{ count }] = (await world.query(
    "SELECT count(*)::int AS count FROM account WHERE consent_id = 'con_seeded'",
  )) as [{ count: number }]
  expect(count).toBeGreaterThan(990)
  const dump: string[] = []
  for (const table of tables) {
    for (const { line } of await world.query(`SELECT t::text AS line FROM "${table}" t`)) dump.push(line as string)
  }
  const text = dump.join('\n')
  const shown = people.flatMap(({ number, phone, mail }) =>
    [number, phone.slice(3), mail].filter((value) => text.includes(value)),
  )
  expect(shown).toEqual([])
}, 90_000)

it('the log shows none of it either, nor any query string', async () => {
  const number = paid.person.number
  await world.visitor().send('GET', `/api/photos/${paid.photo.photoId}?note=${number}`)
  await world.visitor().send('POST', '/api/sessions', { json: { number, password: 'a wrong password' } })
  const log = await readFile(join(world.deps.config.logsFolder, 'tucai.log'), 'utf8')
  expect(log).toContain('"route":"/api/sessions"')
  for (const secret of [number, '13800138000', 'someone@example.org', 'a wrong password', 'note=']) {
    expect(log.includes(secret), secret).toBe(false)
  }
})
