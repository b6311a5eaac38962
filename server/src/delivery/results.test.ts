import { createHash } from 'node:crypto'
import { type DeliveryResultsImported, pathOf } from '@tucai/contract'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aDeliverable, approveFetching } from '../../test/deliverable.ts'
import { aPackage, fetchAll } from '../../test/packages.ts'
import { aPaidOrder, confirmNewPhoto } from '../../test/steps.ts'
import type { Visitor } from '../../test/visitor.ts'
import { startWorld, type World } from '../../test/world.ts'
import { sweepAll } from '../rights/retention-jobs.ts'

let world: World
let staff: Visitor
let other: Visitor
beforeAll(async () => {
  world = await startWorld()
  staff = await world.aStaff()
  other = await world.aStaff()
})
afterAll(() => world.close())

async function delivered(campaignId: string, settings: object = {}): Promise<string> {
  const { deliveryId } = await aPackage(staff, campaignId, settings)
  await approveFetching(other, deliveryId)
  await fetchAll(staff, deliveryId)
  return deliveryId
}

async function import_(
  campaignId: string,
  kind: string,
  rows: string[][],
  asked: Record<string, string> = { dryRun: 'false' },
): Promise<DeliveryResultsImported> {
  const form = new FormData()
  for (const [name, value] of Object.entries({ kind, ...asked })) form.append(name, value)
  form.append('file', new Blob([rows.map((cells) => `${cells.join(',')}\r\n`).join('')]), 'results.csv')
  const reply = await staff.send('POST', pathOf('deliveryResultsImport', { campaignId }), { body: form })
  if (reply.status !== 200) throw new Error(`${reply.status} ${reply.body?.code}`)
  return reply.body
}

const resultsOf = async (deliveryId: string) =>
  (await staff.call('deliveryShow', { params: { deliveryId } })).delivery.results

it('results are taken once, row by row, and the same file again changes nothing', async () => {
  const campaign = await world.aCampaign()
  const { campaignId } = campaign
  const one = await aDeliverable(world, { ...campaign, examNumber: '23310101150418' })
  const two = await aDeliverable(world, campaign)
  const stages = async () => (await staff.call('staffProgressShow', { params: { campaignId }, query: {} })).stages
  expect(await stages()).toMatchObject({ approved: 2, delivered: 0 })
  const deliveryId = await delivered(campaignId)
  expect(await stages()).toMatchObject({ approved: 0, delivered: 2 })
  const rows = [
    ['考生号', '学号', '比对结果', '意见'],
    ['23310101150418', '', '通过', ''],
    ['', two.person.studentNumber, ' 一致 ', ''],
  ]
  expect(await import_(campaignId, 'comparison', rows, {})).toMatchObject({ dryRun: true, stored: false, changed: 2 })
  expect(await resultsOf(deliveryId)).toMatchObject({ matched: 0 })
  expect(await import_(campaignId, 'comparison', rows)).toMatchObject({
    ...{ stored: true, changed: 2, unchanged: 0, problems: [], ignoredColumns: ['意见'] },
  })
  expect(await import_(campaignId, 'comparison', rows)).toMatchObject({ stored: false, changed: 0, unchanged: 2 })
  const proofread = [
    ['证件号码', '校对结果', '说明'],
    [one.person.number, '信息有误', '姓名少一个字'],
    [two.person.number, '正确', ''],
  ]
  expect(await import_(campaignId, 'proofreading', proofread)).toMatchObject({ stored: true, retakes: 0 })
  expect(await resultsOf(deliveryId)).toEqual({ matched: 0, compareFailed: 0, proofread: 1, proofreadWrong: 1 })
  expect(await stages()).toMatchObject({ delivered: 1, proofread: 1 })
  const { troubles } = await staff.call('deliveryShow', { params: { deliveryId } })
  expect(troubles).toMatchObject([{ graduateId: one.person.graduateId, reason: '姓名少一个字' }])
  expect(await import_(campaignId, 'comparison', rows)).toMatchObject({ changed: 0, unchanged: 2, problems: [] })
})

it('a sheet with bad rows names their cells and stores nothing, unless the good ones are asked for', async () => {
  const campaign = await world.aCampaign()
  const { campaignId } = campaign
  const one = await aDeliverable(world, campaign)
  const two = await aDeliverable(world, { ...campaign, examNumber: '23310101150419' })
  const missing = await world.aGraduate(campaign)
  const deliveryId = await delivered(campaignId)
  const rows = [
    ['学号', '考生号', '结果', '原因'],
    [one.person.studentNumber, '', '通过', ''],
    [missing.studentNumber, '', '通过', ''],
    ['', '2.33E+13', '通过', ''],
    [one.person.studentNumber, '23310101150419', '通过', ''],
    [two.person.studentNumber, '', '大概', ''],
    ['', '', '通过', ''],
    [one.person.studentNumber, '', '未通过', ''],
  ]
  const read = await import_(campaignId, 'comparison', rows)
  expect(read.problems.map(({ row, cell, code }) => [row, cell, code])).toEqual([
    [3, 'A3', 'person-unknown'],
    [4, 'B4', 'number-damaged'],
    [5, 'A5', 'person-conflict'],
    [6, 'C6', 'result-unknown'],
    [7, '', 'key-empty'],
    [8, 'A8', 'person-twice'],
  ])
  expect(read).toMatchObject({ stored: false, changed: 0 })
  expect(await resultsOf(deliveryId)).toMatchObject({ matched: 0 })
  await import_(campaignId, 'comparison', rows, { dryRun: 'false', takeGood: 'true' })
  expect(await resultsOf(deliveryId)).toMatchObject({ matched: 1, compareFailed: 0 })
  expect(
    (
      await import_(campaignId, 'comparison', [
        ['学号', '日期'],
        ['1', '2'],
      ])
    ).problems,
  ).toMatchObject([{ code: 'column-missing', column: '结果' }])
  await expect(import_(campaignId, 'opinion', rows)).rejects.toThrow('request-malformed')
})

it('whose comparison failed takes the photo anew, free of charge and after closing, and only that photo is delivered again', async () => {
  const campaign = await world.aCampaign()
  await world.query(`UPDATE campaign SET free_retakes = 0, retake_fee_fen = 1000 WHERE id = $1`, [campaign.campaignId])
  const { campaignId } = campaign
  const way = await aPaidOrder(world, campaign)
  const { student, graduateId, person } = way
  const approve = async () => {
    const reviewer = await world.aStaff({ role: 'reviewer' })
    const { reviews } = await reviewer.call('staffReviewList', { query: { campaignId, state: 'waiting' } })
    await reviewer.call('staffReviewApprove', { params: { reviewId: reviews[0]!.reviewId } })
    const made = async () => (await staff.call('deliveryChoices', { params: { campaignId } })).standards[0]!.made
    await expect.poll(made, { timeout: 60_000 }).toBe(1)
  }
  await approve()
  const handed = async () => (await student.call('collectionShow', { params: { graduateId } })).handedToChsi
  expect(await handed()).toBeNull()
  await delivered(campaignId)
  expect(await handed()).toMatchObject({ result: null })
  world.travel(40 * 86_400_000)
  staff = await world.aStaff()
  other = await world.aStaff()
  const rows = [
    ['学号', '结果', '原因'],
    [person.studentNumber, '未通过', '与入学照片差异较大'],
  ]
  expect(await import_(campaignId, 'comparison', [rows[0]!, [person.studentNumber, '通过', '']])).toMatchObject({
    ...{ stored: true, changed: 1 },
  })
  await student.call('sessionStart', { body: { number: person.number, password: person.number.slice(-6) } })
  expect(await handed()).toMatchObject({ result: 'matched' })
  expect(await import_(campaignId, 'comparison', rows)).toMatchObject({ stored: true, retakes: 1 })
  expect(await handed()).toBeNull()
  expect(await import_(campaignId, 'comparison', rows)).toMatchObject({ stored: false, unchanged: 1, retakes: 0 })
  const again = await import_(campaignId, 'comparison', [
    ['学号', '结果'],
    [person.studentNumber, '通过'],
  ])
  expect(again.problems).toMatchObject([{ code: 'result-late' }])

  const seen = () => student.call('collectionShow', { params: { graduateId } })
  expect(await seen()).toMatchObject({
    step: 'photo',
    review: { withdrawalReason: expect.stringContaining('入学照片') },
  })
  await confirmNewPhoto(way, 'another day')
  expect(await seen()).toMatchObject({ step: 'done', reviewState: 'waiting' })
  await approve()
  expect(await aPackage(staff, campaignId, { scope: 'failed' })).toMatchObject({ photos: 1 })
})

it('what is delivered is made at approval, by each standard, and goes with the photo', async () => {
  const way = await aPaidOrder(world)
  const { campaignId } = way.person
  const reviewer = await world.aStaff({ role: 'reviewer' })
  const { reviews } = await reviewer.call('staffReviewList', { query: { campaignId, state: 'waiting' } })
  await reviewer.call('staffReviewApprove', { params: { reviewId: reviews[0]!.reviewId } })
  const rows = () =>
    world.query<{ standard: string; key: string | null; sha256: string; bytes: number; finished_sha256: string }>(
      'SELECT standard, key, sha256, bytes, finished_sha256 FROM derivative WHERE photo_id = $1 ORDER BY standard',
      [way.photo.photoId],
    )
  await expect.poll(async () => (await rows()).length, { timeout: 60_000 }).toBe(3)
  const sizes = { 'chsi-2017-blue': [480, 640], 'degree-tongji': [390, 567], 'enrol-guet-2025': [480, 640] }
  const made = await rows()
  expect(made.map(({ standard }) => standard)).toEqual(Object.keys(sizes))
  // The drawn person's white shirt on white meets no standard.
  expect(made.filter(({ key }) => key === null).map(({ standard }) => standard)).toEqual(['enrol-guet-2025'])
  for (const { standard, key, sha256, bytes, finished_sha256 } of made) {
    if (key === null) continue
    const file = await world.deps.files.read(key)
    expect(createHash('sha256').update(file).digest('hex')).toBe(sha256)
    expect(file.length).toBe(bytes)
    const { width, height } = await sharp(file).metadata()
    expect([width, height]).toEqual(sizes[standard as keyof typeof sizes])
    if (standard === 'chsi-2017-blue') expect(sha256).toBe(finished_sha256)
  }
  await world.query(
    `UPDATE campaign SET opens_at = now() - interval '9 years', closes_at = now() - interval '8 years' WHERE id = $1`,
    [campaignId],
  )
  await world.query(`UPDATE graduate SET graduation_year = 2015 WHERE campaign_id = $1`, [campaignId])
  await sweepAll(world.deps)
  expect(await rows()).toEqual([])
  for (const { key } of made) if (key) await expect.poll(() => world.deps.files.exists(key)).toBe(false)
})
