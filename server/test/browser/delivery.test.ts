import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aDeliverable } from '../deliverable.ts'
import { startWorld, type World } from '../world.ts'
import { withSession } from './at-console.ts'

const executablePath = process.env.TUCAI_TEST_CHROMIUM

describe.skipIf(!executablePath)('the page of deliveries [needs browser]', () => {
  let world: World
  let browser: Browser
  let page: Page
  let campaignId: string

  beforeAll(async () => {
    world = await startWorld()
    const campaign = await world.aCampaign()
    campaignId = campaign.campaignId
    for (let count = 0; count < 2; count++) await aDeliverable(world, campaign)
    const administrator = await world.aStaff()
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
    page = await withSession(browser, world, administrator)
  })

  afterAll(async () => {
    await browser?.close()
    await world?.close()
  })

  it('shows by itself what has been made of approved photos meanwhile', async () => {
    const [row] = await world.query<{ made: object }>(
      `DELETE FROM derivative WHERE (photo_id, standard) IN
        (SELECT photo_id, standard FROM derivative WHERE standard = 'chsi-2017-blue' LIMIT 1) RETURNING to_jsonb(derivative) AS made`,
    )
    expect(row).toBeDefined()
    await page.goto(`${world.url}/console/?campaign=${campaignId}&page=delivery`)
    await page.getByText('1 张 · ').waitFor()
    await world.query('INSERT INTO derivative SELECT * FROM jsonb_populate_record(NULL::derivative, $1)', [row!.made])
    await page.getByText('2 张 · ').waitFor()
  })
})
