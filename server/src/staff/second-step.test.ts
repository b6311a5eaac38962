import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { startWorld, type World } from '../../test/world.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import { addStaff } from './staff-members.ts'
import { totpCode, totpStep } from './totp.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({ handlesJobs: false })
  const wasm = readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')))
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } })
})
afterAll(() => world.close())

let made = 0
async function aNewLogin() {
  made += 1
  const login = `new-${made}`
  const password = `a new password ${made}`
  const passwordHash = await world.deps.secrets.hashPassword(password)
  const given = { login, role: 'administrator', schoolId: null, passwordHash } as const
  const staffId = await inTransaction(world.deps.db, SYSTEM, (tx) => addStaff(tx, given, world.deps.clock.now()))
  return { login, password, staffId }
}

/** Enrols a new login, as its first sign-in does. */
async function enrolled() {
  const { staffId, ...body } = await aNewLogin()
  const staff = world.visitor()
  const setup = await staff.call('staffSessionStart', { body })
  if (setup.state !== 'totp-setup') throw new Error('expected to set an authenticator up')
  const step = totpStep(world.deps.clock.now())
  const codeAt = (offset: number) => totpCode(setup.secret, step + offset)
  const confirmed = await staff.call('staffSessionConfirm', { body: { ticket: setup.ticket, code: codeAt(0) } })
  const start = async () => (await world.visitor().call('staffSessionStart', { body })).ticket
  const confirm = (ticket: string, code: string) => world.visitor().ask('staffSessionConfirm', {}, { ticket, code })
  return { ...body, staffId, staff, setup, codeAt, recoveryCodes: confirmed.recoveryCodes!, start, confirm }
}

const audited = async (staffId: string) =>
  (
    await world.query<{ action: string }>('SELECT action FROM audit WHERE $1 = ANY(subject_ids) ORDER BY at, id', [
      staffId,
    ])
  ).map((row) => row.action)

describe('the first sign-in', () => {
  it('hands over a secret as text, link and QR code, and keeps it once a code has proved it', async () => {
    const { setup, staff, recoveryCodes, staffId, ...login } = await enrolled()
    const png = await sharp(Buffer.from(setup.qrSvg), { density: 200 }).flatten({ background: '#fff' }).png().toBuffer()
    const [read] = await readBarcodes(new Uint8Array(png), { formats: ['QRCode'] })
    expect(read?.text).toBe(setup.url)
    expect(new URL(setup.url).searchParams.get('secret')).toBe(setup.secret)
    expect((await staff.call('staffShow', {})).staffId).toBe(staffId)
    expect(new Set(recoveryCodes).size).toBe(10)
    expect((await audited(staffId)).sort()).toEqual(['staff-signed-in', 'staff-totp-set'])
    const again = await world
      .visitor()
      .call('staffSessionStart', { body: { login: login.login, password: login.password } })
    expect(again.state).toBe('code-needed')
  })

  it('begun twice ends once: the secret of the other is worth nothing', async () => {
    const { staffId, ...body } = await aNewLogin()
    const setups = await Promise.all([0, 1].map(() => world.visitor().call('staffSessionStart', { body })))
    const replies = await Promise.all(
      setups.map((setup) => {
        if (setup.state !== 'totp-setup') throw new Error('expected to set an authenticator up')
        const code = totpCode(setup.secret, totpStep(world.deps.clock.now()))
        return world.visitor().ask('staffSessionConfirm', {}, { ticket: setup.ticket, code })
      }),
    )
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 401])
    const [{ count }] = await world.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM staff_recovery_code WHERE staff_id = $1',
      [staffId],
    )
    expect(count).toBe(10)
  })

  it('leaves neither secret nor recovery codes readable in the database', async () => {
    const { setup, recoveryCodes } = await enrolled()
    const { secret } = setup
    const dumps = await Promise.all(
      ['staff', 'staff_ticket', 'staff_recovery_code'].map((table) =>
        world.query<{ line: string }>(`SELECT t::text AS line FROM ${table} t`),
      ),
    )
    const text = dumps
      .flat()
      .map((row) => row.line)
      .join('\n')
    const shown = [secret, setup.ticket, ...recoveryCodes].filter((value) => text.includes(value))
    expect(shown).toEqual([])
  })
})

describe('a code of the authenticator', () => {
  it('opens once: not again, not for another tab at the same moment, and no earlier one after it', async () => {
    const { start, confirm, codeAt } = await enrolled()
    const tickets = [await start(), await start(), await start()]
    const replies = await Promise.all(tickets.map((ticket) => confirm(ticket, codeAt(1))))
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 401, 401])
    expect((await confirm(await start(), codeAt(0))).body.code).toBe('staff-code-refused')
  })

  it('is refused after five wrong ones for a quarter of an hour, whichever ticket they were typed for', async () => {
    const { start, confirm, codeAt, staffId } = await enrolled()
    const [one, other] = [await start(), await start()]
    for (const ticket of [one, one, one, other, other]) {
      expect((await confirm(ticket, '000000')).body.code).toBe('staff-code-refused')
    }
    expect((await confirm(other, codeAt(1))).body.code).toBe('too-many-tries')
    expect((await audited(staffId)).filter((action) => action === 'staff-code-refused')).toHaveLength(5)
  })

  it('can be typed five times for a ticket, and within five minutes', async () => {
    const { start, confirm, codeAt } = await enrolled()
    const ticket = await start()
    world.travel(5 * 60_000 + 1)
    expect((await confirm(ticket, codeAt(10))).body.code).toBe('staff-ticket-expired')
    expect((await confirm('nobodys-ticket', codeAt(10))).body.code).toBe('staff-ticket-expired')
  })

  it('is shown in the terminal in demo mode, so that no authenticator is needed', async () => {
    const { staffId, ...body } = await aNewLogin()
    const codeTold = () => world.told.at(-1)!.match(new RegExp(`${body.login}: (\\d{6})$`))![1]!
    for (const state of ['totp-setup', 'code-needed']) {
      const started = await world.visitor().call('staffSessionStart', { body })
      expect(started.state).toBe(state)
      const confirm = { ticket: started.ticket, code: codeTold() }
      expect((await world.visitor().ask('staffSessionConfirm', {}, confirm)).status).toBe(200)
    }
  })
})

describe('a recovery code', () => {
  it('opens once in place of a code, in any letter case, with and without dashes', async () => {
    const { start, confirm, recoveryCodes, staffId } = await enrolled()
    const [first, second] = recoveryCodes as [string, string]
    expect((await confirm(await start(), first.toUpperCase())).status).toBe(200)
    expect((await confirm(await start(), first)).body.code).toBe('staff-code-refused')
    expect((await confirm(await start(), second.replaceAll('-', ' '))).status).toBe(200)
    expect((await audited(staffId)).filter((action) => action === 'staff-recovery-used')).toHaveLength(2)
  })

  it('does not set an authenticator up', async () => {
    const { recoveryCodes } = await enrolled()
    const { staffId, ...body } = await aNewLogin()
    const { ticket } = await world.visitor().call('staffSessionStart', { body })
    const reply = await world.visitor().ask('staffSessionConfirm', {}, { ticket, code: recoveryCodes[0] })
    expect(reply.body.code).toBe('staff-code-refused')
  })
})
