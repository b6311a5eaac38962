import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import sharp, { type Sharp } from 'sharp'
import { drawCard } from '../../reader/test/drawn-document.ts'
import { fakeCameraFrames, writeFakeCamera } from '../../server/test/browser/fake-camera.ts'
import { quietShot } from '../../server/test/browser/photographed.ts'
import { startProduct } from '../bench/running-product.ts'
import { openBrowser, type Shooting } from './shooting.ts'

const person = { number: '310109200502289169', name: '沈若溪', phone: '13900000126', mail: 'ruoxi@example.com' }
const phone = { width: 390, height: 844 }
/** What the camera sees of a card, upright. */
const portrait = { widthPx: 1200, heightPx: 1600 }

/** The student's whole journey, with the drawn person in front of the camera. */
export async function shots({ shot, language }: Shooting): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tucai-screens-'))
  const camera = path.join(folder, 'camera.mjpeg')
  await writeFakeCamera(camera, undefined, {
    hair: 'bob',
    face: 'soft',
    clothes: 'jacket',
    clothesColour: 'navy',
    seed: 7,
  })
  const product = await startProduct()
  const browser = await openBrowser(camera)
  try {
    const page = await browser.newPage({ viewport: phone, isMobile: true, hasTouch: true, locale: language })
    page.setDefaultTimeout(20_000)
    await journey(page)
    await scanning()
  } finally {
    await browser.close()
    await product.stop()
    await rm(folder, { recursive: true, force: true })
  }

  /** Screens are found by what they are, not by words, so that every language takes the same way. */
  async function journey(page: Page): Promise<void> {
    const at = (name: string) => page.locator(`.at-${name}`).last()
    const primary = () => page.locator('.btn.primary').last().click()
    const agree = async () => {
      const button = page.locator('.sheet .btn.primary')
      await button.click()
      await button.waitFor({ state: 'hidden' })
    }
    const entry = (id: string) => page.locator(`#${id}`)

    // The finger takes the picture: the automatic shutter would do it before the screen has been shot.
    await page.addInitScript("localStorage.setItem('tucai.auto-shutter', 'off')")
    await page.goto(`${product.origin}/`)
    await at('welcome').waitFor()
    await shot(page, '01-welcome')
    await primary()
    await shot(page, '01b-notice')
    await primary()
    await entry('number').fill(person.number)
    await shot(page, '02-number')
    await primary()
    await entry('phone').fill(person.phone)
    await entry('name').fill(person.name)
    await entry('mail').fill(person.mail)
    await shot(page, '03-register')
    await primary()
    await page.locator('input[type=password]').fill(person.number.slice(-6))
    await shot(page, '04-sign-in')
    await primary()
    await at('home').waitFor()
    await shot(page, '05-home')
    await primary()
    await at('information').waitFor()
    await shot(page, '06-information')
    await primary()
    await at('guide').waitFor()
    await shot(page, '07-guide')
    await primary()
    await shot(page, '07b-consent')
    await agree()
    await page.locator('.shutter:enabled').waitFor()
    await shot(page, '08-viewfinder')
    await page.locator('.shutter').click()
    await at('developing').waitFor()
    await at('confirm').getByRole('switch').last().waitFor()
    await shot(page, '10b-confirm-plain')
    await page.getByRole('switch').first().click()
    await page.getByRole('slider').waitFor()
    await shot(page, '10c-confirm-compare')
    await page.getByRole('switch').first().click()
    await page.getByRole('switch').last().click()
    await shot(page, '10-confirm')
    await primary()
    await page.getByRole('radio').first().click()
    await shot(page, '12-paper')
    await primary()
    await entry('region').click()
    await page.getByRole('button', { name: '上海市', exact: true }).click()
    await shot(page, '13b-region')
    await page.getByRole('button', { name: '浦东新区', exact: true }).click()
    await entry('detail').fill('示范路 100 号 6 号楼 302 室')
    await shot(page, '13-mail')
    await primary()
    await agree()
    await agree()
    await at('order').waitFor()
    await shot(page, '14-order')
    await primary()
    await shot(page, '14b-cashier')
    await primary()
    await at('paid').waitFor()
    await shot(page, '15-paid')
    await primary()
    await at('collected').waitFor()
    await shot(page, '18-collected')
    await page.goto(`${product.origin}/#/pages/orders/orders`)
    await at('orders').locator('.entry').first().waitFor()
    await shot(page, '16-orders')
    await page.locator('.entry .btn').last().click()
    await at('order-detail').waitFor()
    await shot(page, '17-order-detail')
    await page.goto(`${product.origin}/#/pages/password/password`)
    await at('password').waitFor()
    await shot(page, '19-password')
    await page.goto(`${product.origin}/#/pages/devices/devices`)
    await at('devices').locator('.device').first().waitFor()
    await shot(page, '22-devices')
    await page.goto(`${product.origin}/#/pages/consents/consents`)
    await at('consents').locator('.consent').first().waitFor()
    await shot(page, '24-consents')
    await page.goto(`${product.origin}/#/pages/my-data/my-data`)
    await at('my-data').locator('.part').first().waitFor()
    await shot(page, '25-my-data')
    await onAnotherPhone(page.viewportSize()!)
  }

  /** What somebody sees whom the default password leads to a code. */
  async function onAnotherPhone(phone: { width: number; height: number }): Promise<void> {
    const page = await browser.newPage({ viewport: phone, isMobile: true, hasTouch: true, locale: language })
    page.setDefaultTimeout(20_000)
    await page.goto(`${product.origin}/#/pages/sign-in/sign-in`)
    await page.locator('#number').fill(person.number)
    await page.locator('input[type=password]').fill(person.number.slice(-6))
    await page.locator('.at-sign-in .btn.primary').click()
    await page.locator('.at-code').waitFor()
    await shot(page, '04b-code')
    await page.goto(`${product.origin}/#/pages/forgotten/forgotten`)
    await page.locator('.at-forgotten .btn.primary').click()
    await page.locator('.at-forgotten #next').waitFor()
    await shot(page, '04c-forgotten')
  }

  /** The drawn card of the same person, from the agreement to what was read. */
  async function scanning(): Promise<void> {
    const truth = { name: person.name, gender: '女', birth: '20050228', idNumber: person.number } as const
    const drawn = await drawCard(9, { truth, shot: { ...quietShot, ...portrait, fill: 0.71, rollDegrees: 1 } })
    const cardFile = path.join(folder, 'card.mjpeg')
    await writeFile(cardFile, await fakeCameraFrames(await centred(drawn)))
    const other = await openBrowser(cardFile)
    try {
      const page = await other.newPage({ viewport: phone, isMobile: true, hasTouch: true, locale: language })
      page.setDefaultTimeout(60_000)
      await page.goto(`${product.origin}/#/pages/scan/scan`)
      await page.locator('.at-scan .btn.primary:enabled').waitFor()
      await shot(page, '02b-scan-agreement')
      await page.locator('.at-scan .btn.primary').click()
      await page.locator('.shutter:enabled').waitFor()
      await shot(page, '02c-scan-camera')
      await page.locator('.shutter').click()
      await page.locator('.checked-field').first().waitFor()
      await page.getByRole('checkbox').first().click()
      await shot(page, '02d-scan-result')
    } finally {
      await other.close()
    }
  }
}

/** The drawing moved so that the card lies in the middle of the outline. */
async function centred({ jpeg, quad }: { jpeg: Buffer; quad: readonly (readonly [number, number])[] }): Promise<Sharp> {
  const room = 300
  const middle = (axis: 0 | 1) => quad.reduce((sum, corner) => sum + corner[axis], 0) / quad.length
  const left = Math.round(room + middle(0) - portrait.widthPx / 2)
  const top = Math.round(room + middle(1) - portrait.heightPx / 2)
  const roomy = await sharp(jpeg)
    .extend({ left: room, right: room, top: room, bottom: room, extendWith: 'mirror' })
    .toBuffer()
  return sharp(roomy).extract({ left, top, width: portrait.widthPx, height: portrait.heightPx })
}
