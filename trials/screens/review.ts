import { aVisibleReview } from '../../server/test/reviews.ts'
import { drawnPictures } from './drawn.ts'
import type { ConsoleShooting } from './shooting.ts'

const names = ['沈若溪', '顾一鸣', '周明轩', '林知远', '苏晴', '何书言', '唐可', '许清', '罗安', '丁一', '方远', '江月']

/** The review desk: as it comes, with reasons chosen, zoomed, cropping, and its keys. */
export async function shots({ world, shot, consolePage }: ConsoleShooting): Promise<void> {
  const campaign = await world.aCampaign()
  const pictures = await drawnPictures(world)
  for (const [at, name] of names.entries())
    await aVisibleReview(world, { ...campaign, name }, pictures[at % pictures.length]!)

  const page = await consolePage({ role: 'reviewer' }, `?page=review&campaign=${campaign.campaignId}`)
  await page.locator('.desk-original img').waitFor()
  for (const key of ['a', '2', 'r', 'a']) await page.keyboard.press(key)
  await page.locator('.desk-original img').waitFor()
  await shot(page, 'console-07-review-desk')
  await page.keyboard.press('1')
  await page.keyboard.press('5')
  await shot(page, 'console-07b-review-desk-reject')
  await page.keyboard.press('1')
  await page.keyboard.press('5')
  await page.keyboard.press('z')
  await shot(page, 'console-07c-review-desk-zoom')
  await page.keyboard.press('z')
  await page.keyboard.press('?')
  await shot(page, 'console-07d-review-desk-keys')
  await page.keyboard.press('Escape')
  await page.locator('[role=dialog]').waitFor({ state: 'hidden' })
  await page.keyboard.press('c')
  await shot(page, 'console-07e-review-desk-crop')
}
