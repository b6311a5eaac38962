import { afterAll, beforeAll, expect, it } from 'vitest'
import { aConfirmedPhoto } from '../../test/steps.ts'
import { aNumber, startWorld, type World } from '../../test/world.ts'
import { ensureIdentity, numberIndex } from '../identity/identities.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import { proveKeys } from '../platform/key-proof.ts'
import { addKeys, keyVersions } from '../platform/keyring.ts'
import { sealedColumns } from '../sealed-columns.ts'
import { rotateKeys } from './keys-commands.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const address = { recipient: '林知远', phone: '13800138000', regionCode: '310115', detail: '环湖西一路100号' }

it('every column that holds sealed values is known to the rotation', async () => {
  const rows = await world.query<{ name: string }>(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name LIKE '%\\_sealed'`,
  )
  expect(sealedColumns.map(({ table, column }) => `${table}.${column}`).sort()).toEqual(rows.map((r) => r.name).sort())
})

const LIMIT_MS = 90_000

it(
  'keys rotate under readers who notice nothing, and afterwards nothing needs the old keys',
  async () => {
    const { student, graduateId, person } = await aConfirmedPhoto(world)
    await student.call('paperChoose', { params: { graduateId }, body: { paper: true, address, keepAddress: true } })
    await student.call('correctionSend', { params: { graduateId }, body: { text: '专业应为网络工程' } })
    await student.call('orderPlace', { params: { graduateId } })
    const { db, secrets, config } = world.deps
    const numbers = Array.from({ length: 250 }, aNumber)
    const ids = await inTransaction(db, SYSTEM, async (tx) => {
      const made = new Map<string, string>()
      for (const number of numbers) made.set(number, await ensureIdentity(tx, secrets, { kind: 'idcard', number }))
      return made
    })
    const before = numberIndex(secrets, person.number)

    let isDone = false
    const readings = { count: 0 }
    async function read(): Promise<void> {
      while (!isDone) {
        const view = await student.call('collectionShow', { params: { graduateId } })
        expect([view.phone, view.address?.detail]).toEqual(['+8613800138000', address.detail])
        const number = numbers[readings.count % numbers.length]!
        const again = await inTransaction(db, SYSTEM, (tx) => ensureIdentity(tx, secrets, { kind: 'idcard', number }))
        expect(again).toBe(ids.get(number))
        readings.count += 1
      }
    }
    const readers = [read(), read()]
    const said: string[] = []
    const columns = { keysFolder: config.keysFolder, columns: sealedColumns }
    const exit = await rotateKeys(world.deps, columns, [], (line) => said.push(line), 300).finally(() => {
      isDone = true
    })
    await Promise.all(readers)

    expect([exit, keyVersions(config.keysFolder)]).toEqual([0, ['2']])
    expect(readings.count).toBeGreaterThan(10)
    expect(numberIndex(secrets, person.number)).not.toBe(before)
    for (const { table, column } of sealedColumns) {
      const rows = await world.query(
        `SELECT 1 FROM "${table}" WHERE ${column} IS NOT NULL AND ${column} NOT LIKE '2.%'`,
      )
      expect([table, column, rows.length]).toEqual([table, column, 0])
    }
    const started = await student.call('sessionStart', {
      body: { number: person.number, password: person.number.slice(-6) },
    })
    expect(started.state).toBe('signed-in')
    expect(await student.call('addressList', {})).toHaveLength(1)
    const [audit] = await world.query("SELECT subject_ids FROM audit WHERE action = 'keys-rotated'")
    expect(audit).toEqual({ subject_ids: ['key 2'] })
  },
  LIMIT_MS,
)

it(
  'a rotation that is broken off right after the old keys are forgotten leaves a database that knows the new ones',
  async () => {
    const { db, secrets, config } = world.deps
    await proveKeys(db, secrets, config.keysFolder)
    const breaking = {
      now: () => {
        throw new Error('the power is gone')
      },
    }
    const columns = { keysFolder: config.keysFolder, columns: sealedColumns }
    await expect(rotateKeys({ ...world.deps, clock: breaking }, columns, [], () => {}, 50)).rejects.toThrow('power')
    expect(keyVersions(config.keysFolder)).toHaveLength(1)
    await proveKeys(db, secrets, config.keysFolder)
  },
  LIMIT_MS,
)

it(
  'an address that is used again while its row is under an older key stays one address',
  async () => {
    const { student, graduateId } = await aConfirmedPhoto(world)
    const choose = () =>
      student.call('paperChoose', { params: { graduateId }, body: { paper: true, address, keepAddress: true } })
    await choose()
    addKeys(world.deps.config.keysFolder)
    await choose()
    expect(await student.call('addressList', {})).toHaveLength(1)
    const columns = { keysFolder: world.deps.config.keysFolder, columns: sealedColumns }
    expect(await rotateKeys(world.deps, columns, [], () => {}, 50)).toBe(0)
    expect(await student.call('addressList', {})).toHaveLength(1)
  },
  LIMIT_MS,
)
