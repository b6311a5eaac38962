import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Developed } from '../../src/photo/developer.ts'
import { aDeliverable, usualSettings } from '../deliverable.ts'
import { goodPhoto } from '../pictures.ts'
import { aPrintRoom } from '../print-room.ts'
import { aPaymentOf, aPrintedOrder, refundOf } from '../printed-orders.ts'
import { aVisibleReview } from '../reviews.ts'
import { aGraduateAt } from '../stages.ts'
import { startWorld, type World } from '../world.ts'
import { withSession } from './at-console.ts'
import { seriousFindings } from './axe.ts'

const executablePath = process.env.TUCAI_TEST_CHROMIUM
/** What lies over a page. */
const floating = '[role=dialog], .ant-dropdown, .ant-popover'
const row = 'tbody tr[data-row-key]'

/** A place, what is there once it has come, and what is clicked there one after another; each thing opened is looked at too. */
const visits: [place: string, ready: string, ...opened: string[]][] = [
  ['page=overview', '.schools', '.page-actions .ant-btn-primary', '.schools .row-name'],
  ['page=campaigns', '.campaign', '.page-actions .ant-btn-primary'],
  ['page=campaigns&history=1', '[role=dialog]'],
  ['page=roster', '.roster-drop', '.page-actions button:nth-of-type(2)'],
  ['page=graduates', row, '.page-actions button', `${row} .ant-dropdown-trigger`, '.ant-dropdown-trigger'],
  ['page=graduates&graduate=GRADUATE', 'button.eye', 'button.eye', '.page-actions button:nth-of-type(2)'],
  ['page=review', '.desk-original img'],
  ['page=orders', row, row],
  ['page=prints', '.sheet-large image', '.page-actions button', '.page-actions .ant-btn-primary'],
  ['page=parcels', row, '.page-actions button:nth-of-type(2)'],
  ['page=reconciliation', 'h1'],
  ['page=invoices', 'h1'],
  ['page=notices', 'h1'],
  ['page=delivery', '.builder-names', '.records tr.opens'],
  ['page=staff', row, '.page-actions button', '.page-actions .ant-btn-primary'],
  ['page=audits', row],
  ['page=system', '.system'],
]

describe.skipIf(!executablePath)('people with a screen reader at the console [needs browser]', () => {
  let world: World
  let browser: Browser
  let page: Page
  let campaignId: string
  let graduateId: string

  beforeAll(async () => {
    world = await startWorld()
    const room = await aPrintRoom(world, await world.aStaff({ role: 'print' }))
    campaignId = room.campaign.campaignId
    graduateId = (await aGraduateAt(world, 'rejected', room.campaign)).graduateId
    for (const stage of ['none', 'paid'] as const) await aGraduateAt(world, stage, room.campaign)
    const picture = await goodPhoto()
    const report = { standard: 'chsi-2017-blue', findings: [], geometry: null }
    const developed = { finished: picture, master: picture, report } as unknown as Developed
    await aVisibleReview(world, room.campaign, { original: picture, developed })
    await aDeliverable(world, room.campaign)
    await room.order()
    const order = await aPrintedOrder(world, room.campaign)
    await refundOf(world, order, await aPaymentOf(world, order), 'asked')
    await aPrintedOrder(world, room.campaign)
    const administrator = await world.aStaff()
    await administrator.call('printBatchMake', { ...room.ofCampaign, body: {} })
    await administrator.call('staffParcelMake', { params: { campaignId } })
    await administrator.call('deliveryMake', { params: { campaignId }, body: usualSettings })
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
    page = await withSession(browser, world, administrator, { reducedMotion: 'reduce' })
  })

  afterAll(async () => {
    await browser?.close()
    await world?.close()
  })

  /** Colours that still change are nobody's fault. */
  const atRest = () =>
    page.evaluate(`Promise.all(document.getAnimations()
      .filter((one) => one.effect.getTiming().iterations !== Infinity)
      .map((one) => one.finished.catch(() => {}))).then(() => {})`)

  it.each(['zh', 'en'])(
    'meet nothing serious on its pages and, in the first language, in what they open, in %s',
    async (language) => {
      await page.goto(`${world.url}/console/`)
      await page.evaluate(`localStorage.setItem('tucai-console-language', '${language}')`)
      const found: Record<string, string[]> = {}
      const look = async (name: string) => {
        await atRest()
        const findings = await seriousFindings(page)
        if (findings.length > 0) found[name] = findings
      }
      for (const [place, ready, ...opened] of visits) {
        await page.goto(`${world.url}/console/?campaign=${campaignId}&${place.replace('GRADUATE', graduateId)}`)
        await page.locator(ready).first().waitFor()
        await look(place)
        for (const opener of language === 'zh' ? opened : []) {
          await page.locator(opener).first().click()
          await page.locator(floating).last().waitFor()
          await look(`${place} ${opener}`)
          await page.keyboard.press('Escape')
          await page.locator(floating).last().waitFor({ state: 'hidden' })
        }
      }
      expect(found).toEqual({})
    },
    120_000,
  )

  it.each([
    ['page=overview', '.schools .row-name'],
    ['page=orders', row],
    ['page=delivery', '.records tr.opens'],
  ])('hear what they opened before its contents have come, at %s', async (place, opener) => {
    await page.goto(`${world.url}/console/?campaign=${campaignId}&${place}`)
    await page.locator(opener).first().waitFor()
    await page.route('**/api/**', () => {})
    await page.locator(opener).first().click()
    await page.getByRole('dialog', { name: /\S/ }).waitFor()
    await atRest()
    expect(await seriousFindings(page)).toEqual([])
    await page.unroute('**/api/**')
  })
})
