import { drawPerson } from '@tucai/portrait/drawn-person'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Developed } from '../../src/photo/developer.ts'
import { aVisibleReview } from '../reviews.ts'
import { type StaffLogin, startWorld, type World } from '../world.ts'

const executablePath = process.env.TUCAI_TEST_CHROMIUM
const LIMIT_MS = 180_000
/** Verdicts are told to students after ten seconds. */
const settled = { timeout: 30_000, interval: 250 }

/** How long it took, in the page, from a key to the next photo on the screen. */
interface Timed {
  pace: number[]
}

describe.skipIf(!executablePath)('the review desk, in a real browser [needs browser]', () => {
  let world: World
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let campaign: { campaignId: string; schoolId: string }
  let pictures: { original: Buffer; developed: Developed }[]

  beforeAll(async () => {
    world = await startWorld()
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
    pictures = []
    for (const look of [
      { hair: 'bob', seed: 3 },
      { hair: 'short', face: 'soft', seed: 5 },
    ] as const) {
      const { rgb, widthPx, heightPx } = drawPerson(look, { widthPx: 1200, heightPx: 1600 })
      const raw = { width: widthPx, height: heightPx, channels: 3 } as const
      const original = await sharp(Buffer.from(rgb), { raw }).jpeg({ quality: 92 }).toBuffer()
      pictures.push({ original, developed: await world.deps.developer.develop(original, 'chsi-2017-blue') })
    }
  }, LIMIT_MS)

  afterAll(async () => {
    await browser?.close()
    await world?.close()
  })

  /** A campaign in which so many photos wait, and its desk before a reviewer who has just signed in. */
  async function atDesk(count: number, role: 'reviewer' | 'administrator' = 'reviewer') {
    campaign = await world.aCampaign()
    const made = []
    for (let number = 0; number < count; number++)
      made.push(await aVisibleReview(world, campaign, pictures[number % pictures.length]!))
    const login = await world.aStaffLogin({ role })
    await context?.close()
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
    page = await context.newPage()
    page.setDefaultTimeout(20_000)
    await page.clock.install()
    await signIn(login)
    await page.goto(`${world.url}/console/?page=review&campaign=${campaign.campaignId}`)
    if (count > 0) await photo().waitFor()
    return made
  }

  async function signIn({ login, password, code }: StaffLogin) {
    await page.goto(`${world.url}/console/`)
    await page.getByLabel('用户名').fill(login)
    await page.getByLabel('密码', { exact: true }).fill(password)
    await page.getByRole('button', { name: /下一步$/ }).click()
    await page.getByRole('group', { name: '动态验证码' }).getByRole('textbox').first().click()
    await page.keyboard.type(code())
    await page.getByRole('navigation', { name: '主导航' }).waitFor()
  }

  const photo = () => page.getByRole('img', { name: /的成品照$/ }).first()
  const untilNotUndone = () => page.clock.fastForward(10_500)
  const press = (key: string) => page.keyboard.press(key)
  const present = () => page.locator('.thumb.present')
  const place = async () => (await page.locator('.desk-place b').textContent())?.trim()
  const states = async () =>
    Object.fromEntries(
      (
        await world.query<{ state: string; count: number }>(
          'SELECT state, count(*)::int AS count FROM review WHERE campaign_id = $1 GROUP BY state',
          [campaign.campaignId],
        )
      ).map(({ state, count }) => [state, count]),
    )

  it(
    'takes a verdict with one key, shows the next photo at once, and tells the server when it can no longer be undone',
    async () => {
      await atDesk(24)
      const pace: number[] = []
      for (let number = 0; number < 20; number++) {
        const before = await photo().getAttribute('src')
        pace.push(
          await page.evaluate(async () => {
            const browserPage = globalThis as unknown as {
              dispatchEvent(event: unknown): void
              KeyboardEvent: new (kind: string, given: object) => unknown
              document: { querySelector(query: string): { src: string; complete: boolean } | null }
              requestAnimationFrame(then: () => void): void
              performance: { now(): number }
            }
            const shown = () => browserPage.document.querySelector('.desk-picture img')?.src
            const first = shown()
            const from = browserPage.performance.now()
            browserPage.dispatchEvent(new browserPage.KeyboardEvent('keydown', { key: 'a', bubbles: true }))
            while (shown() === first) await new Promise<void>((then) => browserPage.requestAnimationFrame(then))
            await new Promise<void>((then) => browserPage.requestAnimationFrame(() => then()))
            return browserPage.performance.now() - from
          }),
        )
        expect(await photo().getAttribute('src')).not.toBe(before)
      }
      const timed: Timed = { pace: pace.toSorted((a, b) => a - b) }
      console.log(
        `from the key to the next photo: median ${timed.pace[10]!.toFixed(0)} ms, slowest ${timed.pace[19]!.toFixed(0)} ms`,
      )
      expect(await place()).toBe('本轮 21 / 40')
      expect(await states()).toEqual({ waiting: 24 })
      await untilNotUndone()
      await expect.poll(states, settled).toEqual({ approved: 20, waiting: 4 })
    },
    LIMIT_MS,
  )

  it(
    'rejects with the reasons under the keys and a note, and with no reason rejects nothing',
    async () => {
      const [only] = await atDesk(1)
      await press('r')
      expect(await page.evaluate('document.activeElement?.id')).toBe('first-reason')
      await press('1')
      await press('5')
      await press('/')
      await page.keyboard.type('请把刘海拨开 arj')
      await press('Escape')
      await page.getByRole('button', { name: '驳回 · 2 个原因 R' }).waitFor()
      await press('r')
      await page.getByText('没有待审的照片').waitFor()
      await untilNotUndone()
      await expect.poll(states, settled).toEqual({ rejected: 1 })
      const [row] = await world.query('SELECT reasons, note FROM review WHERE id = $1', [only!.reviewId])
      expect(row).toEqual({ reasons: ['OCC_HAIR_BROW', 'BG_EDGE'], note: '请把刘海拨开 arj' })
    },
    LIMIT_MS,
  )

  it(
    'takes a verdict back within ten seconds, and nobody has heard of it',
    async () => {
      await atDesk(2)
      const first = await present().getAttribute('aria-label')
      await press('a')
      await page.getByText('上一张已通过').waitFor()
      await press('u')
      expect(await present().getAttribute('aria-label')).toBe(first)
      await press('3')
      await press('r')
      await press('a')
      await untilNotUndone()
      await expect.poll(states, settled).toEqual({ approved: 1, rejected: 1 })
      const told = await world.query(
        `SELECT action FROM audit WHERE action IN ('review-approved', 'review-rejected')
         AND subject_ids && ARRAY(SELECT id FROM review WHERE campaign_id = $1)`,
        [campaign.campaignId],
      )
      expect(told).toHaveLength(2)
    },
    LIMIT_MS,
  )

  it(
    'keeps verdicts while the line is down and sends each once when it is back',
    async () => {
      await atDesk(3)
      await expect.poll(() => page.locator('.desk-strip img').count()).toBe(3)
      await context.setOffline(true)
      await press('a')
      await press('2')
      await press('r')
      await page.getByText('连接中断：2 个结论已存在本机').waitFor()
      expect(await states()).toEqual({ waiting: 3 })
      await context.setOffline(false)
      await untilNotUndone()
      await expect.poll(states, settled).toEqual({ approved: 1, rejected: 1, waiting: 1 })
    },
    LIMIT_MS,
  )

  it(
    'sends what it holds when it is given back, and frees what lies there for others',
    async () => {
      await atDesk(3)
      await press('a')
      await page.getByRole('button', { name: '交还队列' }).click()
      await page.getByRole('heading', { name: '已交还队列' }).waitFor()
      expect(await states()).toEqual({ approved: 1, waiting: 2 })
      const claimed = await world.query('SELECT 1 FROM review WHERE campaign_id = $1 AND claimed_by IS NOT NULL', [
        campaign.campaignId,
      ])
      expect(claimed).toEqual([])
    },
    LIMIT_MS,
  )

  it(
    'zooms into the softest edge, lays the original under the finished photo, and crops by shift and scale alone',
    async () => {
      const [only] = await atDesk(1)
      await press('z')
      expect(await photo().getAttribute('style')).toContain('scale(4)')
      await press('z')
      await page
        .getByRole('img', { name: /的原图$/ })
        .first()
        .waitFor()
      await page.keyboard.down('o')
      await page.locator('.desk-picture .desk-overlay').waitFor()
      await page.keyboard.up('o')
      const before = await hashOf(only!.reviewId)
      await press('c')
      for (let step = 0; step < 4; step++) await press('ArrowUp')
      await page.getByRole('status').filter({ hasText: '符合标准' }).waitFor()
      for (let step = 0; step < 60; step++) await press('Shift+ArrowDown')
      await page.getByRole('status').filter({ hasText: '超出标准' }).waitFor()
      expect(await page.getByRole('button', { name: /按此裁切/ }).isDisabled()).toBe(true)
      for (let step = 0; step < 60; step++) await press('Shift+ArrowUp')
      await press('Enter')
      await page.getByText('已按新的裁切生成成品照').waitFor()
      expect(await hashOf(only!.reviewId)).not.toBe(before)
      await press('a')
      await untilNotUndone()
      await expect.poll(states, settled).toEqual({ approved: 1 })
    },
    LIMIT_MS,
  )

  async function hashOf(reviewId: string): Promise<string> {
    const [row] = await world.query<{ hash: string }>('SELECT finished_sha256 AS hash FROM review WHERE id = $1', [
      reviewId,
    ])
    return row!.hash
  }
})
