import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWechatPayEmulator, type WechatPayEmulator } from '../../../emulators/wechat-pay/emulator.ts'
import { openMoney } from '../../src/money.ts'
import { reconcile } from '../../src/payment/reconciling.ts'
import { aPayer, type Payer, payAtWechat } from '../payers.ts'
import { aPrintRoom, type PrintRoom } from '../print-room.ts'
import { aPrintedOrder } from '../printed-orders.ts'
import { startWorld, type World } from '../world.ts'

const executablePath = process.env.TUCAI_TEST_CHROMIUM

describe.skipIf(!executablePath)('the counter of the console, in a real browser [needs browser]', () => {
  let world: World
  let emulator: WechatPayEmulator
  let browser: Browser
  let room: PrintRoom
  let payer: Payer

  beforeAll(async () => {
    emulator = await openWechatPayEmulator({ now: () => world?.deps.clock.now() ?? new Date() })
    world = await startWorld({
      wechatPay: emulator,
      environment: {
        TUCAI_REFUND_ALONE_FEN: '1000',

        TUCAI_SENDER_NAME: '图像采集中心',
        TUCAI_SENDER_PHONE: '021-36521351',
        TUCAI_SENDER_ADDRESS: '上海市',
      },
    })
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
    room = await aPrintRoom(world, await world.aStaff({ role: 'print' }))
    for (const [at, name] of ['沈若溪', '顾一鸣', '周明轩'].entries())
      await room.order({ name, studentNumber: `202300${at}` })
    payer = await aPayer(world)
    await payAtWechat(emulator, payer)
    await emulator.settle()
  })

  afterAll(async () => {
    await browser?.close()
    await world?.close()
    await emulator?.close()
  })

  async function consoleOf(role: 'finance' | 'print' | 'administrator', place: string): Promise<Page> {
    const staff = await world.aStaff({ role })
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
    await context.addCookies([{ name: 'tucai_staff', value: staff.cookies.get('tucai_staff')!, url: world.url }])
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    await page.goto(`${world.url}/console/?${place}`)
    return page
  }
  const button = (page: Page, name: RegExp) => page.getByRole('button', { name }).first()

  it('finance asks a large refund back, and only another person approves it', async () => {
    const place = `page=orders&campaign=${payer.campaignId}`
    const asking = await consoleOf('finance', place)
    await asking.locator('tr[data-row-key]').first().click()
    await button(asking, /^发起退款$/).click()
    await asking.getByLabel('退款原因').fill('学校统一缴费，重复支付')
    await button(asking, /^退款 ¥/).click()
    await asking.getByText('这是你自己发起的申请').waitFor()
    expect(await button(asking, /^退款 ¥/).isDisabled()).toBe(true)
    const approving = await consoleOf('finance', `${place}&order=${payer.orderId}`)
    await approving.getByText('待你批准').waitFor()
    await button(approving, /^退款 ¥/).click()
    await expect
      .poll(async () => (await world.query<{ state: string }>('SELECT state FROM refund'))[0]?.state)
      .not.toBe('asked')
    expect(await approving.locator('tbody tr[data-row-key]').first().innerText()).toMatch(/林\*\*\s/)
  })

  it('the print room makes a batch, looks at its sheets and marks what was printed', async () => {
    const page = await consoleOf('print', `page=prints&campaign=${room.campaign.campaignId}`)
    await button(page, /新建批次/).click()
    await page.getByText('将冲印 3 单').waitFor()
    await button(page, /^冲印 3 单$/).click()
    await page.getByRole('img', { name: '第 1 张' }).first().waitFor({ timeout: 60_000 })
    await button(page, /^下一张$/).click()
    await page.getByText('第 2 / 3 张').waitFor()
    await page.waitForLoadState('networkidle')
    await button(page, /标记已冲印 3 人/).click()
    await page.getByRole('checkbox', { name: /周明轩/ }).check()
    await page.getByLabel('没有印好的原因').fill('卡纸')
    await button(page, /标记已冲印 2 人/).click()
    await page.getByText('没有进行中的批次').waitFor()
    const printed = await world.query("SELECT 1 FROM print_item WHERE state = 'printed'")
    expect(printed).toHaveLength(2)
  })

  it('the packing room pairs bag and label by scanning, and takes a parcel back', async () => {
    const orders = []
    for (const name of ['苏晴', '江南', '康宁']) orders.push(await aPrintedOrder(world, { ...room.campaign, name }))
    const page = await consoleOf('print', `page=parcels&campaign=${room.campaign.campaignId}`)
    await button(page, /建 3 个包裹/).click()
    await expect.poll(() => page.locator('tr[data-row-key]').count(), { timeout: 20_000 }).toBe(3)
    const scan = page.getByLabel('扫描', { exact: true })
    for (const [at, { number }] of orders.slice(0, 2).entries()) {
      await scan.fill(number.replaceAll('-', ''))
      await scan.press('Enter')
      await page.getByPlaceholder(`${number}：请扫描面单上的运单号`).waitFor()
      await scan.fill(`SF14020000088${31 + at}`)
      await scan.press('Enter')
      await page.getByText(`已配对 ${at + 1} 件`).waitFor()
    }
    await page.locator('tr[data-row-key]').filter({ hasText: orders[0]!.number }).click()
    await button(page, /^标记退回$/).click()
    await page.getByLabel('退回原因（选填）').fill('收件电话两次未接通')
    await page.getByRole('dialog').getByRole('button', { name: '标记退回' }).click()
    await page.getByText('快递退回：收件电话两次未接通').waitFor()
    const rows = await world.query<{ state: string }>('SELECT state FROM parcel ORDER BY state')
    expect(rows.map(({ state }) => state)).toEqual(['returned', 'shipped', 'waiting'])
  })

  it('finance settles what differs, closes the day, and two persons open it again', async () => {
    const [attempt] = await world.query<{ trade_number: string }>(
      "SELECT trade_number FROM payment WHERE state = 'paid'",
    )
    await world.query("UPDATE payment SET trade_number = 'T0000000000000001' WHERE trade_number = $1", [
      attempt!.trade_number,
    ])
    const day = new Date(world.deps.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
    const { payments, wechatPay } = openMoney(world.deps, async () => {})
    world.travel(36 * 3_600_000)
    const reconciliationId = await reconcile(payments, wechatPay!, day)
    const place = `page=reconciliation&month=${day.slice(0, 7)}&day=${reconciliationId}`
    const page = await consoleOf('finance', place)
    const close = button(page, /^关账/)
    await close.waitFor()
    await page.getByText('本系统有，支付方无').waitFor()
    expect(await close.isDisabled()).toBe(true)
    const open = () => page.locator('tr[data-row-key]').getByRole('button', { name: '处理', exact: true })
    for (let left = await open().count(); left > 0; left--) {
      await open().first().click()
      await page.getByLabel('做了什么').fill('已与微信核对')
      await page.getByRole('dialog').getByRole('button', { name: '处理', exact: true }).click()
      await expect.poll(() => open().count(), { timeout: 20_000 }).toBe(left - 1)
    }
    await close.click()
    await button(page, /^申请重开$/).click()
    await page.getByLabel('为什么要重开').fill('补记一笔')
    await page.getByRole('dialog').getByRole('button', { name: '申请重开' }).click()
    await page.getByText('申请重开：补记一笔').waitFor()
    expect(await button(page, /^同意重开$/).isDisabled()).toBe(true)
    const second = await consoleOf('finance', place)
    await button(second, /^同意重开$/).click()
    await button(second, /^关账/).waitFor()
  })

  it('speaks English on every one of its pages', async () => {
    const pages = {
      orders: 'Orders & refunds',
      prints: 'Print room',
      parcels: 'Parcels',
      invoices: 'Invoices',
      notices: 'Notices',
    }
    const page = await consoleOf('administrator', `page=orders&campaign=${room.campaign.campaignId}`)
    await page.getByRole('button', { name: 'English' }).click()
    for (const [name, title] of Object.entries(pages)) {
      await page.goto(`${world.url}/console/?page=${name}&campaign=${room.campaign.campaignId}`)
      await page.getByRole('heading', { name: title, level: 1 }).waitFor()
      await page.waitForLoadState('networkidle')
    }
  })
})
