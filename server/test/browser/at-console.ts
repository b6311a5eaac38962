import { readFile } from 'node:fs/promises'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { totpCode, totpStep } from '../../src/staff/totp.ts'
import type { Visitor } from '../visitor.ts'
import type { StaffLogin, World } from '../world.ts'

/** A browser of its own before the console; nobody is signed in. */
async function beforeConsole(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  await page.goto(url)
  return page
}

/** A browser of its own that has the person's session already, on no page yet. */
export async function withSession(
  browser: Browser,
  { url }: World,
  { cookies }: Visitor,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', ...options })
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url })))
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  return page
}

/** A browser of its own in which the person has signed in with password and code. */
export async function atConsole(browser: Browser, world: World, { login, password, code }: StaffLogin): Promise<Page> {
  const page = await beforeConsole(browser, `${world.url}/console/`)
  await page.getByLabel('用户名').fill(login)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await goOn(page)
  await enterCode(page, code())
  await page.getByRole('navigation', { name: '主导航' }).waitFor()
  return page
}

/** The way of somebody who was invited: a password, the authenticator, recovery codes, and in. */
export async function acceptInvitation(browser: Browser, world: World, link: string): Promise<Page> {
  const page = await beforeConsole(browser, link)
  await page.getByLabel('设置密码').fill('three-green-kettles')
  await page.getByLabel('再输入一次').fill('three-green-kettles')
  await goOn(page)
  const secret = (await page.locator('.setup code').innerText()).replaceAll(' ', '')
  await enterCode(page, totpCode(secret, totpStep(world.deps.clock.now())))
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '进入工作台' }).click()
  await page.getByRole('navigation', { name: '主导航' }).waitFor()
  return page
}

/** While its ring fades out, the button's name begins with that of the ring. */
const goOn = (page: Page) => page.getByRole('button', { name: /下一步$/ }).click()

/** The sixth digit sends the code. */
async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByRole('group', { name: '动态验证码' }).getByRole('textbox').first().click()
  await page.keyboard.type(code)
}

/** Goes to another page by the side bar. */
export const goTo = (page: Page, name: string) =>
  page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name }).click()

export const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name }).click()

/** Answers a dialog by its button, and waits until it has closed. */
export async function answer(page: Page, title: string, button: string | RegExp): Promise<void> {
  const dialog = page.getByRole('dialog', { name: title })
  await dialog.getByRole('button', { name: button }).click()
  await dialog.waitFor({ state: 'hidden' })
}

/** What the browser saved when somebody asked for a file. */
export async function saved(page: Page, act: () => Promise<unknown>): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
}

/** Chooses a file where the button asks for one. */
export async function choose(page: Page, button: string, name: string, bytes: Buffer): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press(page, button)])
  await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer: bytes })
}
