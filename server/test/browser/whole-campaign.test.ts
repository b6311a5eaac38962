import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWechatPayEmulator, type WechatPayEmulator } from '../../../emulators/wechat-pay/emulator.ts'
import { payAtWechat } from '../payers.ts'
import { confirmNewPhoto, type OnTheWay } from '../steps.ts'
import { startWorld, type World } from '../world.ts'
import { acceptInvitation, answer, atConsole, choose, goTo, press, saved } from './at-console.ts'
import { checkPackage } from './checked-package.ts'
import { aLine, type Line, rowsOfXlsx, soundSheet, spoiledSheet } from './school-sheet.ts'

const executablePath = process.env.TUCAI_TEST_CHROMIUM
const ENROLLED = 2000
const COLLECTING = 8
const LIMIT_MS = 180_000
const settled = { timeout: 60_000, interval: 200 }

describe.skipIf(!executablePath)('a whole campaign, by everybody who has a part in it [needs browser]', () => {
  let emulator: WechatPayEmulator
  let world: World
  let browser: Browser
  let administrator: Page
  let operator: Page
  let campaignId: string
  const lines = Array.from({ length: ENROLLED }, (_, nth) => aLine(nth))
  const students: (OnTheWay & { line: Line; orderId: string; mailed: boolean })[] = []

  beforeAll(async () => {
    emulator = await openWechatPayEmulator({ now: () => world?.deps.clock.now() ?? new Date() })
    const sender = { TUCAI_SENDER_NAME: '图像采集中心', TUCAI_SENDER_PHONE: '021-36521351' }
    const environment = { ...sender, TUCAI_SENDER_ADDRESS: '上海市虹口区四川北路1457号' }
    world = await startWorld({ wechatPay: emulator, environment })
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  }, LIMIT_MS)
  afterAll(async () => {
    await browser?.close()
    await world?.close()
    await emulator?.close()
  })

  const signedIn = async (role: 'administrator' | 'reviewer' | 'print' | 'finance') =>
    atConsole(browser, world, await world.aStaffLogin({ role }))
  const leave = (page: Page) => page.context().close()

  it(
    'the administrator makes the school and its campaign, and invites an operator, who comes in',
    async () => {
      administrator = await signedIn('administrator')
      const page = administrator
      await press(page, '新建批次')
      const dialog = page.getByRole('dialog', { name: '新建采集批次' })
      await dialog.getByRole('button', { name: '新的学校…' }).click()
      await dialog.getByLabel('学校名称').fill('浦江示范大学')
      await dialog.getByLabel('院校代码（5 位，选填）').fill('10999')
      await dialog.getByRole('button', { name: /加\s*入$/ }).click()
      await answer(page, '新建采集批次', '填写设置')
      await page.getByLabel('名称', { exact: true }).getByRole('textbox').fill('2027届毕业生图像采集')
      await page.getByRole('spinbutton', { name: '届别' }).fill('2027')
      await page.getByRole('spinbutton', { name: '邮费' }).fill('12')
      await press(page, /^建立批次/)
      await page.getByText('批次已建立').waitFor()
      await page.getByRole('heading', { name: '采集活动设置' }).waitFor()
      campaignId = new URL(page.url()).searchParams.get('campaign')!

      await goTo(page, '人员与权限')
      await press(page, '邀请')
      await page.getByLabel('用户名').fill('浦江教务')
      await page.getByRole('combobox', { name: '学校' }).fill('浦江')
      await page.keyboard.press('Enter')
      await press(page, '生成邀请链接')
      const link = await page.locator('.invitation-link code').innerText()
      await press(page, '完成')
      operator = await acceptInvitation(browser, world, link)
      await operator.getByText('浦江示范大学').first().waitFor()
    },
    LIMIT_MS,
  )

  it(
    'the school’s sheet with mistakes is refused cell by cell, and nothing of it is taken',
    async () => {
      await goTo(operator, '名单导入')
      const { sheet, cells } = await spoiledSheet(lines)
      await choose(operator, '选择文件', '2027届毕业生.xlsx', sheet)
      await operator.getByText(/处阻断问题未解决，尚未写入任何数据/).waitFor()
      for (const cell of cells) await operator.getByRole('button', { name: cell, exact: true }).waitFor()
      const problems = await saved(operator, () => press(operator, '问题表'))
      const told = (await rowsOfXlsx(problems.bytes)).map((row) => row.join(' '))
      for (const cell of cells) expect(told.some((row) => row.includes(cell))).toBe(true)
      expect(await operator.getByRole('button', { name: '接受 2,000 行' }).isDisabled()).toBe(true)
      expect(await world.query('SELECT 1 FROM graduate WHERE campaign_id = $1', [campaignId])).toEqual([])
    },
    LIMIT_MS,
  )

  it(
    'the mended sheet is taken in one piece',
    async () => {
      await choose(operator, '修正后重新上传', '2027届毕业生-修正.xlsx', await soundSheet(lines))
      await operator.getByText('没有阻断问题，尚未写入任何数据。').waitFor()
      await press(operator, '接受 2,000 行')
      await answer(operator, '接受这份名单？', '接受 2,000 行')
      await operator.getByRole('heading', { name: '名单已写入' }).waitFor()
      const [row] = await world.query('SELECT count(*)::int AS count FROM graduate WHERE campaign_id = $1', [
        campaignId,
      ])
      expect(row).toEqual({ count: ENROLLED })
      await press(operator, '查看毕业生')
      await operator.getByText(/2,000/).first().waitFor()
    },
    LIMIT_MS,
  )

  it(
    'students take their photos, choose prints, and pay',
    async () => {
      for (const [nth, line] of lines.slice(0, COLLECTING).entries()) {
        const student = world.visitor()
        const person = { ...line, graduateId: '', campaignId, schoolId: '' }
        await student.signUp(person)
        const [collection] = await student.call('collectionList', {})
        const { graduateId } = collection!
        const way = { person: { ...person, graduateId }, graduateId, student }
        await student.confirmInformation(graduateId)
        await confirmNewPhoto(way, line.studentNumber)
        const address = {
          recipient: line.name,
          phone: '13800138000',
          regionCode: '310115',
          detail: '张江路1号2幢301室',
        }
        const mailed = nth % 2 === 0
        const body = mailed ? { paper: true, delivery: 'mail' as const, address, keepAddress: false } : { paper: false }
        await student.call('paperChoose', { params: { graduateId }, body })
        const { orderId, totalFen } = await student.call('orderPlace', { params: { graduateId } })
        expect(totalFen).toBe(mailed ? 4700 : 2000)
        await payAtWechat(emulator, { student, orderId } as Parameters<typeof payAtWechat>[1])
        await emulator.settle()
        expect((await student.call('orderShow', { params: { orderId } })).state).toBe('paid')
        students.push({ ...way, line, orderId, mailed })
      }
    },
    LIMIT_MS,
  )

  const reviews = async () => {
    const rows = await world.query<{ state: string }>('SELECT state FROM review WHERE campaign_id = $1', [campaignId])
    return Object.fromEntries([...Map.groupBy(rows, ({ state }) => state)].map(([state, all]) => [state, all.length]))
  }

  it(
    'the reviewer rejects one photo and approves the others by keyboard; who was rejected takes another',
    async () => {
      const page = await signedIn('reviewer')
      await page
        .getByRole('img', { name: /的成品照$/ })
        .first()
        .waitFor()
      await page.keyboard.press('1')
      await page.keyboard.press('r')
      for (let left = COLLECTING - 1; left > 0; left--) await page.keyboard.press('a')
      await page.getByText('没有待审的照片').waitFor()
      await expect.poll(reviews, settled).toEqual({ approved: COLLECTING - 1, rejected: 1 })
      const [row] = await world.query<{ graduate_id: string }>(
        "SELECT graduate_id FROM review WHERE state = 'rejected'",
      )
      const rejected = students.find(({ graduateId }) => graduateId === row!.graduate_id)!
      const view = await rejected.student.call('collectionShow', { params: { graduateId: rejected.graduateId } })
      expect(view.review).toMatchObject({ state: 'rejected', reasons: [{ zh: expect.any(String) }] })
      expect(view.review!.dueAt).not.toBeNull()
      await confirmNewPhoto(rejected, 'another')
      await page
        .getByRole('img', { name: /的成品照$/ })
        .first()
        .waitFor()
      await page.keyboard.press('a')
      await press(page, '交还队列')
      await page.getByRole('heading', { name: '已交还队列' }).waitFor()
      expect(await reviews()).toEqual({ approved: COLLECTING, rejected: 1 })
      await leave(page)
    },
    LIMIT_MS,
  )

  it(
    'the print room prints and ships, and students read the tracking number',
    async () => {
      const page = await signedIn('print')
      const mailed = students.filter((student) => student.mailed)
      await goTo(page, '冲印室')
      await press(page, /新建批次/)
      await page.getByText(`将冲印 ${mailed.length} 单`).waitFor()
      await answer(page, '新建冲印批次', `冲印 ${mailed.length} 单`)
      await page.getByRole('img', { name: '第 1 张' }).first().waitFor(settled)
      const pdf = await saved(page, () => press(page, /下载 PDF$/))
      expect(pdf.bytes.subarray(0, 5).toString()).toBe('%PDF-')
      await press(page, /标记已冲印/)
      await answer(page, '标记已冲印', /标记已冲印/)

      await goTo(page, '包裹')
      await press(page, /建 4 个包裹/)
      await press(page, /打印面单 4/)
      const labels = await saved(page, () => answer(page, '打印面单', '打印'))
      expect(labels.bytes.subarray(0, 5).toString()).toBe('%PDF-')
      await press(page, /导出给快递公司/)
      const toCourier = await saved(page, () => answer(page, '导出给快递公司', '导出'))
      const orders = new Set((await rowsOfXlsx(toCourier.bytes)).flat().filter((text) => /^\d{8}-\d+/.test(text)))
      expect(orders.size).toBe(mailed.length)
      const numbers = [...orders].map((order, nth) => `${order},SF14020000088${31 + nth}`)
      await press(page, /导入运单号/)
      const file = {
        name: '回单.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(['订单号,运单号', ...numbers].join('\n')),
      }
      await page.getByLabel('文件', { exact: true }).setInputFiles(file)
      await press(page, '试运行')
      await page.getByText('将寄出 4 件，0 件已经登记过').waitFor()
      await answer(page, '导入运单号', '寄出 4 件')
      await page.getByText('在途 4').waitFor()
      for (const { student, orderId } of mailed) {
        expect((await student.call('orderShow', { params: { orderId } })).state).toBe('shipped')
        const parcel = await student.call('parcelShow', { params: { orderId } })
        expect(JSON.stringify(parcel)).toMatch(/SF14020000088\d\d/)
      }
      await leave(page)
    },
    LIMIT_MS,
  )

  it(
    'the package for CHSI holds every approved photo and nothing else, checked without our code',
    async () => {
      const page = administrator
      await goTo(page, '交付包')
      await page.getByText(`${COLLECTING} 张 · `).waitFor(settled)
      await press(page, /提交批准并生成/)
      const record = page.getByRole('row').filter({ hasText: '待批准' })
      await record.getByText(String(COLLECTING), { exact: true }).waitFor(settled)
      const second = await signedIn('administrator')
      await goTo(second, '人员与权限')
      await second.getByText(`下载交付包 ${COLLECTING} 人`).waitFor()
      await press(second, /批\s*准$/)
      await second.getByText('没有待批准的申请').waitFor()
      await leave(second)
      await record.click()
      const downloads = page.getByRole('button', { name: /^下载 / })
      await expect.poll(() => downloads.count(), settled).toBe(3)
      const files = new Map<string, Buffer>()
      for (const button of await downloads.all()) {
        const { name, bytes } = await saved(page, () => button.click())
        files.set(name, bytes)
      }
      const approved = await world.query<{ graduate_id: string; finished_sha256: string }>(
        "SELECT graduate_id, finished_sha256 FROM review WHERE state = 'approved'",
      )
      const hashOf = new Map(approved.map((row) => [row.graduate_id, row.finished_sha256]))
      const people = students.map(({ line, graduateId }) => ({ line, approvedSha256: hashOf.get(graduateId)! }))
      await checkPackage({ files, people })
      await leave(page)
    },
    LIMIT_MS,
  )

  it(
    'the school sees how far its graduates are',
    async () => {
      await goTo(operator, '总览')
      await operator.getByText('浦江示范大学').first().waitFor()
      await operator.getByText(/2,000/).first().waitFor()
      expect(await operator.content()).not.toContain(lines[0]!.number)
      await leave(operator)
    },
    LIMIT_MS,
  )

  it(
    'finance finds that every fen of the day agrees with the bill of the provider, and closes the day',
    async () => {
      const dayMs = 86_400_000
      const chinaMs = world.deps.clock.now().getTime() + 8 * 3_600_000
      const day = new Date(chinaMs).toISOString().slice(0, 10)
      world.travel(dayMs - (chinaMs % dayMs) + 12 * 3_600_000)
      await emulator.settle()
      const page = await signedIn('finance')
      await page.clock.setSystemTime(world.deps.clock.now())
      await goTo(page, '对账')
      await press(page, /重新取账单/)
      expect(await page.getByLabel('日期', { exact: true }).inputValue()).toBe(day)
      await answer(page, '重新取一天的账单', '取账单')
      await page.getByText('这一天两边完全一致').waitFor(settled)
      await page.getByText(`实收 ¥268.00`).first().waitFor()
      await press(page, `关账 ${day.slice(5)}`)
      await page
        .getByText(/已关账$/)
        .first()
        .waitFor()
      const [made] = await world.query(
        'SELECT paid_fen::int AS paid, closed_at IS NOT NULL AS closed FROM reconciliation',
      )
      expect(made).toEqual({ paid: (COLLECTING / 2) * (4700 + 2000), closed: true })
      await leave(page)
    },
    LIMIT_MS,
  )
})
