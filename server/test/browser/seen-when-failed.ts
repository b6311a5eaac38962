import { type Browser, chromium } from 'playwright-core'
import { afterEach } from 'vitest'

/** What was open when a test failed is told with it: some fail on a busy machine only, where nobody looks. */
const browsers = new Set<Browser>()
const launch = chromium.launch.bind(chromium)
chromium.launch = async (options) => {
  const browser = await launch(options)
  browsers.add(browser)
  browser.on('disconnected', () => browsers.delete(browser))
  return browser
}

const MOST_LETTERS = 1500

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  for (const page of [...browsers].flatMap((browser) => browser.contexts()).flatMap((context) => context.pages())) {
    const text = await page.locator('body').innerText({ timeout: 2000 }).catch(String)
    console.error(`${task.name}: ${page.url()} shows\n${text.replace(/\n+/g, ' | ').slice(0, MOST_LETTERS)}`)
  }
})
