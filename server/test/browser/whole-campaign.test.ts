import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { pathOf, type RosterView } from '@tucai/contract'
import { type Browser, chromium, type Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWechatPayEmulator, type WechatPayEmulator } from '../../../emulators/wechat-pay/emulator.ts'
import { openMoney } from '../../src/money.ts'
import { reconcileByCommand } from '../../src/payment/payment-commands.ts'
import { xlsxStream } from '../../src/platform/sheets/write-xlsx.ts'
import { approveFetching } from '../deliverable.ts'
import { aNumber } from '../number.ts'
import { aPackage, fetchAll } from '../packages.ts'
import { payAtWechat } from '../payers.ts'
import { confirmNewPhoto, type OnTheWay } from '../steps.ts'
import { unzipped } from '../unzipped.ts'
import type { Visitor } from '../visitor.ts'
import { startWorld, type World } from '../world.ts'

const executablePath = process.env.TUCAI_TEST_CHROMIUM
const ENROLLED = 2000
const COLLECTING = 8
const HEADINGS = ['学号', '姓名', '证件号码', '性别', '学院', '专业', '班级', '层次', '学制', '毕业年份', '考生号']

/** One line of the school's sheet. */
interface Line {
  studentNumber: string
  name: string
  number: string
  college: string
  className: string
}

const SURNAMES = [...'林沈周顾赵钱孙李吴郑王冯陈褚卫蒋韩杨朱秦']
const GIVEN = [...'知远若溪明轩一鸣子涵思齐雨桐嘉宁书白清和']
const COLLEGES = ['信息工程学院', '外国语学院', '土木工程学院', '经济管理学院']

const given = new Set<string>()
function aNewNumber(): string {
  const number = aNumber()
  if (given.has(number)) return aNewNumber()
  given.add(number)
  return number
}

function aLine(nth: number): Line {
  const name = SURNAMES[nth % SURNAMES.length]! + GIVEN[(nth * 7) % GIVEN.length] + GIVEN[(nth * 13 + 5) % GIVEN.length]
  const college = COLLEGES[nth % COLLEGES.length]!
  const className = `${college.slice(0, 2)}230${1 + (Math.floor(nth / COLLEGES.length) % 5)}`
  return { studentNumber: `2023${String(nth + 1).padStart(6, '0')}`, name, number: aNewNumber(), college, className }
}

const cellsOf = ({ studentNumber, name, number, college, className }: Line): string[] => [
  ...[studentNumber, name, number, Number(number[16]) % 2 === 1 ? '男' : '女', college],
  ...['软件工程', className, '本科', '4', '2027', `27310000${studentNumber.slice(4)}`],
]
const sheetOf = (rows: string[][]) =>
  buffer(
    xlsxStream(
      '名单',
      HEADINGS.map((title) => ({ title })),
      rows,
    ),
  )

/** Mistakes as they come from schools, and the cells in which they are found. */
function spoiled(lines: Line[]): { rows: string[][]; cells: string[] } {
  const rows = lines.map(cellsOf)
  rows[18]![2] = '3.10115E+17'
  rows[38]![2] = `${rows[38]![2]!.slice(0, 17)}${rows[38]![2]!.endsWith('X') ? '1' : 'X'}`
  rows[58]![1] = '张??'
  rows[78]![0] = rows[77]![0]!
  rows[98]![2] = rows[97]![2]!
  return { rows, cells: ['C20', 'C40', 'B60', 'A80', 'C100'] }
}

describe.skipIf(!executablePath)('a whole campaign, by everybody who has a part in it [needs browser]', () => {
  let emulator: WechatPayEmulator
  let world: World
  let browser: Browser
  let administrator: Visitor
  let operator: Visitor
  let schoolId: string
  let campaignId: string
  const lines = Array.from({ length: ENROLLED }, (_, nth) => aLine(nth))
  const students: (OnTheWay & { line: Line; orderId: string })[] = []

  beforeAll(async () => {
    emulator = await openWechatPayEmulator({ now: () => world?.deps.clock.now() ?? new Date() })
    world = await startWorld({ wechatPay: emulator })
    administrator = await world.aStaff()
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  })
  afterAll(async () => {
    await browser?.close()
    await world?.close()
    await emulator?.close()
  })

  /** A browser at the console in which the person is signed in. */
  async function atConsole(person: Visitor, place: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
    await context.addCookies([...person.cookies].map(([name, value]) => ({ name, value, url: world.url })))
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    await page.goto(`${world.url}/console/?${place}`)
    return page
  }

  async function upload(rows: string[][]): Promise<RosterView> {
    const form = new FormData()
    form.append('whole', 'true')
    form.append('file', new Blob([new Uint8Array(await sheetOf(rows))]), '2027届毕业生.xlsx')
    const reply = await operator.send('POST', pathOf('staffRosterUpload', { campaignId }), { body: form })
    expect([reply.status, reply.body?.code]).toEqual([200, undefined])
    return settled(reply.body.rosterId)
  }

  async function settled(rosterId: string): Promise<RosterView> {
    const show = () => operator.call('staffRosterShow', { params: { rosterId } })
    await expect.poll(async () => (await show()).state, { timeout: 60_000 }).not.toMatch(/trying|accepting/)
    return show()
  }

  it('the administrator makes the school and its campaign, and invites an operator', async () => {
    const school = await administrator.call('staffSchoolAdd', { body: { name: '浦江示范大学', code: '10999' } })
    schoolId = school.schoolId
    const { campaignId: like } = await world.aCampaign()
    const { settings } = await administrator.call('staffCampaignShow', { params: { campaignId: like } })
    const now = world.deps.clock.now().getTime()
    const made = await administrator.call('staffCampaignMake', {
      body: {
        schoolId,
        settings: {
          ...settings,
          ...{
            title: '2027届毕业生图像采集',
            year: 2027,
            packageName: '{studentNo}',
            packageFolder: '{college}/{class}',
          },
          ...{ opensAt: new Date(now - 60_000).toISOString(), closesAt: new Date(now + 30 * 86_400_000).toISOString() },
          fees: { ...settings.fees, collectionFeeFen: 2000, paperFeeFen: 1500, mailingFeeFen: 1200, payer: 'student' },
        },
      },
    })
    campaignId = made.campaignId
    operator = await world.aStaff({ schoolId })
  })

  it('the school’s sheet with mistakes is refused cell by cell, and nothing of it is taken', async () => {
    const { rows, cells } = spoiled(lines)
    const tried = await upload(rows)
    expect(tried).toMatchObject({ state: 'tried', rowCount: ENROLLED })
    const { problems } = await operator.call('staffRosterProblemList', {
      params: { rosterId: tried.rosterId },
      query: { severity: 'block' },
    })
    for (const cell of cells) expect(problems.map((problem) => problem.cell)).toContain(cell)
    const { rosterId, trial } = tried
    expect((await operator.ask('staffRosterAccept', { rosterId }, { trial })).body.code).toBe('roster-blocked')
    expect(await world.query('SELECT 1 FROM graduate WHERE campaign_id = $1', [campaignId])).toEqual([])
  })

  it('the mended sheet is taken in one piece', async () => {
    const tried = await upload(lines.map(cellsOf))
    const { rosterId, trial } = tried
    const { problems } = await operator.call('staffRosterProblemList', { params: { rosterId }, query: {} })
    expect(problems).toEqual([])
    expect(tried.counts).toMatchObject({ rows: ENROLLED, added: ENROLLED, blocking: 0 })
    await operator.call('staffRosterAccept', { params: { rosterId }, body: { trial } })
    expect((await settled(rosterId)).state).toBe('accepted')
    const [row] = await world.query('SELECT count(*)::int AS count FROM graduate WHERE campaign_id = $1', [campaignId])
    expect(row).toEqual({ count: ENROLLED })
    const page = await atConsole(operator, `page=graduates&campaign=${campaignId}`)
    await page.getByText(/2,000/).first().waitFor()
    await page.context().close()
  })

  it('students take their photos, choose prints, and pay', async () => {
    for (const line of lines.slice(0, COLLECTING)) {
      const student = world.visitor()
      const person = { ...line, graduateId: '', campaignId, schoolId }
      await student.signUp(person)
      const [collection] = await student.call('collectionList', {})
      const { graduateId } = collection!
      const way = { person: { ...person, graduateId }, graduateId, student }
      await student.confirmInformation(graduateId)
      await confirmNewPhoto(way, line.studentNumber)
      const address = { recipient: line.name, phone: '13800138000', regionCode: '310115', detail: '张江路1号2幢301室' }
      const mailed = students.length % 2 === 0
      const body = mailed ? { paper: true, delivery: 'mail' as const, address, keepAddress: false } : { paper: false }
      await student.call('paperChoose', { params: { graduateId }, body })
      const { orderId, totalFen } = await student.call('orderPlace', { params: { graduateId } })
      expect(totalFen).toBe(mailed ? 4700 : 2000)
      await payAtWechat(emulator, { student, orderId } as Parameters<typeof payAtWechat>[1])
      await emulator.settle()
      expect((await student.call('orderShow', { params: { orderId } })).state).toBe('paid')
      students.push({ ...way, line, orderId })
    }
  }, 240_000)

  it('the reviewer approves and rejects by keyboard', async () => {
    const reviewer = await world.aStaff({ role: 'reviewer' })
    const page = await atConsole(reviewer, `page=review&campaign=${campaignId}`)
    const states = async () => {
      const rows = await world.query<{ state: string }>('SELECT state FROM review WHERE campaign_id = $1', [campaignId])
      return rows.map(({ state }) => state).sort()
    }
    await page.getByRole('img').first().waitFor()
    const verdicts = ['1', ...Array.from({ length: COLLECTING - 1 }, () => 'a')]
    for (const [nth, key] of verdicts.entries()) {
      if (key === '1') {
        await page.keyboard.press('1')
        await page.keyboard.press('r')
      } else await page.keyboard.press('a')
      const decided = () => states().then((all) => all.filter((state) => state !== 'waiting').length)
      await expect.poll(decided, { timeout: 30_000 }).toBeGreaterThanOrEqual(nth)
    }
    await expect
      .poll(states, { timeout: 60_000 })
      .toEqual([...Array.from({ length: COLLECTING - 1 }, () => 'approved'), 'rejected'])
    await page.context().close()
  })

  it('who was rejected reads why, takes the photo anew, and is approved', async () => {
    const [row] = await world.query<{ graduate_id: string }>("SELECT graduate_id FROM review WHERE state = 'rejected'")
    const rejected = students.find(({ graduateId }) => graduateId === row!.graduate_id)!
    const view = await rejected.student.call('collectionShow', { params: { graduateId: rejected.graduateId } })
    expect(view.review).toMatchObject({ state: 'rejected', reasons: [{ zh: expect.any(String) }] })
    expect(view.review!.dueAt).not.toBeNull()
    await confirmNewPhoto(rejected, 'another')
    const reviewer = await world.aStaff({ role: 'reviewer' })
    const [review] = await reviewer.call('staffReviewClaim', { body: { campaignId } })
    await reviewer.call('staffReviewApprove', { params: { reviewId: review!.reviewId } })
  })

  it('the print room prints and ships, and students read the tracking number', async () => {
    const room = await world.aStaff({ role: 'print' })
    const ofCampaign = { params: { campaignId } }
    const batch = await room.call('printBatchMake', { ...ofCampaign, body: {} })
    const show = () => room.call('printBatchShow', { params: { batchId: batch.batchId } })
    await expect.poll(async () => (await show()).batch.state, { timeout: 90_000 }).toBe('ready')
    const pdf = await room.ask('printBatchPdf', { batchId: batch.batchId })
    expect([pdf.status, pdf.bytes.subarray(0, 5).toString()]).toEqual([200, '%PDF-'])
    await room.call('printBatchPrinted', { params: { batchId: batch.batchId }, body: { except: [] } })
    expect(await room.call('staffParcelMake', ofCampaign)).toEqual({ count: COLLECTING / 2 })
    const { parcels } = await room.call('staffParcelList', { query: { campaignId } })
    for (const [nth, { parcelId }] of parcels.entries()) {
      const body = { courier: 'sf' as const, trackingNumber: `SF10000000000${nth}` }
      await room.call('staffParcelShip', { params: { parcelId }, body })
    }
    const mailed = students.filter((_, nth) => nth % 2 === 0)
    for (const { student, orderId } of mailed) {
      expect((await student.call('orderShow', { params: { orderId } })).state).toBe('shipped')
      const parcel = await student.call('parcelShow', { params: { orderId } })
      expect(JSON.stringify(parcel)).toContain('SF10000000000')
    }
  }, 180_000)

  it('the package for CHSI holds every approved photo and nothing else, checked without our code', async () => {
    const other = await world.aStaff()
    const derived = async () => {
      const { standards } = await administrator.call('deliveryChoices', { params: { campaignId } })
      return standards.find(({ main }) => main)!.made
    }
    await expect.poll(derived, { timeout: 60_000 }).toBe(COLLECTING)
    const made = await aPackage(administrator, campaignId)
    expect(made).toMatchObject({ state: 'ready', photos: COLLECTING })
    const { deliveryId } = made
    const { files } = await administrator.call('deliveryShow', { params: { deliveryId } })
    const alone = await administrator.ask('deliveryFile', { deliveryId, fileId: files[0]!.fileId })
    expect(alone.body.code).toBe('approval-missing')
    await approveFetching(other, deliveryId)
    const fetched = await fetchAll(administrator, deliveryId)
    const zip = [...fetched].find(([name]) => name.endsWith('.zip'))![1]
    const manifest = [...fetched].find(([name]) => name.includes('sha256'))![1].toString('utf8')
    const entries = await unzipped(zip)
    const photos = entries.filter(({ name }) => name.endsWith('.jpg'))
    const wanted = students.map(({ line }) => `${line.college}/${line.className}/${line.studentNumber}.jpg`)
    for (const name of wanted) expect(photos.filter((entry) => entry.name.endsWith(name))).toHaveLength(1)
    expect(photos).toHaveLength(COLLECTING)
    for (const { name, bytes } of photos) {
      const { format, width, height, density } = await sharp(bytes).metadata()
      expect({ name, format, width, height, density }).toEqual({
        name,
        format: 'jpeg',
        width: 480,
        height: 640,
        density: 300,
      })
      expect(bytes.length).toBeGreaterThanOrEqual(20_000)
      expect(bytes.length).toBeLessThanOrEqual(40_960)
      expect(manifest).toContain(createHash('sha256').update(bytes).digest('hex'))
    }
    for (const { line } of students) expect(manifest).not.toContain(line.number)
  }, 120_000)

  it('finance finds that every fen of the day agrees with the bill of the provider', async () => {
    const day = new Date(world.deps.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
    world.travel(36 * 3_600_000)
    await emulator.settle()
    const said: string[] = []
    const { payments } = openMoney(world.deps, async () => {})
    expect(await reconcileByCommand(payments, [day], (line) => said.push(line))).toBe(0)
    const finance = await world.aStaff({ role: 'finance' })
    const [made] = await finance.call('staffReconciliationList', {})
    const paidFen = (COLLECTING / 2) * (4700 + 2000)
    expect(made).toMatchObject({ day, paymentCount: COLLECTING, paidFen, differenceCount: 0 })
  })

  it('the school sees how far its graduates are', async () => {
    const again = await world.aStaff({ schoolId })
    const progress = await again.call('staffProgressShow', { params: { campaignId }, query: {} })
    expect(JSON.stringify(progress)).toContain(String(ENROLLED))
    const page = await atConsole(again, `campaign=${campaignId}`)
    await page.getByText('浦江示范大学').first().waitFor()
    expect(await page.content()).not.toContain(lines[0]!.number)
    await page.context().close()
  })
})
