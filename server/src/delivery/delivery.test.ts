import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aDeliverable, approveFetching, type Deliverable, degree, usualSettings } from '../../test/deliverable.ts'
import { aPackage, fetchAll } from '../../test/packages.ts'
import { unzipped } from '../../test/unzipped.ts'
import type { Visitor } from '../../test/visitor.ts'
import { startWorld, type World } from '../../test/world.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import { openSheetReader } from '../platform/sheets/sheet-reader.ts'
import { sweepAll } from '../rights/retention-jobs.ts'
import { addDelivery, deliveryOf } from './deliveries.ts'
import { openPacker } from './packer.ts'
import { packDelivery } from './packing.ts'

let world: World
let staff: Visitor
let other: Visitor
beforeAll(async () => {
  world = await startWorld()
  staff = await world.aStaff()
  other = await world.aStaff()
})
afterAll(() => world.close())

const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function deliverables(count: number, options: Parameters<typeof aDeliverable>[1] = {}) {
  const campaign = await world.aCampaign()
  const made: Deliverable[] = []
  while (made.length < count) made.push(await aDeliverable(world, { ...campaign, ...options }))
  return { campaign, made, campaignId: campaign.campaignId }
}

const previewed = (campaignId: string, settings: object = {}) =>
  staff.call('deliveryPreview', { params: { campaignId }, body: { ...usualSettings, ...settings } })

it('a package holds the approved photos in their very bytes and nothing else, with the hash of each beside it', async () => {
  const { campaign, made, campaignId } = await deliverables(3, { examNumber: undefined })
  await world.aGraduate(campaign)
  const delivery = await aPackage(staff, campaignId, { standards: ['chsi-2017-blue', degree] })
  expect(delivery).toMatchObject({ state: 'ready', photos: 3, leftOut: 0, zips: 2, approval: 'waiting' })
  await approveFetching(other, delivery.deliveryId)
  const files = await fetchAll(staff, delivery.deliveryId)
  const zips = [...files].filter(([name]) => name.endsWith('.zip'))
  expect(zips).toHaveLength(2)
  const stated = files.get(`${delivery.number}.sha256`)!.toString()
  let lines = 0
  for (const [zipName, zip] of zips) {
    const entries = await unzipped(zip)
    expect(entries).toHaveLength(3)
    for (const { name, bytes, method, flags } of entries) {
      expect([method, flags & 8]).toEqual([0, 0])
      expect(stated).toContain(`${hash(bytes)}  ${zipName.slice(0, -4)}/${name}\n`)
      lines += 1
    }
    expect(stated).toContain(`${hash(zip)}  ${zipName}\n`)
  }
  expect(stated.trimEnd().split('\n')).toHaveLength(lines + zips.length + 1)
  const main = await unzipped(zips.find(([name]) => !name.includes(degree))![1])
  for (const { person, finishedKey } of made) {
    const entry = main.find(({ name }) => name === `信息工程学院/软件2301/${person.studentNumber}.jpg`)
    expect(entry?.bytes).toEqual(await world.deps.files.read(finishedKey))
  }
  const sheets = openSheetReader()
  const list = await sheets.read(files.get(`${delivery.number}.xlsx`)!, ['学号'])
  await sheets.stop()
  const numbers = made.map(({ person }) => person.studentNumber).sort()
  expect(list.rows.slice(1).map(({ cells }) => cells[1])).toEqual(numbers)
})

it('a photo whose bytes are not those that were approved stays out, and is named', async () => {
  const { made, campaignId } = await deliverables(3)
  const [swapped, gone] = made as [Deliverable, Deliverable]
  await world.deps.files.write(swapped.finishedKey, Buffer.from('another face'))
  await world.deps.files.remove(gone.finishedKey)
  const delivery = await aPackage(staff, campaignId)
  expect(delivery).toMatchObject({ state: 'ready', photos: 1, leftOut: 2 })
  const { leftOut } = await staff.call('deliveryShow', { params: { deliveryId: delivery.deliveryId } })
  expect(leftOut).toMatchObject([{ reason: 'bytes-changed', count: 2 }])
  expect(leftOut[0]!.people.map(({ graduateId }) => graduateId).sort()).toEqual(
    [swapped, gone].map(({ person }) => person.graduateId).sort(),
  )
})

it('a derivative of other bytes than the approved ones is none', async () => {
  const { made, campaignId } = await deliverables(2)
  await world.query(`UPDATE derivative SET sha256 = $2 WHERE photo_id = $1 AND standard = 'chsi-2017-blue'`, [
    made[0]!.photoId,
    hash(Buffer.from('another face')),
  ])
  expect(await previewed(campaignId)).toMatchObject({
    photos: 1,
    leftOut: [{ reason: 'derivative-missing', count: 1 }],
  })
})

it('a package leaves with the word of a second person only, and for whoever asked', async () => {
  const { campaignId } = await deliverables(1)
  const { deliveryId } = await aPackage(staff, campaignId)
  const { files } = await staff.call('deliveryShow', { params: { deliveryId } })
  const fetch = (who: Visitor) => who.ask('deliveryFile', { deliveryId, fileId: files[0]!.fileId })
  expect((await fetch(staff)).body.code).toBe('approval-missing')
  await expect(approveFetching(staff, deliveryId)).rejects.toMatchObject({ problem: { code: 'approval-own' } })
  await approveFetching(other, deliveryId)
  expect((await fetch(other)).body.code).toBe('approval-missing')
  const show = async () => (await staff.call('deliveryShow', { params: { deliveryId } })).delivery
  expect(await show()).toMatchObject({ state: 'ready', approval: 'approved' })
  expect((await fetch(staff)).status).toBe(200)
  expect(await show()).toMatchObject({ state: 'delivered' })
  const [audit] = await world.query<{ subject_ids: string[] }>(
    `SELECT subject_ids FROM audit WHERE action = 'delivery-file-read' AND $1 = ANY(subject_ids)`,
    [deliveryId],
  )
  expect(audit!.subject_ids).toContain(`sha256:${files[0]!.sha256}`)
  const finance = await world.aStaff({ role: 'finance' })
  expect((await fetch(finance)).status).toBe(403)
})

it('a package does not leave once an approval in it was taken back', async () => {
  const { made, campaignId } = await deliverables(2)
  const { deliveryId } = await aPackage(staff, campaignId)
  await approveFetching(other, deliveryId)
  await staff.call('staffReviewTakeBack', { params: { reviewId: made[0]!.reviewId }, body: { reason: '学生要求重拍' } })
  const { files } = await staff.call('deliveryShow', { params: { deliveryId } })
  expect((await staff.ask('deliveryFile', { deliveryId, fileId: files[0]!.fileId })).body.code).toBe(
    'delivery-outdated',
  )
  await staff.call('deliveryCancel', { params: { deliveryId } })
  expect((await aPackage(staff, campaignId, { scope: 'changes' })).photos).toBe(1)
})

it('only what changed is delivered again, to each target for itself', async () => {
  const { campaign, campaignId } = await deliverables(2)
  await aPackage(staff, campaignId)
  expect(await previewed(campaignId, { scope: 'changes' })).toMatchObject({ photos: 0, inScope: 0 })
  const nothing = { params: { campaignId }, body: { ...usualSettings, scope: 'changes' as const } }
  await expect(staff.call('deliveryMake', nothing)).rejects.toMatchObject({ problem: { code: 'delivery-nothing' } })
  expect((await previewed(campaignId, { scope: 'changes', target: 'school' })).photos).toBe(2)
  await aDeliverable(world, campaign)
  expect((await aPackage(staff, campaignId, { scope: 'changes' })).photos).toBe(1)
})

it('large packages are split, and nobody is in the zip of one standard and not in that of another', async () => {
  const { made, campaignId } = await deliverables(5)
  await world.deps.files.remove(`photo/${made[2]!.photoId}/as-${degree}.jpg`)
  const delivery = await aPackage(staff, campaignId, { standards: ['chsi-2017-blue', degree], photosPerZip: 2 })
  expect(delivery).toMatchObject({ photos: 4, leftOut: 1, zips: 4 })
  await approveFetching(other, delivery.deliveryId)
  const files = [...(await fetchAll(staff, delivery.deliveryId))].filter(([name]) => name.endsWith('.zip'))
  const inside = await Promise.all(
    files.map(async ([name, zip]) => [name, (await unzipped(zip)).map((one) => one.name)]),
  )
  const of = (isDegree: boolean) =>
    inside.filter(([name]) => (name as string).includes(degree) === isDegree).map(([, names]) => names)
  expect(of(true)).toEqual(of(false))
  expect(of(true).flat()).toHaveLength(4)
})

it('who can’t be delivered is left out in words, before anything is made', async () => {
  const { campaign, made, campaignId } = await deliverables(1, { examNumber: '23310101150418' })
  await aDeliverable(world, { ...campaign, examNumber: '23310101150418' })
  await aDeliverable(world, campaign)
  await aDeliverable(world, { ...campaign, examNumber: '23310101150420', className: '机械/1班' })
  const asked = await aDeliverable(world, { ...campaign, examNumber: '23310101150421' })
  await world.query(
    `INSERT INTO consent (id, purpose, version, channel, given_at, withdrawn_at, identity_id)
     SELECT 'con_' || id, 'delivery', '1', 'web', now(), now(), identity_id FROM graduate WHERE id = $1`,
    [asked.person.graduateId],
  )
  await aDeliverable(world, { ...campaign, examNumber: '23310101150422', degree: false })
  const whole = await aDeliverable(world, { ...campaign, examNumber: '23310101150423' })
  const settings = { fileName: '{examNo}', standards: ['chsi-2017-blue', degree] }
  const preview = await previewed(campaignId, settings)
  expect(preview).toMatchObject({ inScope: 7, photos: 1 })
  const reasons = preview.leftOut.map(({ reason, detail, count }) => [reason, detail, count])
  expect(new Set(reasons)).toEqual(
    new Set([
      ['name-taken', '', 2],
      ['field-missing', 'examNo', 1],
      ['name-illegal', 'class', 1],
      ['consent-withdrawn', '', 1],
      ['derivative-missing', degree, 1],
    ]),
  )
  expect(JSON.stringify(preview)).not.toContain(made[0]!.person.studentNumber)
  expect(JSON.stringify(preview)).not.toContain('林知远')
  const delivery = await aPackage(staff, campaignId, settings)
  expect(delivery).toMatchObject({ photos: 1, leftOut: 6 })
  await approveFetching(other, delivery.deliveryId)
  const files = await fetchAll(staff, delivery.deliveryId)
  const zip = [...files].find(([name]) => name.endsWith('.zip'))![1]
  expect((await unzipped(zip)).map(({ name }) => name)).toEqual([`信息工程学院/软件2301/23310101150423.jpg`])
  expect(whole.person.studentNumber).not.toBe('')
})

it('a package whose packing is killed leaves nothing half-written, and the next attempt makes it', async () => {
  const { campaign, made, campaignId } = await deliverables(2)
  const { deps } = world
  const delivery = await inTransaction(deps.db, SYSTEM, async (tx) => {
    const { schoolId } = campaign
    const staffId = (await world.query<{ id: string }>('SELECT id FROM staff LIMIT 1'))[0]!.id
    const graduateIds = made.map(({ person }) => person.graduateId)
    const day = { chinaDay: '20270416', settings: usualSettings, staffId }
    return (await deliveryOf(
      tx,
      await addDelivery(tx, { campaignId, schoolId, ...day }, graduateIds, deps.clock.now()),
    ))!
  })
  const place = join(deps.config.filesFolder, 'delivery', delivery.id)
  const inPlace = () => readdir(place).catch(() => [])
  // A pipe that nobody writes to keeps the second photo, in the middle of a zip.
  const held = join(deps.config.filesFolder, made[1]!.finishedKey)
  const bytes = await readFile(held)
  await rm(held)
  execFileSync('mkfifo', [held])
  const ground = { ...deps, packer: openPacker(deps.config) }
  const attempt = new AbortController()
  const packing = packDelivery(ground, delivery, attempt.signal)
  await expect.poll(inPlace, { timeout: 30_000 }).not.toEqual([])
  attempt.abort()
  await expect(packing).rejects.toThrow()
  expect(await inPlace()).toEqual([])
  await rm(held)
  await writeFile(held, bytes)
  // A process that was killed together with the server could not even do that.
  await deps.files.write(`delivery/${delivery.id}/9.zip`, Buffer.from('half'))
  await packDelivery(ground, delivery)
  const { files } = await staff.call('deliveryShow', { params: { deliveryId: delivery.id } })
  expect((await inPlace()).sort()).toEqual(['1.xlsx', '2.zip', '3.sha256'])
  expect(files).toMatchObject([{ photos: 2, kind: 'zip' }, { kind: 'list' }, { kind: 'manifest' }])
})

it('settings are kept under a name, and bad ones are refused in words', async () => {
  const { campaignId } = await deliverables(1)
  const title = '学信网 考生号'
  const saved = await staff.call('deliveryTemplateSave', { body: { title, settings: usualSettings } })
  const again = { ...usualSettings, fileName: '{examNo}' }
  expect((await staff.call('deliveryTemplateSave', { body: { title, settings: again } })).templateId).toBe(
    saved.templateId,
  )
  const { templates, standards } = await staff.call('deliveryChoices', { params: { campaignId } })
  expect(templates).toMatchObject([{ title, settings: { fileName: '{examNo}' } }])
  expect(standards).toMatchObject([
    { standard: 'chsi-2017-blue', main: true, made: 1 },
    { standard: degree, widthPx: 390, heightPx: 567, made: 1 },
    { standard: 'enrol-guet-2025', missing: 1 },
  ])
  await staff.call('deliveryTemplateRemove', { params: { templateId: saved.templateId } })
  for (const [settings, code] of [
    [{ fileName: '{phone}' }, 'delivery-name-wrong'],
    [{ folder: '../{class}' }, 'delivery-name-wrong'],
    [{ standards: ['passport'] }, 'delivery-standard-unknown'],
  ] as const) {
    const body = {
      ...usualSettings,
      ...settings,
      standards: [...('standards' in settings ? settings.standards : usualSettings.standards)],
    }
    await expect(staff.call('deliveryMake', { params: { campaignId }, body })).rejects.toMatchObject({
      problem: { code },
    })
  }
})

it('packages are kept for a month, and what was delivered stays on record', async () => {
  const { campaignId } = await deliverables(1)
  const { deliveryId } = await aPackage(staff, campaignId)
  const [{ key }] = (await world.query<{ key: string }>(
    `SELECT key FROM delivery_file WHERE delivery_id = $1 AND kind = 'zip'`,
    [deliveryId],
  )) as [{ key: string }]
  expect(await world.deps.files.exists(key)).toBe(true)
  await world.query(`UPDATE delivery SET ready_at = now() - interval '31 days' WHERE id = $1`, [deliveryId])
  await sweepAll(world.deps)
  await expect.poll(() => world.deps.files.exists(key)).toBe(false)
  const { delivery, files } = await staff.call('deliveryShow', { params: { deliveryId } })
  expect(delivery).toMatchObject({ photos: 1, hasFiles: false })
  expect(files[0]!.sha256).toMatch(/^[0-9a-f]{64}$/)
})
