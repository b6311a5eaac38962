import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { goodPhoto } from '../../test/pictures.ts'
import { aConfirmedPhoto, anOrder, aPaidOrder, aStudent, type OnTheWay } from '../../test/steps.ts'
import { startWorld, type World } from '../../test/world.ts'
import { consentsFor } from '../collection/consent-gate.ts'
import { planErasure } from './erasure.ts'
import { sweepAll } from './retention-jobs.ts'

const LIMIT_MS = 90_000
const DAY_MS = 86_400_000

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

/** What lies in the store of a photo: the original in the place of its upload, and what was made of it. */
const filesOf = async (photoId: string, { deps } = world) => {
  const found = await readdir(join(deps.config.filesFolder, 'photo', photoId), { recursive: true, withFileTypes: true })
  return found.flatMap((entry) => (entry.isFile() ? [entry.name] : []))
}
const count = async (table: string, graduateId: string) =>
  (await world.query(`SELECT 1 FROM "${table}" WHERE graduate_id = $1`, [graduateId])).length

describe('every step asks for the agreements that it needs, in their present text', () => {
  const steps = [
    ['confirm-information', false, ['privacy']],
    ['take-photo', false, ['privacy', 'photo']],
    ['choose-paper', false, ['privacy']],
    ['choose-paper', true, ['privacy', 'mailing']],
    ['place-order', false, ['privacy', 'photo', 'delivery']],
    ['place-order', true, ['privacy', 'photo', 'delivery', 'mailing']],
  ] as const
  it.each(steps)('%s, paper %s: %s', (action, paper, needed) => {
    expect(consentsFor(action, paper)).toEqual(needed)
  })

  it(
    'without one of them nothing happens, and with an old version neither',
    async () => {
      const { student, graduateId, person } = await aStudent(world)
      await student.confirmInformation(graduateId)
      await student.call('consentWithdraw', { body: { purpose: 'photo' } })
      const refused = await student.upload(graduateId, await goodPhoto())
      expect([refused.status, refused.body]).toEqual([
        409,
        expect.objectContaining({ code: 'consent-needed', field: 'photo' }),
      ])
      const old = await student.ask('consentAgree', {}, { purpose: 'photo', version: '2019-01' })
      expect([old.status, old.body.code]).toEqual([409, 'consent-outdated'])
      await student.agree()
      await world.query(
        "UPDATE consent SET version = '2019-01' WHERE purpose = 'photo' AND identity_id = (SELECT identity_id FROM graduate WHERE id = $1)",
        [person.graduateId],
      )
      expect((await student.upload(graduateId, await goodPhoto())).body.code).toBe('consent-needed')
      await student.agree()
      expect((await student.upload(graduateId, await goodPhoto())).status).toBe(200)
    },
    LIMIT_MS,
  )

  it('the center shows since when, in which version, and what an end would mean', async () => {
    const { student } = await aStudent(world)
    const list = await student.call('consentList', {})
    const privacy = list.find(({ purpose }) => purpose === 'privacy')!
    expect(privacy.given).toMatchObject({ stands: true, withdrawnAt: null, version: privacy.version })
    for (const { title, zh, en, consequence } of list) {
      for (const words of [title.zh, consequence.zh, ...zh]) expect(words).toMatch(/\p{Script=Han}/u)
      for (const words of [title.en, consequence.en, ...en]) expect(words).not.toMatch(/\p{Script=Han}/u)
    }
  })
})

describe('withdrawal', () => {
  it(
    'of the photo deletes the photos that are not paid for, with their files',
    async () => {
      const way = await anOrder(world)
      const { student, graduateId, photo } = way
      expect((await filesOf(photo.photoId)).sort()).toEqual(['finished.jpg', 'master.jpg', 'original.bin'])
      const list = await student.call('consentWithdraw', { body: { purpose: 'photo' } })
      expect(list.find(({ purpose }) => purpose === 'photo')?.given?.withdrawnAt).not.toBeNull()
      expect(await count('photo', graduateId)).toBe(0)
      await expect.poll(() => filesOf(photo.photoId), { timeout: 20_000 }).toEqual([])
      await student.agree()
      expect((await student.call('collectionShow', { params: { graduateId } })).step).toBe('photo')
    },
    LIMIT_MS,
  )
})

describe('a copy of my data', () => {
  it(
    'holds everything readable, for the session that asked, and ends after an hour',
    async () => {
      const { student, photo, person } = await aPaidOrder(world)
      const { exportId } = await student.call('dataExportAsk', {})
      const newest = () => student.call('dataExportShow', {}).then((answer) => answer.newest)
      await expect.poll(async () => (await newest())?.state, { timeout: 30_000 }).toBe('ready')
      const reply = await student.ask('dataExportDownload', { exportId })
      expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/zip'])
      expect(reply.headers.get('content-disposition')).toContain('my-data.zip')
      expect(reply.bytes.subarray(0, 4).toString('latin1')).toBe('PK\x03\x04')
      expect(reply.bytes.length).toBe((await newest())?.bytes)
      for (const name of ['data.json', `photos/${photo.photoId}/finished.jpg`, `photos/${photo.photoId}/original`])
        expect(reply.bytes.includes(Buffer.from(name)), name).toBe(true)
      const finished = await world.deps.files.read(`photo/${photo.photoId}/finished.jpg`)
      expect(reply.bytes.includes(finished)).toBe(true)

      const [{ file_key: key }] = (await world.query<{ file_key: string }>(
        'SELECT file_key FROM data_export WHERE id = $1',
        [exportId],
      )) as [{ file_key: string }]
      const stored = await world.deps.files.read(key)
      expect(stored.includes(finished.subarray(0, 64))).toBe(false)

      const again = world.visitor()
      for (const [name, value] of student.cookies) if (name === 'tucai_device') again.cookies.set(name, value)
      await again.call('sessionStart', { body: { number: person.number, password: person.number.slice(-6) } })
      expect((await again.ask('dataExportDownload', { exportId })).status).toBe(404)
      expect((await world.visitor().ask('dataExportDownload', { exportId })).status).toBe(401)

      world.travel(61 * 60_000)
      expect((await student.ask('dataExportDownload', { exportId })).body.code).toBe('export-expired')
      await sweepAll(world.deps)
      await expect.poll(() => world.deps.files.exists(key), { timeout: 20_000 }).toBe(false)
    },
    LIMIT_MS,
  )
})

describe('deletion', () => {
  const ending = (way: OnTheWay) => ({ body: { numberEnding: way.person.number.slice(-4) } })

  it('asks for the end of the number, so that nobody deletes by accident', async () => {
    const { student } = await aStudent(world)
    const reply = await student.ask('erasureAsk', {}, { numberEnding: 'none' })
    expect([reply.status, reply.body.code]).toEqual([422, 'number-ending-refused'])
  })

  it(
    'closes an account without paid orders and leaves what the school submitted',
    async () => {
      const way = await aConfirmedPhoto(world)
      const plan = await way.student.call('erasureShow', {})
      expect([plan.closes, plan.kept.map(({ code }) => code)]).toEqual([true, ['roster', 'proof']])
      await way.student.call('erasureAsk', ending(way))
      expect((await way.student.ask('accountShow')).status).toBe(401)
      expect([await count('photo', way.graduateId), await count('collection', way.graduateId)]).toEqual([0, 0])
      await expect.poll(() => filesOf(way.photo.photoId), { timeout: 20_000 }).toEqual([])
      const registered = world.visitor()
      await registered.signUp(way.person)
      expect((await registered.call('collectionShow', { params: { graduateId: way.graduateId } })).step).toBe(
        'information',
      )
    },
    LIMIT_MS,
  )

  it(
    'keeps what is paid for and says why and until when',
    async () => {
      const way = await aPaidOrder(world)
      const done = await way.student.call('erasureAsk', ending(way))
      expect([done.closes, done.kept.map(({ code }) => code)]).toEqual([
        false,
        ['paid-order', 'paid-photo', 'open-account', 'roster', 'proof'],
      ])
      expect(done.kept[0]?.until).toMatch(/^20/)
      expect(done.askedAt).not.toBeNull()
      expect((await way.student.call('orderList', {})).map(({ state }) => state)).toEqual(['paid'])
      expect(await filesOf(way.photo.photoId)).toContain('finished.jpg')
    },
    LIMIT_MS,
  )

  it('never removes and keeps the account at once, and closes exactly without paid orders', () => {
    const date = fc.date({ min: new Date('2020-01-01'), max: new Date('2060-01-01'), noInvalidDate: true })
    const one = fc.record({
      isPaid: fc.boolean(),
      hasPayments: fc.boolean(),
      photoUntil: date,
      orderUntil: fc.option(date),
    })
    fc.assert(
      fc.property(fc.array(one, { maxLength: 4 }), (cases) => {
        const { closes, removed, kept } = planErasure(cases, null)
        expect(closes).toBe(cases.every(({ isPaid }) => !isPaid))
        expect(removed.some(({ code }) => code === 'account')).toBe(closes)
        expect(kept.some(({ code }) => code === 'open-account')).toBe(!closes)
        for (const { zh, en } of [...removed, ...kept]) expect([zh === '', en === '']).toEqual([false, false])
      }),
    )
  })
})

it(
  'retention deletes rows, files and derivatives when their time is over, not before, and puts it on record',
  async () => {
    const own = await startWorld()
    try {
      const paid = await aPaidOrder(own)
      const left = await aConfirmedPhoto(own)
      const first = left.photo.photoId
      await left.student.takePhoto(left.graduateId, await goodPhoto())
      const photos = async (graduateId: string) =>
        (await own.query('SELECT id, original_removed_at FROM photo WHERE graduate_id = $1', [graduateId])).length
      const has = async (photoId: string, part: string) => (await filesOf(photoId, own)).includes(part)
      const gone = (photoId: string, part: string) =>
        expect.poll(() => has(photoId, part), { timeout: 20_000 }).toBe(false)

      await sweepAll(own.deps)
      expect([await photos(paid.graduateId), await photos(left.graduateId)]).toEqual([1, 2])

      own.travel(31 * DAY_MS)
      expect((await sweepAll(own.deps))['unchosen-takes']).toBe(1)
      await gone(first, 'original.bin')
      await gone(first, 'finished.jpg')
      expect([await photos(paid.graduateId), await photos(left.graduateId)]).toEqual([1, 1])

      own.travel(151 * DAY_MS)
      expect((await sweepAll(own.deps))['abandoned-collections']).toBe(1)
      expect(await photos(left.graduateId)).toBe(0)
      expect(await has(paid.photo.photoId, 'original.bin')).toBe(true)

      own.travel(400 * DAY_MS)
      expect((await sweepAll(own.deps)).originals).toBe(1)
      await gone(paid.photo.photoId, 'original.bin')
      expect(await has(paid.photo.photoId, 'finished.jpg')).toBe(true)

      own.travel(3 * 365 * DAY_MS)
      const last = await sweepAll(own.deps)
      expect([last['finished-photos'], last.accounts]).toEqual([1, 2])
      await gone(paid.photo.photoId, 'finished.jpg')
      expect(await sweepAll(own.deps)).toEqual({})
      expect(await own.query('SELECT 1 FROM "order" WHERE id = $1', [paid.order.orderId])).toHaveLength(1)
      const audits = await own.query<{ name: string }>(
        "SELECT DISTINCT subject_ids[1] AS name FROM audit WHERE action = 'retention-swept'",
      )
      expect(audits.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['unchosen-takes', 'originals', 'accounts']),
      )
    } finally {
      await own.close()
    }
  },
  LIMIT_MS * 2,
)
