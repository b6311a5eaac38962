import path from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, type World } from '../world.ts'
import { seriousFindings } from './axe.ts'
import { openState, type StudentState, studentStates } from './student-states.ts'

const executablePath = process.env.TUCAI_TEST_CHROMIUM
const widthsPx = [320, 768, 390]

describe.skipIf(!executablePath)('every state of the student’s app, in a real browser [needs browser]', () => {
  let world: World
  let browser: Browser
  let states: StudentState[]

  beforeAll(async () => {
    world = await startWorld({ handlesJobs: false })
    states = await studentStates(world)
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  })
  afterAll(async () => {
    await browser?.close()
    await world?.close()
  })

  it.each(['zh-CN', 'en'])(
    'fits on 320, 390 and 768 px, and axe finds nothing serious in the first language (%s)',
    async (locale) => {
      const context = await browser.newContext({ locale, isMobile: true, hasTouch: true, reducedMotion: 'reduce' })
      context.setDefaultTimeout(10_000)
      await context.addInitScript("localStorage.setItem('tucai.signed-in', 'yes')")
      const found: string[] = []
      for (const state of states) {
        const page = await context.newPage()
        const said = await lookedAt(page, state, locale).catch((thrown: Error) => [thrown.message.slice(0, 200)])
        found.push(...said.map((what) => `${state.name}: ${what}`))
        await picture(page, `${state.name}-${locale}`)
        await page.close()
      }
      expect(found).toEqual([])
    },
    300_000,
  )

  async function lookedAt(page: Page, state: StudentState, locale: string): Promise<string[]> {
    await openState(page, world.url, state)
    const found: string[] = []
    for (const width of widthsPx) {
      await page.setViewportSize({ width, height: 844 })
      for (const what of await page.evaluate<string[]>(tooWide)) found.push(`${width} px: ${what}`)
    }
    // Both languages have the same elements and colours, and every word of a name is in both dictionaries.
    return locale === 'en' ? found : [...found, ...(await seriousFindings(page))]
  }

  // For looking with one's own eyes: a folder named here gets a picture of every state.
  async function picture(page: Page, name: string): Promise<void> {
    const folder = process.env.TUCAI_TEST_PICTURES
    if (folder) await page.screenshot({ path: path.join(folder, `${name}.png`) })
  }
})

/** Runs in the page: what is wider than the screen, and buttons whose words are cut off. */
const tooWide = `(() => {
  const found = []
  const widthPx = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth > widthPx) found.push('scrolls sideways to ' + document.documentElement.scrollWidth)
  for (const each of document.querySelectorAll('button, a, [role=radio], [role=switch], [role=checkbox], input, textarea')) {
    const box = each.getBoundingClientRect()
    if (box.width === 0 || each.closest('[aria-hidden=true]')) continue
    const name = each.className + ' ' + (each.innerText || each.getAttribute('aria-label') || '').slice(0, 20)
    if (box.left < -0.5 || box.right > widthPx + 0.5) found.push(name + ' lies outside')
    if (each.matches('button, a') && each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX !== 'visible')
      found.push(name + ' is cut off')
  }
  return found
})()`
