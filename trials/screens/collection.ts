import type { Stage } from '@tucai/contract'
import { anAddress } from '../../server/test/printed-orders.ts'
import { aGraduateAt } from '../../server/test/stages.ts'
import { aStudent, pay } from '../../server/test/steps.ts'
import type { World } from '../../server/test/world.ts'
import { drawnPictures, type Picture } from './drawn.ts'
import type { ConsoleShooting } from './shooting.ts'

type Campaign = { campaignId: string; schoolId: string }

const day = 86_400_000
const names = ['林知远', '何书言', '郑明轩', '方远', '邵思齐', '唐可', '彭雨桐', '康宁', '苏晴', '江月', '许清', '罗安']
const colleges = ['机械与动力工程学院', '信息与控制学院', '经济与管理学院', '外国语学院']
const classNames = ['机械2202', '自动化2201', '会计2203', '英语2201']
/** How many are how far in a college of the first school. */
const shares: [Stage, number][] = [
  ['none', 2],
  ['confirmed', 1],
  ['photographed', 1],
  ['waiting', 2],
  ['rejected', 1],
  ['approved', 3],
  ['paid', 2],
  ['printed', 1],
  ['shipped', 3],
]

/** The round of four schools: its overview, its settings, its graduates and one of them. */
export async function shots({ world, shot, consolePage }: ConsoleShooting): Promise<void> {
  const pictures = await drawnPictures(world)
  const now = world.deps.clock.now().getTime()
  const campaigns: Campaign[] = []
  for (const [opened, closes] of [
    [40, 30],
    [30, 12],
    [20, 2],
    [60, -1],
  ] as const) {
    const window = { opensAt: new Date(now - opened * day), closesAt: new Date(now + closes * day) }
    campaigns.push(await world.aCampaign({ ...window, year: 2027 }))
  }
  await aPopulation(world, campaigns, pictures)
  const graduateId = await aRejectedWhoCameBack(world, campaigns[0]!, pictures)
  const place = (page: string) => `?page=${page}&campaign=${campaigns[0]!.campaignId}`

  const overview = await consolePage({}, place('overview'))
  await overview.locator('.schools tbody tr').nth(4).waitFor()
  await shot(overview, 'console-02-overview')

  const campaign = await consolePage({}, place('campaigns'))
  await campaign.locator('.campaign [role=switch]').first().click()
  await shot(campaign, 'console-03-campaign')

  const graduates = await consolePage({}, place('graduates'))
  await graduates.locator('tr[data-row-key] input[type=checkbox]').nth(2).check()
  await graduates.locator('tr[data-row-key] input[type=checkbox]').nth(3).check()
  await shot(graduates, 'console-05-graduates')

  const graduate = await consolePage({}, `${place('graduates')}&graduate=${graduateId}`)
  await graduate.locator('.takes img').first().waitFor()
  await shot(graduate, 'console-06-graduate')
}

/** Graduates of every school and college, as far as each has come within two weeks, and their photos. */
async function aPopulation(world: World, campaigns: Campaign[], pictures: Picture[]): Promise<void> {
  const now = world.deps.clock.now().getTime()
  let nth = 0
  for (const [school, campaign] of campaigns.entries())
    for (const [college, name] of colleges.slice(0, 4 - school).entries())
      for (const [stage, share] of shares)
        for (let count = 0; count < Math.max(1, share - school); count++) {
          nth += 1
          const place = { college: name, className: classNames[college]!, name: names[nth % names.length]! }
          await aGraduateAt(world, stage, { ...campaign, ...place }, new Date(now - ((nth * 5) % 14) * day - 3_600_000))
        }
  const photos = await world.query<{ finished_key: string }>('SELECT finished_key FROM photo')
  for (const [at, photo] of photos.entries())
    await world.deps.files.write(photo.finished_key, pictures[at % pictures.length]!.developed.finished!)
}

/** Somebody who paid, was rejected, and sent another photo. */
async function aRejectedWhoCameBack(world: World, campaign: Campaign, pictures: Picture[]): Promise<string> {
  const { student, graduateId } = await aStudent(world, { ...campaign, name: '沈若溪' })
  const params = { graduateId }
  const take = async (picture: Picture) => {
    const { photoId } = await student.takePhoto(graduateId, picture.original)
    await student.call('photoConfirm', { params, body: { photoId } })
  }
  await student.confirmInformation(graduateId)
  await take(pictures[2]!)
  await student.call('paperChoose', { params, body: { paper: true, address: anAddress, keepAddress: true } })
  const { orderId } = await student.call('orderPlace', { params })
  await pay(student, orderId)
  const [review] = await world.query<{ id: string }>('SELECT id FROM review WHERE graduate_id = $1', [graduateId])
  const reviewer = await world.aStaff({ role: 'reviewer' })
  const body = { reasons: ['EXPR_EYES'], note: '请把刘海梳开，站离墙面一步。' }
  await reviewer.ask('staffReviewReject', { reviewId: review!.id }, body)
  await take(pictures[1]!)
  return graduateId
}
