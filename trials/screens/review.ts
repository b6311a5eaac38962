import { drawPerson } from '@tucai/portrait/drawn-person'
import sharp from 'sharp'
import { aVisibleReview } from '../../server/test/reviews.ts'
import type { ConsoleShooting } from './shooting.ts'

const looks = [
  { hair: 'short', clothes: 'jacket', clothesColour: 'navy', seed: 7 },
  { hair: 'bob', face: 'soft', clothesColour: 'white', seed: 3 },
  { hair: 'long', face: 'soft', clothesColour: 'black', seed: 9 },
  { hair: 'short', skin: 'tan', clothesColour: 'grey', glasses: true, seed: 5 },
] as const
const names = ['沈若溪', '顾一鸣', '周明轩', '林知远', '苏晴', '何书言', '唐可', '许清', '罗安', '丁一', '方远', '江月']

/** The review desk: as it comes, with reasons chosen, zoomed, cropping, and its keys. */
export async function shots({ world, shot, consolePage }: ConsoleShooting): Promise<void> {
  const campaign = await world.aCampaign()
  const pictures = []
  for (const look of looks) {
    const { rgb, widthPx, heightPx } = drawPerson(look, { widthPx: 1200, heightPx: 1600 })
    const raw = { width: widthPx, height: heightPx, channels: 3 } as const
    const original = await sharp(Buffer.from(rgb), { raw }).jpeg({ quality: 92 }).toBuffer()
    pictures.push({ original, developed: await world.deps.developer.develop(original, 'chsi-2017-blue') })
  }
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
  await page.keyboard.press('c')
  await shot(page, 'console-07e-review-desk-crop')
}
