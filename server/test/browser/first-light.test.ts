import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { demoGraduates } from '../../src/demo/demo-roster.ts'
import { writeFakeCamera } from './fake-camera.ts'
import { readFinishedFile } from './finished-photo.ts'

const executablePath = process.env.TUCAI_TEST_CHROMIUM
const dataFolder = process.env.TUCAI_TEST_DATA
const root = path.resolve(import.meta.dirname, '../../..')
const phone = { width: 390, height: 844 }
const student = demoGraduates.find((graduate) => graduate.name === '陈思语')!

describe.skipIf(!executablePath)('a student with a phone, in a real browser [needs browser]', () => {
  let folder: string
  let product: ChildProcess
  let address: string
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tucai-browser-'))
    // Root hands PostgreSQL to another account, which must be able to pass.
    await chmod(folder, 0o711)
    const camera = path.join(folder, 'camera.mjpeg')
    await writeFakeCamera(camera, dataFolder && path.join(dataFolder, 'portraits'))
    const port = await freePort()
    address = `http://localhost:${port}`
    product = spawn(process.execPath, ['scripts/start.mjs'], {
      cwd: root,
      env: { ...process.env, PORT: String(port), TUCAI_DATA_DIR: path.join(folder, 'data'), NODE_ENV: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    await healthy(product, address)
    browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-video-capture=${camera}`,
      ],
    })
    const context = await browser.newContext({
      viewport: phone,
      deviceScaleFactor: 2,
      hasTouch: true,
      isMobile: true,
      locale: 'zh-CN',
      acceptDownloads: true,
    })
    // Here the finger takes the pictures; guidance.test.ts is about the automatic shutter.
    await context.addInitScript("localStorage.setItem('tucai.auto-shutter', 'off')")
    page = await context.newPage()
    page.setDefaultTimeout(20_000)
  }, 180_000)

  afterAll(async () => {
    await browser?.close()
    if (product?.exitCode === null) {
      const ended = new Promise((resolve) => product.once('exit', resolve))
      product.kill('SIGTERM')
      await ended
    }
    await rm(folder, { recursive: true, force: true })
  }, 60_000)

  // For looking with one's own eyes: a folder named here gets a picture after every test.
  afterEach(async ({ task }) => {
    const pictures = process.env.TUCAI_TEST_PICTURES
    if (pictures) await page.screenshot({ path: path.join(pictures, `${task.name}.png`) })
  })

  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
  const reading = (words: string | RegExp) => page.getByText(words).first().waitFor()

  it('registers with the identity number after agreeing to the privacy notice', async () => {
    await page.goto(address)
    await button('第一次使用').click()
    await button('同意并继续').click()
    await page.getByPlaceholder('请输入身份证号或护照号').fill(`${student.number.slice(0, -1)}5`)
    await reading('身份证号校验位不对，请逐位核对')
    await page.getByPlaceholder('请输入身份证号或护照号').fill(student.number)
    await button('下一步').click()
    await page.getByPlaceholder('请输入手机号').fill('13900000126')
    await page.getByPlaceholder('请输入姓名').fill(student.name)
    await page.getByPlaceholder('请输入邮箱').fill('siyu@example.com')
    await button('注册').click()
    await reading('如无修改，密码为身份证或护照号后六位')
  })

  it('signs in with the last six characters on the device that registered', async () => {
    await page.locator('input[type=password]').fill(student.number.slice(-6))
    await button('登录').click()
    await reading('开始线上采集')
    await reading(`${student.name}，你好`)
  })

  it('confirms the information and comes back to the same step after a reload', async () => {
    await button('开始线上采集').click()
    await reading('学校提交的毕业生信息')
    await reading(student.studentNumber)
    expect(await page.getByText(student.number).count()).toBe(0)
    await page.reload()
    await reading(student.major)
    await button('下一步').click()
    await reading('拍摄时需要纯色背景')
  })

  it('takes the photo with the camera and sees it finished', async () => {
    await button('拍摄照片').click()
    await reading('照片不修饰人像，不用于人脸识别')
    await button('同意并继续').click()
    await page.locator('video').waitFor()
    await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0)
    await page.locator('.shutter').click()
    await reading('照片确认')
    await page.getByRole('img', { name: /处理以后的照片/ }).waitFor()
    await page.reload()
    await page.getByRole('img', { name: /处理以后的照片/ }).waitFor()
  })

  it('shoots again as often as wanted, and confirms', async () => {
    await button('重新拍摄').click()
    await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0)
    await page.locator('.shutter').click()
    await page.getByRole('img', { name: /处理以后的照片/ }).waitFor()
    await button('确认').click()
    await reading('是否需要纸质版照片')
  })

  it('chooses paper prints and says where to send them', async () => {
    await page.getByRole('radio', { name: /^需要/ }).click()
    await button('下一步').click()
    expect(await page.getByPlaceholder('请输入收件人').inputValue()).toBe(student.name)
    expect(await page.getByPlaceholder('请输入手机号').inputValue()).toBe('139 0000 0126')
    await button(/请选择省市区/).click()
    for (const place of ['上海市', '浦东新区']) await button(place).last().click()
    await page.getByPlaceholder('请输入街道、门牌号等').fill('示范路100号6号楼302室')
    await button('下一步').click()
    for (const purpose of ['邮寄纸质版照片', '提供给学校和学信网']) {
      await page.getByRole('dialog', { name: purpose }).waitFor()
      await button('同意并继续').click()
    }
    await reading('请核对信息，确认后支付')
    await reading('上海市 浦东新区')
  })

  it('pays once, however often the button is tapped', async () => {
    await button('去支付').dblclick()
    await button('确认支付').dblclick()
    await reading('支付成功')
    await page.reload()
    await reading('¥35.00')
  })

  it('finds the collection and the order again', async () => {
    await page.goto(address)
    await button(/我的订单/).click()
    await reading('已支付')
    await page.goto(address)
    await button(/已完成的采集/).click()
    await reading('等待审核')
    await reading(student.college)
  })

  it('saves an electronic photo that is what the standard asks for, byte by byte', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), button(/保存电子版照片/).click()])
    const file = await readFile(await download.path())
    const found = readFinishedFile(file)
    expect(found).toMatchObject({
      widthPx: 480,
      heightPx: 640,
      baseline: true,
      components: 3,
      densityDpi: [300, 300],
      endsAtEoi: true,
    })
    expect(found.bytes).toBeGreaterThanOrEqual(30_720)
    expect(found.bytes).toBeLessThanOrEqual(40_000)
    expect(found.markers.filter((marker) => marker.startsWith('e') || marker === 'fe')).toEqual(['e0'])

    const corners = await decodedByTheBrowser(page, file)
    for (const [channel, want] of [100, 197, 255].entries()) {
      for (const corner of corners) expect(Math.abs(corner[channel]! - want)).toBeLessThanOrEqual(6)
    }
  })
})

/** Colours at the two upper corners, from the browser's own decoder. */
async function decodedByTheBrowser(page: Page, file: Uint8Array): Promise<number[][]> {
  return page.evaluate(async (base64) => {
    const image = new Image()
    image.src = `data:image/jpeg;base64,${base64}`
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.naturalWidth
    canvas.height = image.naturalHeight
    const pixels = canvas.getContext('2d')!
    pixels.drawImage(image, 0, 0)
    return [2, canvas.width - 3].map((x) => [...pixels.getImageData(x, 2, 1, 1).data.slice(0, 3)])
  }, Buffer.from(file).toString('base64'))
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

/** Resolves once /health answers 200; rejects with what the product said when it ends before. */
async function healthy(product: ChildProcess, address: string): Promise<void> {
  let said = ''
  let announce = () => {}
  const ready = new Promise<void>((resolve) => {
    announce = resolve
  })
  const listen = (chunk: Buffer) => {
    said += chunk
    if (said.includes('/console/')) announce()
  }
  product.stdout?.on('data', listen)
  product.stderr?.on('data', listen)
  const ended = new Promise<never>((_, reject) => product.once('exit', () => reject(new Error(said))))
  await Promise.race([ready, ended])
  const answer = await fetch(`${address}/health`)
  if (answer.status !== 200) throw new Error(`/health answered ${answer.status}: ${said}`)
}
