import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addStaffByCommand } from '../../src/staff/staff-commands.ts'
import { totpCode, totpStep } from '../../src/staff/totp.ts'
import { aPaidOrder, aStudent } from '../steps.ts'
import { type StaffLogin, startWorld, type World } from '../world.ts'

/** What is read of an image element in the page. */
interface Picture {
  decode(): Promise<void>
  naturalWidth: number
  naturalHeight: number
  getBoundingClientRect(): { width: number; height: number }
}

const executablePath = process.env.TUCAI_TEST_CHROMIUM

describe.skipIf(!executablePath)('school staff at the console, in a real browser [needs browser]', () => {
  let world: World
  let browser: Browser
  let page: Page
  let staff: StaffLogin

  beforeAll(async () => {
    world = await startWorld()
    const campaign = await world.aCampaign()
    staff = await world.aStaffLogin({ schoolId: campaign.schoolId })
    await aPaidOrder(world, { ...campaign, name: '周明轩' })
    await aStudent(world, { ...campaign, name: '沈若溪' })
    await world.aGraduate({ ...campaign, name: '顾一鸣' })
    await world.aGraduate({ name: '别校同学' })
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
    page.setDefaultTimeout(20_000)
  })

  afterAll(async () => {
    await browser?.close()
    await world?.close()
  })

  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const reading = (words: string) => page.getByText(words, { exact: true }).first().waitFor()
  const row = (name: string) => page.getByRole('row').filter({ hasText: name })

  async function enterPassword(login: string, password: string) {
    await page.getByLabel('用户名').fill(login)
    await page.getByLabel('密码', { exact: true }).fill(password)
    // While its ring fades out, the button's name begins with that of the ring.
    await page.getByRole('button', { name: /下一步$/ }).click()
  }

  /** The sixth digit sends the code. */
  async function enterCode(code: string) {
    const boxes = page.getByRole('group', { name: '动态验证码' }).getByRole('textbox')
    await boxes.first().click()
    await page.keyboard.type(code)
  }

  async function signIn() {
    await enterPassword(staff.login, staff.password)
    await enterCode(staff.code())
  }

  it('says in words that a password or a code is wrong, and lets the right ones in', async () => {
    await page.goto(`${world.url}/console/?page=graduates`)
    await enterPassword(staff.login, 'not-the-password')
    await reading('用户名或密码不正确，请核对后重试')
    await enterPassword(staff.login, staff.password)
    await enterCode('000000')
    await reading('验证码不正确或已用过，请等验证器换新码后再试')
    await enterCode(staff.code())
    await button('周**').waitFor()
  })

  it('lists the own school’s graduates with their state and the first three characters of their numbers', async () => {
    const texts = await page.locator('tbody tr[data-row-key]').allInnerTexts()
    expect(texts).toHaveLength(3)
    for (const text of texts) expect(text).toMatch(/\b310\*{15}/)
    expect(await row('周**').textContent()).toContain('待审核')
    expect(await row('沈**').textContent()).toContain('未开始')
    expect(await row('顾**').textContent()).toContain('未开始')
    expect(await page.content()).not.toContain('别校同学')
  })

  it('shows the finished photo large and whole, and a whole phone number for a reason', async () => {
    await button('周**').click()
    await reading('拍摄记录')
    const photo = page.getByRole('img', { name: '周** 的成品照' }).first()
    const picture = await photo.evaluate(async (element) => {
      const image = element as unknown as Picture
      await image.decode()
      const { width, height } = image.getBoundingClientRect()
      return { natural: [image.naturalWidth, image.naturalHeight], shape: width / height, height }
    })
    expect(picture.natural).toEqual([480, 640])
    expect(picture.shape).toBeCloseTo(3 / 4, 3)
    expect(picture.height).toBe(320)
    await page.clock.install()
    // Shown for a minute, and another one when it is asked for again.
    for (let again = 0; again < 2; again++) {
      await page.getByRole('button', { name: '查看完整手机' }).click()
      await button('显示 60 秒').click()
      await reading('13800138000')
      await page.clock.fastForward(50_000)
      await reading('13800138000')
      await page.clock.fastForward(11_000)
      await page.getByText('13800138000', { exact: true }).waitFor({ state: 'hidden' })
    }
    await page.clock.resume()
    await button('返回列表').click()
  })

  it('keeps filter and search over a reload, and the searched name out of the address', async () => {
    await page.getByLabel('学号、姓名或拼音', { exact: true }).fill('周明')
    await page.getByText('当前筛选 1 人').waitFor()
    await page.getByRole('tab', { name: /^待审核/ }).click()
    await page.waitForURL('**/console/?page=graduates&stage=waiting')
    await page.reload()
    await button('周**').waitFor()
    expect(await page.getByLabel('学号、姓名或拼音', { exact: true }).inputValue()).toBe('周明')
    expect(new URL(page.url()).search).toBe('?page=graduates&stage=waiting')
    await page.getByLabel('学号、姓名或拼音', { exact: true }).fill('无此人')
    await reading('没有符合条件的毕业生')
    await button('清除筛选').click()
    await button('顾**').waitFor()
  })

  it('speaks English when asked to', async () => {
    await button('English').click()
    await page.getByRole('heading', { name: 'Graduates' }).waitFor()
    expect(await row('周**').textContent()).toContain('Waiting')
    await button('中文').click()
    await page.getByRole('heading', { name: '毕业生' }).waitFor()
  })

  it('tells when the session has ended, and comes back to the same place', async () => {
    await page.context().clearCookies()
    await page.getByRole('tab', { name: /^未开始/ }).click()
    await reading('登录已失效，请重新登录')
    await signIn()
    await button('沈**').waitFor()
    expect(await page.locator('tbody tr[data-row-key]').count()).toBe(2)
  })

  it('signs out, so that a reload asks for the password again', async () => {
    await button('退出登录').click()
    await page.getByLabel('用户名').waitFor()
    await page.reload()
    await page.getByLabel('用户名').waitFor()
  })

  it('shows a new login the QR code, the secret and, once, recovery codes, one of which then signs in', async () => {
    const said: string[] = []
    await addStaffByCommand(
      world.deps,
      async () => undefined,
      ['zhou.min'],
      (line) => said.push(line),
    )
    const password = said[0]!.split('  ')[1]!
    await enterPassword('zhou.min', password)
    const qr = page.getByRole('img', { name: '绑定验证器的二维码' })
    await qr.waitFor()
    const drawn = await qr.evaluate(async (element) => {
      const image = element as unknown as Picture
      await image.decode()
      return image.naturalWidth
    })
    expect(drawn).toBeGreaterThan(0)
    const secret = (await page.locator('.setup code').innerText()).replaceAll(' ', '')
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    await enterCode(totpCode(secret, totpStep(world.deps.clock.now())))
    await reading('保存恢复码')
    const codes = await page.locator('.recovery-codes li').allInnerTexts()
    expect(codes).toHaveLength(10)
    await page.getByRole('checkbox').check()
    await button('进入工作台').click()
    await button('退出登录').click()
    await enterPassword('zhou.min', password)
    await button('改用恢复码').click()
    await page.getByLabel('输入恢复码').fill(codes[0]!)
    await page.getByRole('button', { name: /登录$/ }).click()
    await button('退出登录').waitFor()
    await page.reload()
    await button('退出登录').click()
  })

  it('asks for the password again when the second step took too long', async () => {
    await enterPassword(staff.login, staff.password)
    await reading('输入 6 位动态验证码')
    world.travel(5 * 60_000 + 1)
    await enterCode(staff.code())
    await reading('登录超时，请重新输入用户名和密码')
    await page.getByLabel('用户名').waitFor()
  })
})
