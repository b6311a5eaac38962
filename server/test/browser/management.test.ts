import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askApproval, takeApproval } from '../../src/approval/approvals.ts'
import { inTransaction } from '../../src/platform/db.ts'
import { totpCode, totpStep } from '../../src/staff/totp.ts'
import { startWorld, type World } from '../world.ts'
import { withSession } from './at-console.ts'

const executablePath = process.env.TUCAI_TEST_CHROMIUM

describe.skipIf(!executablePath)('administrators at the console, in a real browser [needs browser]', () => {
  let world: World
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    world = await startWorld({ handlesJobs: false })
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
    const administrator = await world.aStaff()
    page = await withSession(browser, world, administrator)
  })

  afterAll(async () => {
    await browser?.close()
    await world?.close()
  })

  const row = (name: string) => page.getByRole('row').filter({ hasText: name })

  it('invite somebody, who chooses a password, sets the authenticator up and is in', async () => {
    await page.goto(`${world.url}/console/?page=staff`)
    await page.getByRole('button', { name: '邀请', exact: true }).click()
    await page.getByLabel('用户名').fill('许可')
    await page.getByRole('radio', { name: /^审核员/ }).check()
    await page.getByRole('button', { name: '生成邀请链接' }).click()
    const link = await page.locator('.invitation-link code').innerText()
    await page.getByRole('button', { name: '完成' }).click()
    await row('许可').getByText('未接受邀请').waitFor()

    const invited = await (await browser.newContext({ locale: 'zh-CN' })).newPage()
    invited.setDefaultTimeout(30_000)
    await invited.goto(link)
    await invited.getByText('你被邀请加入采集中心，角色是审核员').waitFor()
    await invited.getByLabel('设置密码').fill('three-green-kettles')
    await invited.getByLabel('再输入一次').fill('three-green-kettles')
    await invited.getByRole('button', { name: /下一步$/ }).click()
    const secret = (await invited.locator('.setup code').innerText()).replaceAll(' ', '')
    expect(new URL(invited.url()).hash).toBe('')
    await invited.getByRole('group', { name: '动态验证码' }).getByRole('textbox').first().click()
    await invited.keyboard.type(totpCode(secret, totpStep(world.deps.clock.now())))
    await invited.getByRole('checkbox').check()
    await invited.getByRole('button', { name: '进入工作台' }).click()
    await invited.getByRole('button', { name: '退出登录' }).waitFor()

    await page.reload()
    await row('许可').getByText('已启用').waitFor()
    await row('许可').getByRole('button', { name: '撤销会话' }).click()
    await page.getByText('许可 的全部会话已撤销').waitFor()
    await invited.reload()
    await invited.getByLabel('用户名').waitFor()
  })

  it('approve what another person asked, which opens it for that person', async () => {
    const asking = await world.aStaff()
    const { staffId } = await asking.call('staffShow', {})
    const actor = { kind: 'staff', staffId, role: 'administrator', schoolId: null } as const
    const about = { kind: 'graduates-export', subject: 'exp_shown', title: '待审名单', personCount: 1159 } as const
    await inTransaction(world.deps.db, actor, (tx) =>
      askApproval(tx, actor, { ...about, reason: '学院催办', schoolId: null }, world.deps.clock.now()),
    )
    await page.reload()
    await page.getByText('批量导出 1,159 人').waitFor()
    await page.getByText('理由：学院催办').waitFor()
    await page.getByRole('button', { name: '批准', exact: true }).click()
    await page.getByText('没有待批准的申请').waitFor()
    await inTransaction(world.deps.db, actor, (tx) =>
      takeApproval(tx, actor, about.kind, about.subject, world.deps.clock.now()),
    )
  })

  it('find in the record what was done, by action, and keep the filter in the address', async () => {
    await page.goto(`${world.url}/console/?page=audits`)
    await page.getByRole('button', { name: '动作', exact: true }).click()
    await page.getByRole('menuitem', { name: '邀请员工' }).click()
    await page.waitForURL('**/console/?page=audits&action=staff-invited')
    await row('邀请员工').getByText('许可').waitFor()
    await expect.poll(() => page.locator('tbody tr[data-row-key]').count()).toBe(1)
    await page.reload()
    await row('邀请员工').getByText('许可').waitFor()
    await page.getByRole('button', { name: '移除条件：动作' }).click()
    await row('批准申请').first().waitFor()
  })

  it('go by keys: help, search, and another page', async () => {
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: '键盘帮助' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name: '键盘帮助' }).waitFor({ state: 'hidden' })
    await page.keyboard.press('g')
    await page.keyboard.press('s')
    await page.waitForURL('**/console/?page=graduates')
    await page.keyboard.press('/')
    await page.keyboard.type('zhou')
    expect(await page.getByLabel('搜索', { exact: true }).inputValue()).toBe('zhou')
  })
})
