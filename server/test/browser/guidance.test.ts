import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { drawPeople, type Variation } from '@tucai/portrait/drawn-person'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aStudent, type OnTheWay } from '../steps.ts'
import { startWorld, type World } from '../world.ts'
import { fakeCameraFrames } from './fake-camera.ts'

const executablePath = process.env.TUCAI_TEST_CHROMIUM
/** Drawn smaller than the camera’s pictures are: drawing takes its time. */
const drawnPx = { widthPx: 750, heightPx: 1000 }
/** Where the outline is, on a phone of 390 x 844. */
const inPlace: Partial<Variation> = { faceWidthShare: 0.345, eyesAtX: 0.5, eyesAtY: 0.445 }

describe.skipIf(!executablePath)('live guidance of the viewfinder, in a real browser [needs browser]', () => {
  let folder: string
  let camera: string
  let world: World
  let way: OnTheWay
  let browser: Browser
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tucai-guidance-'))
    camera = path.join(folder, 'camera.mjpeg')
    await seen([inPlace])
    world = await startWorld()
    browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-video-capture=${camera}`,
      ],
    })
  })
  afterAll(async () => {
    await browser?.close()
    await world?.close()
    await rm(folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    way = await aStudent(world)
    await way.student.confirmInformation(way.graduateId)
    const size = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }
    context = await browser.newContext({ ...size, locale: 'zh-CN' })
    context.setDefaultTimeout(30_000)
    await context.addCookies([...way.student.cookies].map(([name, value]) => ({ name, value, url: world.url })))
    await context.addInitScript("localStorage.setItem('tucai.signed-in', 'yes')")
    page = await context.newPage()
  })
  // For looking with one's own eyes: a folder named here gets a picture after every test.
  afterEach(async ({ task }) => {
    await picture(task.name)
    await context.close()
  })

  /** What the camera sees from the next time it is opened. */
  async function seen(people: Partial<Variation>[], scenery: Partial<Variation> = {}): Promise<void> {
    const { widthPx, heightPx, rgb } = drawPeople(people, scenery, drawnPx)
    const picture = sharp(Buffer.from(rgb), { raw: { width: widthPx, height: heightPx, channels: 3 } }).resize(
      1200,
      1600,
    )
    await writeFile(camera, await fakeCameraFrames(picture))
  }
  const openViewfinder = () => page.goto(`${world.url}/#/pages/viewfinder/viewfinder?graduateId=${way.graduateId}`)
  const hint = (words: string) => page.getByRole('status').getByText(words, { exact: true }).waitFor()
  const autoShutter = () => page.getByRole('switch', { name: '自动拍摄' })
  async function picture(name: string) {
    const pictures = process.env.TUCAI_TEST_PICTURES
    if (pictures) await page.screenshot({ path: path.join(pictures, `guidance ${name}.png`) })
  }

  // What is told of each fault is proven without a browser; here a few stand for the way from the lens to the words.
  it.each<[string, Partial<Variation>[], Partial<Variation>, string]>([
    ['too far away', [{ ...inPlace, faceWidthShare: 0.22 }], {}, '请再靠近一点'],
    ['too far right', [{ ...inPlace, eyesAtX: 0.62 }], {}, '人像往左一点'],
    ['in the dark', [inPlace], { exposure: 0.3 }, '请到亮一些的地方'],
    [
      'alone no more',
      [
        { ...inPlace, eyesAtX: 0.28, seed: 4 },
        { ...inPlace, eyesAtX: 0.72 },
      ],
      {},
      '画面中只留一人',
    ],
  ])('a person %s is told so, and no picture is taken', async (_, people, scenery, words) => {
    await seen(people, scenery)
    await openViewfinder()
    await hint(words)
    await page.locator('.shutter:enabled').waitFor()
  })

  it('takes the picture by itself when all has been good for a second', async () => {
    await seen([inPlace])
    await openViewfinder()
    await hint('保持不动')
    await picture('good')
    await page.locator('.at-confirm').waitFor()
    const [taken] = await world.query('SELECT count(*)::int AS photos FROM photo WHERE graduate_id = $1', [
      way.graduateId,
    ])
    expect(taken).toEqual({ photos: 1 })
  })

  it('takes none once it is switched off, also after a reload, and the finger still does', async () => {
    await seen([{ ...inPlace, faceWidthShare: 0.22 }])
    await openViewfinder()
    await hint('请再靠近一点')
    await autoShutter().click()
    expect(await autoShutter().getAttribute('aria-checked')).toBe('false')
    await seen([inPlace])
    await page.reload()
    await hint('保持不动')
    expect(await autoShutter().getAttribute('aria-checked')).toBe('false')
    // Long enough for a picture of its own to have been taken three times over.
    await page.waitForFunction((from) => performance.now() - from > 3000, await page.evaluate(() => performance.now()))
    expect(await page.locator('.at-developing').count()).toBe(0)
    await page.locator('.shutter').click()
    await page.locator('.at-developing, .at-confirm').first().waitFor()
  })

  it('works without guidance: where the face finder can’t be had, the outline stays and the finger takes the picture', async () => {
    await seen([inPlace])
    await context.route(/\/guidance\//, (route) => route.abort())
    await openViewfinder()
    await hint('请对准人形框')
    await autoShutter().waitFor({ state: 'detached' })
    await page.locator('.shutter').click()
    await page.locator('.at-developing, .at-confirm').first().waitFor()
  })

  it('loads what guidance needs on the capture screen only, and from our own origin', async () => {
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.goto(`${world.url}/#/pages/guide/guide?graduateId=${way.graduateId}`)
    await page.locator('.at-guide').getByRole('button', { name: '拍摄照片' }).waitFor()
    const guidance = (url: string) => /guidance/.test(url)
    expect(asked.filter(guidance)).toEqual([])
    await openViewfinder()
    await hint('保持不动')
    expect(asked.filter(guidance).length).toBeGreaterThan(3)
    expect(asked.filter((url) => !url.startsWith(world.url) && !/^(blob|data):/.test(url))).toEqual([])
  })
})
