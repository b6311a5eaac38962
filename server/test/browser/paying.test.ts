import path from 'node:path'
import { pathOf } from '@tucai/contract'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openWechatEmulator, type WechatEmulator } from '../../../emulators/wechat.ts'
import { openWechatPayEmulator, type WechatPayEmulator } from '../../../emulators/wechat-pay/emulator.ts'
import { anOrder, aStudent, confirmNewPhoto, type OnTheWay } from '../steps.ts'
import { startWorld, type World } from '../world.ts'

const executablePath = process.env.TUCAI_TEST_CHROMIUM
const weapp = { appId: 'wx0000000000000000', appSecret: 'the secret of a mini program' }
const account = { appId: 'wx1111111111111111', appSecret: 'the secret of an account' }

describe.skipIf(!executablePath)('a student who pays with WeChat, in a real browser [needs browser]', () => {
  let world: World
  let emulator: WechatPayEmulator
  let wechat: WechatEmulator
  let browser: Browser
  let context: BrowserContext | undefined
  let page: Page

  beforeAll(async () => {
    emulator = await openWechatPayEmulator({ appIds: [weapp.appId, account.appId] })
    wechat = await openWechatEmulator(weapp, 0, account)
    const environment = {
      TUCAI_WECHAT_API_URL: wechat.url,
      TUCAI_WECHAT_PAGE_APP_ID: account.appId,
      TUCAI_WECHAT_PAGE_APP_SECRET: account.appSecret,
    }
    world = await startWorld({ wechatPay: emulator, environment })
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  })
  afterAll(async () => {
    await browser?.close()
    await world?.close()
    await emulator?.close()
    await wechat?.close()
  })
  // For looking with one's own eyes: a folder named here gets a picture after every test.
  afterEach(async ({ task }) => {
    await picture(task.name)
    await context?.close()
  })

  /** Opens the student's phone where the enrolment is already signed in. */
  async function onPhone({ student }: OnTheWay, options: BrowserContextOptions = {}): Promise<void> {
    context = await browser.newContext({
      ...{ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
      ...{ locale: 'zh-CN', ...options },
    })
    context.setDefaultTimeout(20_000)
    await context.addCookies([...student.cookies].map(([name, value]) => ({ name, value, url: world.url })))
    await context.addInitScript("localStorage.setItem('tucai.signed-in', 'yes')")
    page = await context.newPage()
  }
  const open = (screen: string, query: string) => page.goto(`${world.url}/#/pages/${screen}/${screen}?${query}`)
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' }).last()
  const reading = (words: string | RegExp) => page.getByText(words).first().waitFor()
  const at = (screen: string) => page.locator(`.at-${screen}`).last()
  async function picture(name: string) {
    const folder = process.env.TUCAI_TEST_PICTURES
    if (!folder) return
    // A sheet has come to rest after this long.
    await page.waitForTimeout(400)
    await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true })
  }
  const askedForOrders = () =>
    emulator.answered.filter(({ method, url }) => method === 'GET' && /out-trade-no/.test(url))

  it('sees fees and refund rule, pays at the cashier of WeChat, and comes back to an order that the signed notice paid', async () => {
    const way = await anOrder(world)
    await onPhone(way)
    await open('order', `graduateId=${way.graduateId}`)
    await at('order').getByText('图像采集').waitFor()
    await reading(/可以全额退款/)
    await picture('order before paying')
    await button('去支付').click()
    await button('支付').click()
    await reading('支付成功')
    expect(page.url()).toContain(`/pages/paid/paid?orderId=${way.order.orderId}`)
    expect(await page.locator('.at-paid .sum').innerText()).toMatch(/20\.00/)
    expect(emulator.notices.map(({ state }) => state)).toEqual(['taken'])
    const paid = await world.query('SELECT provider, way, state FROM payment WHERE order_id = $1', [way.order.orderId])
    expect(paid).toEqual([{ provider: 'wechat-pay', way: 'h5', state: 'paid' }])
  })

  it('whose line drops while the payment begins pays all the same, at one cashier', async () => {
    const way = await anOrder(world)
    await onPhone(way)
    let lost = 0
    await page.route(`**${pathOf('paymentStart', { orderId: way.order.orderId })}`, async (route) => {
      if (lost === 1) return route.continue()
      lost += 1
      await route.fetch()
      return route.abort('connectionreset')
    })
    await open('order', `graduateId=${way.graduateId}`)
    await button('去支付').click()
    await button('支付').click()
    await reading('支付成功')
    expect(lost).toBe(1)
    const attempts = await world.query('SELECT state FROM payment WHERE order_id = $1', [way.order.orderId])
    expect(attempts).toEqual([{ state: 'paid' }])
  })

  it('finds the order paid on coming back although the notice was lost', async () => {
    const way = await anOrder(world)
    emulator.fault({ at: 'notice', kind: 'lose' })
    const before = askedForOrders().length
    await onPhone(way)
    await open('order', `graduateId=${way.graduateId}`)
    await button('去支付').click()
    await button('支付').click()
    await reading('支付成功')
    expect(askedForOrders().length).toBeGreaterThan(before)
    expect((await way.student.call('orderShow', { params: { orderId: way.order.orderId } })).state).toBe('paid')
  })

  it('who gave up is told that WeChat has said nothing, loses nothing, and pays later', async () => {
    const way = await anOrder(world)
    await onPhone(way)
    await open('order', `graduateId=${way.graduateId}`)
    await button('去支付').click()
    await button('放弃支付').click()
    await reading('正在确认支付结果')
    await reading('还在等待微信的支付结果')
    await picture('still waiting')
    await button('查看订单').click()
    await reading('等待支付')
    await button('去支付').click()
    await at('order').waitFor()
    await button('去支付').click()
    await button('支付').click()
    await reading('支付成功')
  })

  it('inside WeChat the page asks once who pays, hides the code, and pays in the app', async () => {
    const way = await anOrder(world)
    await onPhone(way, { userAgent: 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 MicroMessenger/8.0.50' })
    wechat.account.visitor = 'openid-of-the-account'
    await context!.route('https://open.weixin.qq.com/**', async (route) => {
      const { pathname, search } = new URL(route.request().url())
      const answer = await fetch(`${wechat.url}${pathname}${search}`, { redirect: 'manual' })
      await route.fulfill({ status: 302, headers: { location: answer.headers.get('location')! } })
    })
    const paidWith: string[] = []
    await context!.exposeFunction('payInApp', (parameters: Record<string, string>) => {
      paidWith.push(parameters.appId!)
      return emulator.pay(parameters as never).errMsg
    })
    await context!.addInitScript(`window.WeixinJSBridge = { invoke: async (name, parameters, answer) =>
      answer({ err_msg: (await payInApp(parameters)) === 'requestPayment:ok' ? 'get_brand_wcpay_request:ok' : name }) }`)
    await open('order', `graduateId=${way.graduateId}`)
    await button('去支付').click()
    await reading('支付成功')
    expect(page.url()).not.toMatch(/code=|state=/)
    expect(paidWith).toEqual([account.appId])
  })

  it('where paying comes first, chooses sets and station, pays, and is led to the photo', async () => {
    const campaign = await world.aCampaign({
      ...{
        payWhen: 'before-photo',
        printSetsMost: 3,
        stationFeeFen: 200,
        station: '图书馆一楼服务台，工作日9:00–17:00',
      },
      ...{ mailingFeeFen: 800, payer: 'school-collection' },
    })
    const way = await aStudent(world, campaign)
    await onPhone(way)
    await page.goto(world.url)
    await page.locator('.stepper-step').first().waitFor()
    expect(await page.locator('.stepper-step').allInnerTexts()).toEqual(
      '信息采集 邮寄信息 订单 拍照采集 照片确认'.split(' ').map((name) => expect.stringContaining(name)),
    )
    await button(/开始线上采集/).click()
    await button('下一步').click()
    await page.getByRole('radio', { name: /^需要/ }).click()
    await button('多一套').click()
    await page.getByRole('radio', { name: /到学校领取.*图书馆/ }).click()
    await reading('图像采集由学校付费，纸质版照片由你付费')
    expect(await at('paper').locator('.footer .sum').innerText()).toMatch(/32\.00/)
    await picture('paper of a campaign with everything')
    await button('下一步').click()
    await reading('图书馆一楼服务台，工作日9:00–17:00')
    expect(await at('order').locator('.footer .sum').innerText()).toMatch(/32\.00/)
    await picture('order of a campaign with everything')
    await button('去支付').click()
    await button('支付').click()
    await reading('订单已支付，请继续拍照')
    await picture('paid before the photo')
    await button('继续采集').click()
    await reading('拍摄时需要纯色背景')
    await page.goto(world.url)
    await reading(/上次完成到订单，将从拍照采集继续/)
    await picture('home after paying first')
    await confirmNewPhoto(way)
    await page.reload()
    await reading('采集已完成，可以查看信息和照片')
  })

  it('where there is no paper nothing is asked about it', async () => {
    const campaign = await world.aCampaign({ mailingFeeFen: null, stationFeeFen: null })
    const way = await aStudent(world, campaign)
    await way.student.confirmInformation(way.graduateId)
    await confirmNewPhoto(way)
    await onPhone(way)
    await open('paper', `graduateId=${way.graduateId}`)
    await reading('请核对信息，确认后支付')
    await reading('第 4 步，共 4 步')
    expect(await at('order').locator('.kv, .fee').getByText('纸质').count()).toBe(0)
    expect(await at('order').locator('.footer .sum').innerText()).toMatch(/20\.00/)
  })

  it('where the school pays, the order is confirmed without a cashier', async () => {
    const campaign = await world.aCampaign({ payer: 'school' })
    const way = await anOrder(world, campaign)
    await onPhone(way)
    await open('order', `graduateId=${way.graduateId}`)
    await reading('学校支付')
    await picture('order that the school pays')
    await button('确认订单').click()
    await reading('订单已完成')
    await picture('done without paying')
  })

  it.each(['zh-CN', 'en-US'])(
    'asks for an invoice, then for a refund by the rule, and sees both come to their end (%s)',
    async (locale) => {
      const way = await anOrder(world)
      await onPhone(way, { locale })
      await open('order', `graduateId=${way.graduateId}`)
      await at('order').locator('.footer .btn.primary').click()
      await button('支付').click()
      await at('paid').locator('.seal').waitFor()
      await picture(`paid ${locale}`)
      await open('order-detail', `orderId=${way.order.orderId}`)
      await at('order-detail').locator('.refunds').waitFor()
      await picture(`order detail ${locale}`)
      await at('order-detail').locator('.invoices .link').click()
      await at('invoice').getByRole('radio').last().click()
      await page.locator('#title').fill('示范（上海）有限公司')
      await page.locator('#taxNumber').fill('91350100M000100Y44')
      await at('invoice').locator('.footer .btn.primary').click()
      await at('invoice').locator('#taxNumber-help .bad').waitFor()
      await picture(`invoice ${locale}`)
      await page.locator('#taxNumber').fill('91350100M000100Y43')
      await at('invoice').locator('.footer .btn.primary').click()
      await at('order-detail').locator('.invoices .tag').waitFor()
      await at('order-detail').locator('.invoices').scrollIntoViewIfNeeded()
      await picture(`order with invoice ${locale}`)
      await at('order-detail').locator('.refunds .link').click()
      await picture(`refund sheet ${locale}`)
      await at('order-detail').locator('.sheet .btn.primary').click()
      await at('order-detail').locator('.refund .tag').waitFor()
      await expect
        .poll(async () => (await way.student.call('orderShow', { params: { orderId: way.order.orderId } })).state, {
          timeout: 30_000,
        })
        .toBe('refunded')
      await page.reload()
      await at('order-detail').locator('.refund .tag.ok').waitFor()
      await at('order-detail').locator('.invoices .tag.mute').waitFor()
      await picture(`order refunded ${locale}`)
      await open('orders', '')
      await at('orders').locator('.entry').first().waitFor()
      await picture(`orders ${locale}`)
    },
  )
})
