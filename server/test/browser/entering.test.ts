import path from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type RosterPerson, startWorld, type World } from '../world.ts'

const executablePath = process.env.TUCAI_TEST_CHROMIUM
const OWN = 'a long own password'

describe.skipIf(!executablePath)('students and their accounts, in a real browser [needs browser]', () => {
  let world: World
  let browser: Browser
  let person: RosterPerson
  /** The phone that registers, and another one. */
  let phone: BrowserContext
  let other: BrowserContext
  let page: Page

  const open = async (language = 'zh-CN') => {
    const options = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 }
    const context = await browser.newContext({ ...options, locale: language })
    context.setDefaultTimeout(20_000)
    return context
  }
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' }).last()
  const reading = (words: string | RegExp) => page.getByText(words).first().waitFor()
  const at = (screen: string) => page.locator(`.at-${screen}`).last()

  beforeAll(async () => {
    world = await startWorld()
    person = await world.aGraduate({ name: '沈若溪' })
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
    phone = await open()
    other = await open()
  })
  afterAll(async () => {
    await browser?.close()
    await world?.close()
  })
  // For looking with one's own eyes: a folder named here gets a picture after every test.
  afterEach(({ task }) => picture(task.name))
  async function picture(name: string) {
    const pictures = process.env.TUCAI_TEST_PICTURES
    if (pictures) await page.screenshot({ path: path.join(pictures, `${name}.png`) })
  }

  async function register(number: string, name: string, kind?: RegExp) {
    await page.goto(world.url)
    await button(/第一次使用|First time here/).click()
    await button(/同意并继续|Agree and continue/).click()
    if (kind) await button(kind).click()
    await picture(`number of ${name}`)
    await page.locator('#number').last().fill(number)
    await button(/^(下一步|Next)$/).click()
    await page.locator('#phone').fill('13900000126')
    await page.locator('#name').fill(name)
    await page.locator('#mail').fill('someone@example.com')
    await at('register').locator('.btn.primary').click()
    await at('sign-in').waitFor()
  }

  async function signIn(number: string, password: string) {
    // Registration leaves the number in its field, grouped for reading.
    const entry = page.locator('#number').last()
    if ((await entry.inputValue()) === '') await entry.fill(number)
    await page.locator('input[type=password]').last().fill(password)
    await at('sign-in').locator('.btn.primary').click()
  }

  it('who registered here signs in with the default password and is invited to choose an own one', async () => {
    page = await phone.newPage()
    await register(person.number, person.name)
    await signIn(person.number, person.number.slice(-6))
    await reading('沈若溪，你好')
    await reading(/正在使用默认密码/)
  })

  it('on another device the default password leads to a code, and the page says why', async () => {
    page = await other.newPage()
    await page.goto(`${world.url}/#/pages/sign-in/sign-in`)
    await signIn(person.number, person.number.slice(-6))
    await reading('为什么需要验证码')
    await reading(/默认密码是证件号的一部分/)
    await reading('已发送到注册时的手机，10 分钟内有效')
    // The demonstration's code is shown and may hold any digits.
    const shown = (await page.locator('body').innerText()).replace(/演示模式，验证码：\s*\d{6}/g, '')
    expect(shown).not.toContain('139')
    expect(shown).not.toContain('沈若溪')
  })

  it('a wrong code is refused in words, another way sends a new one, which opens', async () => {
    const code = async () => /(\d{6})/.exec(await page.getByText(/演示模式，验证码/).innerText())![1]!
    const wrong = (await code()) === '000000' ? '000001' : '000000'
    await page.locator('#code').fill(wrong)
    await button('登录').click()
    await reading('验证码不正确或已过期，请重新获取')
    await button('改用邮箱接收').click()
    await reading('已发送到注册时的邮箱，10 分钟内有效')
    await page.locator('#code').fill(await code())
    await button('登录').click()
    await reading('沈若溪，你好')
  })

  it('both devices are listed, and the other one can be removed', async () => {
    await button(/登录设备/).click()
    await at('devices').locator('.device').nth(1).waitFor()
    await reading('本机')
    await picture('two devices')
    await button('移除').click()
    await reading('移除这台设备？')
    await at('devices').locator('.sheet .btn.primary').click()
    await expect.poll(() => at('devices').locator('.device').count()).toBe(1)
  })

  it('an own password is chosen, and opens on every device without a code', async () => {
    await page.goto(`${world.url}/#/pages/password/password`)
    await page.locator('#present').fill(person.number.slice(-6))
    await page.locator('#next').fill(person.number.slice(6, 14))
    await page.locator('#repeat').fill(person.number.slice(6, 14))
    await at('password').locator('.btn.primary').click()
    await reading('新密码至少8位，不能是证件号、出生日期的一部分或常见密码')
    await page.locator('#next').fill(OWN)
    await page.locator('#repeat').fill(OWN)
    await at('password').locator('.btn.primary').click()
    await reading('密码已修改')
    page = await (await open()).newPage()
    await page.goto(`${world.url}/#/pages/sign-in/sign-in`)
    await signIn(person.number, OWN)
    await reading('沈若溪，你好')
    expect(await page.getByText(/正在使用默认密码/).count()).toBe(0)
  })

  it('a forgotten password is replaced by a code', async () => {
    page = await (await open()).newPage()
    await page.goto(`${world.url}/#/pages/sign-in/sign-in`)
    await button('忘记密码').click()
    await at('forgotten').locator('#number').fill(person.number)
    await picture('forgotten password, first whose')
    await button('获取验证码').click()
    const words = await page.getByText(/演示模式，验证码/).innerText()
    await page.locator('#code').fill(/(\d{6})/.exec(words)![1]!)
    await page.locator('#next').fill('another own password')
    await page.locator('#repeat').fill('another own password')
    await picture('forgotten password, then the code and a new one')
    await button('设置新密码并登录').click()
    await reading('沈若溪，你好')
  })

  it('a 留学生 registers with a passport, in English', async () => {
    await world.aGraduate({ number: 'E90210746', name: 'ANNA MARTIN' })
    page = await (await open('en')).newPage()
    await register('e90210746', 'Anna Martin', /International student/)
    await signIn('E90210746', '210746')
    await reading('Hello, Anna Martin')
    await button(/Start collection/).click()
    await reading('Submitted by your school')
  })

  it('a student from Hong Kong registers with a 回乡证', async () => {
    await world.aGraduate({ number: 'H12345679', name: '陈大文' })
    page = await (await open()).newPage()
    await register('H12345679', '陈大文', /港澳台通行证/)
    await signIn('H12345679', '345679')
    await reading('陈大文，你好')
  })
})
