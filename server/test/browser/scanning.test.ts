import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { DocumentReading } from '@tucai/contract'
import { type CardTruth, drawCard, drawPassport, mrzOf } from '@tucai/reader/drawn-document'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, type World } from '../world.ts'
import { fakeCameraFrames } from './fake-camera.ts'
import { backOfCard, quietShot as shot } from './photographed.ts'

const executablePath = process.env.TUCAI_TEST_CHROMIUM

describe.skipIf(!executablePath)('students scan their document, in a real browser [needs browser]', () => {
  let world: World
  let browser: Browser
  let folder: string
  let card: CardTruth
  let context: BrowserContext
  let page: Page

  const open = async (locale = 'zh-CN') => {
    const options = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }
    context = await browser.newContext({ ...options, locale })
    context.setDefaultTimeout(40_000)
    page = await context.newPage()
  }
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' }).last()
  const reading = (words: string | RegExp) => page.getByText(words).first().waitFor()
  const entry = (name: string) => page.locator(`#scan-${name}`)
  /** Focus ungroups the number; only then is what stands there replaced. */
  const retype = async (name: string, value: string) => {
    await entry(name).focus()
    await entry(name).fill(value)
  }
  const tick = (label: string | RegExp) => page.getByRole('checkbox', { name: label })
  const draft = () => page.evaluate(() => JSON.parse(sessionStorage.getItem('tucai.draft') ?? '{}'))
  const answer = async () => {
    const response = await page.waitForResponse((known) => known.url().endsWith('/api/document-readings'))
    return (await response.json()) as DocumentReading
  }

  beforeAll(async () => {
    world = await startWorld()
    folder = await mkdtemp(path.join(tmpdir(), 'tucai-scanning-'))
    const drawn = await drawCard(7, { shot: { ...shot, widthPx: 1200, heightPx: 1600, fill: 0.7 } })
    card = drawn.truth
    await world.aGraduate({ number: card.idNumber, name: card.name })
    const camera = path.join(folder, 'camera.mjpeg')
    await writeFile(camera, await fakeCameraFrames(sharp(drawn.jpeg)))
    browser = await chromium.launch({
      executablePath,
      args: [
        ...['--no-sandbox', '--disable-gpu', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
        `--use-file-for-fake-video-capture=${camera}`,
      ],
    })
  })
  afterAll(async () => {
    await browser?.close()
    await world?.close()
    await rm(folder, { recursive: true, force: true })
  })
  // For looking with one's own eyes: a folder named here gets a picture after every test.
  afterEach(({ task }) => picture(task.name))
  async function picture(name: string) {
    const pictures = process.env.TUCAI_TEST_PICTURES
    if (pictures) await page.screenshot({ path: path.join(pictures, `${name}.png`) })
  }
  async function toNumber() {
    await page.goto(world.url)
    await button(/第一次使用|First time here/).click()
    await button(/同意并继续|Agree and continue/).click()
  }
  async function shoot() {
    await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0)
    await picture('camera')
    const read = answer()
    await button('拍摄照片').click()
    await Promise.race([page.locator('.sweep').waitFor(), read]).catch(() => undefined)
    await picture('reading')
    return read
  }
  /** A file instead of the camera. */
  async function give(jpeg: Buffer, album: string) {
    await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0)
    const chooser = page.waitForEvent('filechooser')
    await button(album).click()
    const read = answer()
    await (await chooser).setFiles({ name: 'document.jpg', mimeType: 'image/jpeg', buffer: jpeg })
    return read
  }

  it('nothing is sent before the notice on reading documents is agreed to', async () => {
    await open()
    await toNumber()
    await picture('number')
    await button('扫描身份证').click()
    await reading('识别证件需要你的同意')
    await reading(/照片只在识别的几秒内存在于内存中/)
    expect(await page.locator('video').count()).toBe(0)
    expect((await draft()).documentConsentId).toBeUndefined()
  })

  it('the card in the frame is read, and every field stands beside its picture, filled in nowhere', async () => {
    await button('同意并扫描').click()
    const read = await shoot()
    expect(read.provider).toBe('embedded')
    await reading('请逐项与证件原件核对')
    // Whoever listens is put at the heading of what has appeared.
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('核对证件信息')
    expect((await entry('idNumber').inputValue()).replaceAll(' ', '')).toBe(card.idNumber)
    expect(await entry('name').inputValue()).toBe(read.fields.name?.value)
    expect(await entry('gender').inputValue()).toBe(card.gender)
    await page.getByRole('img', { name: '照片中的身份证号' }).waitFor()
    await page.getByRole('img', { name: '照片中的姓名' }).waitFor()
    await reading(/校验位相符/)
    expect(await draft()).not.toHaveProperty('number')
    expect(await draft()).not.toHaveProperty('name')
  })

  it('a wrong digit is noticed, and nothing goes on before each field is confirmed', async () => {
    await button('下一步').click()
    await reading('还没有确认：身份证号、姓名、性别')
    const wrong = card.idNumber.slice(0, 15) + String((Number(card.idNumber[15]) + 1) % 10) + card.idNumber.slice(16)
    await retype('idNumber', wrong)
    await reading('身份证号校验位不对，请逐位核对')
    await tick('身份证号 · 与证件一致').click()
    expect(await tick('身份证号 · 与证件一致').getAttribute('aria-checked')).toBe('false')
    await picture('a wrong digit')
    await retype('idNumber', card.idNumber)
    await retype('name', card.name)
  })

  it('the keyboard confirms as well, and registration starts with what was confirmed', async () => {
    for (const label of ['身份证号', '姓名', '性别']) {
      await tick(`${label} · 与证件一致`).focus()
      await page.keyboard.press('Space')
      await expect.poll(() => tick(`${label} · 与证件一致`).getAttribute('aria-checked')).toBe('true')
    }
    await picture('all confirmed')
    await button('下一步').click()
    await page.locator('.at-register').waitFor()
    expect((await page.locator('#number').last().inputValue()).replaceAll(' ', '')).toBe(card.idNumber)
    expect(await page.locator('#name').inputValue()).toBe(card.name)
    expect(await page.locator('#gender').inputValue()).toBe(card.gender)
    await page.locator('#phone').fill('13900000127')
    await page.locator('#mail').fill('scan@example.com')
    await page.locator('.at-register .btn.primary').click()
    await page.locator('.at-sign-in').waitFor()
  })

  it('signing in scans too, and takes the number alone', async () => {
    await open()
    await page.goto(`${world.url}/#/pages/sign-in/sign-in`)
    await button('扫描身份证').click()
    await button('同意并扫描').click()
    await shoot()
    await reading('请逐项与证件原件核对')
    expect(await entry('name').count()).toBe(0)
    await tick('身份证号 · 与证件一致').click()
    await button('下一步').click()
    await page.locator('.at-sign-in').waitFor()
    expect((await page.locator('#number').last().inputValue()).replaceAll(' ', '')).toBe(card.idNumber)
    expect(await draft()).not.toHaveProperty('name')
  })

  it('without a network the picture is kept, and sent again', async () => {
    await open()
    await page.goto(`${world.url}/#/pages/scan/scan`)
    await button('同意并扫描').click()
    await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0)
    await context.setOffline(true)
    await button('拍摄照片').click()
    await reading('网络未连接，已填写的内容都在，请联网后重试')
    await picture('offline')
    await context.setOffline(false)
    await button('重试').click()
    await reading('请逐项与证件原件核对')
  })

  it('a picture without a document is refused in words, and taken again', async () => {
    await open()
    await page.goto(`${world.url}/#/pages/scan/scan`)
    await button('同意并扫描').click()
    const wall = await sharp({ create: { width: 1200, height: 900, channels: 3, background: '#b9a58c' } })
      .jpeg()
      .toBuffer()
    const read = await give(wall, '相册')
    expect(read.warnings.map(({ code }) => code)).toContain('not-a-document')
    await reading('没有认出身份证或护照，请拍摄身份证人像面或护照资料页')
    await picture('not a document')
    await button('重新拍摄').click()
    await page.locator('video').waitFor()
  })

  it('the back of the card and a damaged file are refused in words', async () => {
    const back = await give(await backOfCard(), '相册')
    expect(back.warnings.map(({ code }) => code)).toContain('card-back')
    await reading('这是身份证国徽面，请拍摄有姓名和照片的一面')
    await picture('back of the card')
    await button('重新拍摄').click()
    await give(Buffer.from('this is no picture'), '相册')
    await reading(/这个文件不是照片或已损坏/)
    await button('手动输入').click()
    await page.locator('.at-number').waitFor()
  })

  it('an expired passport is refused in words', async () => {
    await open()
    await page.goto(`${world.url}/#/pages/scan/scan?kind=passport`)
    await button('同意并扫描').click()
    const { truth } = await drawPassport(5, { shot })
    const expired = { ...truth, expiry: '20200101' }
    const passport = await drawPassport(5, { shot, truth: { ...expired, mrz: mrzOf(expired) } })
    const read = await give(passport.jpeg, '相册')
    expect(read.fields.expiry?.value).toBe('20200101')
    await reading('证件已过有效期，请使用有效证件')
    await button('重新拍摄').waitFor()
    expect(await entry('passportNumber').count()).toBe(0)
  })

  it('every doubt of the reader is marked and said', async () => {
    await open()
    await page.goto(`${world.url}/#/pages/scan/scan`)
    await button('同意并扫描').click()
    const blurred = await drawCard(11, { shot: { ...shot, blurPx: 3.2, noise: 9 }, truth: { name: '欧阳䶮翀' } })
    const read = await give(blurred.jpeg, '相册')
    await reading('请逐项与证件原件核对')
    await picture('result with doubts')
    const { name, idNumber } = read.fields
    const doubts = [...(name?.flags ?? []), ...(idNumber?.flags ?? []), ...read.warnings]
    expect(doubts.length).toBeGreaterThan(0)
    for (const { zh } of doubts) await reading(zh)
    const marked = (name?.doubtfulAt.length ?? 0) + (idNumber?.doubtfulAt.length ?? 0)
    expect(await page.locator('.doubt .marked-doubt').count()).toBe(marked)
  })

  it('with text of one and a half times the size nothing is wider than the phone', async () => {
    await open()
    await page.route(world.url, async (route) => {
      const response = await route.fetch()
      const html = (await response.text()).replace('</head>', '<style>html{font-size:24px}</style></head>')
      await route.fulfill({ response, body: html })
    })
    await toNumber()
    await button('扫描身份证').click()
    await page.locator('.large.at-scan').waitFor()
    const isWithin = () => page.locator('.body').evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)
    await picture('before, large')
    expect(await isWithin()).toBe(true)
    await button('同意并扫描').click()
    await shoot()
    await reading('请逐项与证件原件核对')
    expect(await isWithin()).toBe(true)
    await picture('result, large')
    await page.getByText('只供核对，不会填写，也不会保存').scrollIntoViewIfNeeded()
    await picture('other contents, large')
  })

  it('a passport is read in English, and an edited number is held against its check digit', async () => {
    await open('en')
    const passport = await drawPassport(5, { shot })
    await toNumber()
    await button(/International student/).click()
    await picture('number of a passport')
    await button('Scan passport').click()
    await reading('Reading your document needs your agreement')
    await picture('before, in English')
    await button('Agree and scan').click()
    await give(passport.jpeg, 'Album')
    await reading('Compare each field with your document')
    expect(await entry('passportNumber').inputValue()).toBe(passport.truth.passportNumber)
    await page.getByRole('img', { name: 'Passport number in the picture' }).waitFor()
    await picture('passport, read')
    await page.getByText('Also on the document').scrollIntoViewIfNeeded()
    await picture('passport, other contents')
    await retype(
      'passportNumber',
      passport.truth.passportNumber.replace(/.$/, (digit) => `${(+digit + 1) % 10}`),
    )
    await reading(/Does not match the check digit/)
    await retype('passportNumber', passport.truth.passportNumber)
    expect(await page.getByText(/Does not match the check digit/).count()).toBe(0)
    for (const label of ['Passport number', 'Surname', 'Given names', 'Gender'])
      await tick(`${label} · As on my document`).click()
    await button('Next').click()
    await page.locator('.at-register').waitFor()
    const { surname, givenNames, passportNumber } = passport.truth
    expect(await page.locator('#name').inputValue()).toBe(`${surname} ${givenNames}`)
    expect(await page.locator('#number').last().inputValue()).toBe(passportNumber)
  })
})
