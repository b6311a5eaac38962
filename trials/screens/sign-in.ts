import { startProduct } from '../bench/running-product.ts'
import { openBrowser, type Shooting, speak } from './shooting.ts'

/** The console: the first sign-in of its administrator. */
export async function shots({ shot, language }: Shooting): Promise<void> {
  const product = await startProduct()
  const browser = await openBrowser(undefined, language)
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: language })
    page.setDefaultTimeout(20_000)
    await speak(page.context(), language)
    const said = (pattern: RegExp) => product.said().match(pattern)![1]!
    const lastCode = () => [...product.said().matchAll(/sign-in of admin: (\d{6})/g)].at(-1)![1]!
    const password = said(/^ *admin +([\w-]+)$/m)
    const enterPassword = async () => {
      await page.locator('#login').fill('admin')
      await page.locator('#password').fill(password)
      await page.locator('button[type=submit]').click()
      await page.locator('.code-boxes input').first().waitFor()
    }
    await page.goto(`${product.origin}/console/`)
    await enterPassword()
    await shot(page, 'console-01-sign-in-setup')
    await page.locator('.code-boxes input').first().click()
    await page.keyboard.type(lastCode())
    await page.locator('.recovery-codes').waitFor()
    await shot(page, 'console-01-sign-in-recovery')
    await page.context().clearCookies()
    await page.reload()
    await enterPassword()
    await shot(page, 'console-01-sign-in')
  } finally {
    await browser.close()
    await product.stop()
  }
}
