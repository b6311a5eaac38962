import type { DeliverySettings } from '@tucai/contract'
import { aDeliverable, approveFetching, usualSettings } from '../../server/test/deliverable.ts'
import type { Visitor } from '../../server/test/visitor.ts'
import type { ConsoleShooting } from './shooting.ts'

const colleges = ['机械与动力工程学院', '信息与控制学院', '经济与管理学院']
const byExam: DeliverySettings = { ...usualSettings, fileName: '{examNo}_{studentNo}' }

/** A package that is being built with what was delivered before beside it, and one delivery. */
export async function shots({ world, shot, consolePage }: ConsoleShooting): Promise<void> {
  const { campaignId, schoolId } = await world.aCampaign({ title: '2026届春季采集' })
  const add = async (from: number, count: number) => {
    for (let nth = from; nth < from + count; nth++) {
      const college = colleges[nth % 3]!
      const person = {
        name: `${'林王李张刘陈'[nth % 6]}知远`,
        college,
        className: `${college.slice(0, 2)} ${(nth % 2) + 1} 班`,
      }
      const examNumber = nth % 13 === 12 ? {} : { examNumber: `2631011504${18_000 + nth}` }
      await aDeliverable(world, { campaignId, schoolId, ...person, ...examNumber })
    }
  }
  const staff = await world.aStaff()
  await add(0, 10)
  const first = await packed(staff, campaignId, byExam)
  await approveFetching(await world.aStaff(), first)
  const { files } = await staff.call('deliveryShow', { params: { deliveryId: first } })
  await staff.ask('deliveryFile', { deliveryId: first, fileId: files[0]!.fileId })
  await add(10, 4)
  await packed(staff, campaignId, { ...byExam, scope: 'changes' })
  await add(14, 14)

  const place = `?page=delivery&campaign=${campaignId}`
  const page = await consolePage({}, place)
  await page.locator('.builder-names input').first().fill(byExam.fileName)
  await page.locator('.left-out').first().waitFor()
  await shot(page, 'console-11-delivery')
  await page.locator('.records tr.opens').last().click()
  await page.locator('.delivery-files').waitFor()
  await shot(page, 'console-11-delivery-one')
}

/** Has a package made and waits until it is. */
async function packed(staff: Visitor, campaignId: string, body: DeliverySettings): Promise<string> {
  const { deliveryId } = await staff.call('deliveryMake', { params: { campaignId }, body })
  while ((await staff.call('deliveryShow', { params: { deliveryId } })).delivery.state === 'preparing')
    await new Promise((resolve) => setTimeout(resolve, 100))
  return deliveryId
}
