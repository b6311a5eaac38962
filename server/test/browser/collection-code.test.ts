import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'
import { settleByCommand } from '../../src/graduate/graduate-commands.ts'
import { aNumber, startWorld, type World } from '../world.ts'

const executablePath = process.env.TUCAI_TEST_CHROMIUM

const told = {
  'zh-CN': {
    college: '信息工程学院',
    needed: '请填写这一项',
    waiting: '待学校确认',
    fromYou: '您填报的毕业生信息',
    foreign: '这不是您的学信网采集码，请核对后重新上传',
    done: '采集码已提交',
    tips: '拍摄时需要纯色背景',
    refused: '学校没有确认您填报的信息，请联系学校',
    album: '从相册选择',
  },
  'en-US': {
    college: 'School of Information',
    needed: 'Please fill this in',
    waiting: 'Awaiting school',
    fromYou: 'Stated by you',
    foreign: 'This is not your CHSI collection code. Check it and upload it again.',
    done: 'The code has arrived',
    tips: 'Stand in front of a plain wall of one colour',
    refused: 'Your school did not confirm what you stated. Please contact it.',
    album: 'From album',
  },
} as const

describe.skipIf(!executablePath)('a student on no roster, in a real browser [needs browser]', () => {
  let world: World
  let browser: Browser
  beforeAll(async () => {
    world = await startWorld()
    await world.aCampaign({ identityMode: 'code' })
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
    const wasm = readFileSync(fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm')))
    prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } })
  })
  afterAll(async () => {
    await browser?.close()
    await world?.close()
  })

  async function codeOf(payload: string): Promise<Buffer> {
    const { image } = await writeBarcode(payload, { format: 'QRCode', scale: 6, withQuietZones: true })
    return Buffer.from(await image!.arrayBuffer())
  }

  it.each(['zh-CN', 'en-US'] as const)(
    'states the enrolment, sends the code and reaches the photo (%s)',
    async (locale) => {
      const words = told[locale]
      const options = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }
      const context = await browser.newContext({ ...options, locale })
      context.setDefaultTimeout(20_000)
      const page = await context.newPage()
      const at = (screen: string) => page.locator(`.at-${screen}`).last()
      const reading = (text: string) => page.getByText(text).first().waitFor()
      const picture = async (name: string) => {
        const folder = process.env.TUCAI_TEST_PICTURES
        if (folder) await page.screenshot({ path: path.join(folder, `${name} ${locale}.png`), fullPage: true })
      }
      const number = aNumber()
      await signUp(page, world.url, number)

      await at('home').locator('.offer').waitFor()
      await picture('missing')
      await at('home').locator('.offer').click()
      await at('statement').locator('.footer .btn.primary').click()
      await reading(words.needed)
      await page.locator('#college').fill(words.college)
      await page.locator('#major').fill('软件工程')
      await page.locator('#className').fill('软件2301')
      await page.locator('#studentNumber').fill(`S${number.slice(-6)}`)
      await picture('statement')
      await page.locator('#graduationYear').scrollIntoViewIfNeeded()
      await picture('statement end')
      await at('statement').locator('.footer .btn.primary').click()

      await reading(words.fromYou)
      await reading(words.college)
      await picture('information')
      await at('information').locator('.footer .btn.primary').click()
      await at('collection-code').locator('.tips').waitFor()
      await picture('code')

      const choose = async (payload: string) => {
        const chosen = page.waitForEvent('filechooser')
        await page.getByRole('button', { name: words.album }).click()
        await (await chosen).setFiles({ name: 'code.png', mimeType: 'image/png', buffer: await codeOf(payload) })
      }
      await choose('https://example.org/somewhere/quite/long/enough')
      await page.locator('#numberEnding').fill(number.slice(-4))
      await at('collection-code').locator('.footer .btn.primary').click()
      await reading(words.foreign)
      await picture('refused')
      await choose(randomBytes(120).toString('base64'))
      await page.locator('#numberEnding').fill('0000')
      await at('collection-code').locator('.footer .btn.primary').click()
      await at('collection-code').locator('#numberEnding-help .bad').waitFor()
      await page.locator('#numberEnding').fill(number.slice(-4))
      await picture('chosen')
      await at('collection-code').locator('.footer .btn.primary').click()
      await reading(words.done)
      await picture('done')
      await at('collection-code').locator('.footer .btn.primary').click()
      await reading(words.tips)

      await page.goto(world.url)
      await reading(words.waiting)
      await picture('home')
      const rows = await world.query('SELECT id FROM graduate WHERE student_number = $1', [`S${number.slice(-6)}`])
      expect(rows).toHaveLength(1)
      expect(await settleByCommand(world.deps, 'refused', [String(rows[0]!.id)], () => {})).toBe(0)
      await page.reload()
      await reading(words.refused)
      await picture('home refused')
      await context.close()
    },
    90_000,
  )
})

async function signUp(page: Page, address: string, number: string) {
  const button = (name: RegExp) => page.getByRole('button', { name }).last()
  await page.goto(address)
  await button(/第一次使用|First time here/).click()
  await button(/同意并继续|Agree and continue/).click()
  await page.locator('#number').last().fill(number)
  await button(/^(下一步|Next)$/).click()
  await page.locator('#phone').fill('13900000126')
  await page.locator('#name').fill('林知远')
  await page.locator('#mail').fill('someone@example.com')
  await page.locator('.at-register').last().locator('.btn.primary').click()
  await page.locator('.at-sign-in').last().waitFor()
  const entry = page.locator('#number').last()
  if ((await entry.inputValue()) === '') await entry.fill(number)
  await page.locator('input[type=password]').last().fill(number.slice(-6))
  await page.locator('.at-sign-in').last().locator('.btn.primary').click()
}
