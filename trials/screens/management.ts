import { type ApprovalAsk, askApproval } from '../../server/src/approval/approvals.ts'
import { recordAudit } from '../../server/src/audit/audits.ts'
import { inTransaction, SYSTEM } from '../../server/src/platform/db.ts'
import type { StaffActor } from '../../server/src/platform/http/route-table.ts'
import { addStaff } from '../../server/src/staff/staff-members.ts'
import { startStaffSession } from '../../server/src/staff/staff-sessions.ts'
import type { ConsoleShooting } from './shooting.ts'

const people = [
  ['周敏', 'administrator'],
  ['陈晓', 'reviewer'],
  ['李群', 'reviewer'],
  ['何静', 'finance'],
  ['吴师傅', 'print'],
  ['赵倩', 'school'],
  ['孙亦', 'auditor'],
] as const

/** Staff, approvals and the record; an empty list and one that can't be read. */
export async function shots({ world, shot, consolePage }: ConsoleShooting): Promise<void> {
  const { campaignId, schoolId } = await world.aCampaign({ title: '2026届春季采集' })
  const actors = await aCentre(world.deps, schoolId)
  await happenings(world, actors, { campaignId, schoolId })
  const page = await consolePage({}, '?page=staff')
  await page.getByText('周敏').first().waitFor()
  await shot(page, 'console-13-staff')
  await page.locator('.page-actions button').first().click()
  await page.locator('.role-table').waitFor()
  await shot(page, 'console-13-roles')
  await page.keyboard.press('Escape')
  await page.locator('.page-actions .ant-btn-primary').click()
  await page.locator('.ant-drawer input[type=text], .ant-drawer input:not([type])').first().fill('许可')
  await shot(page, 'console-13-invite')
  await page.reload()
  await page.getByText('周敏').first().waitFor()
  await page.keyboard.press('?')
  await page.locator('.key-help').waitFor()
  await shot(page, 'console-keys')

  const auditor = await consolePage({ role: 'auditor' }, '?page=audits')
  await auditor.locator('tr[data-row-key]').first().waitFor()
  await shot(auditor, 'console-13-audit')

  const school = await consolePage({ schoolId }, '?page=graduates')
  await school.locator('.empty').waitFor()
  await shot(school, 'console-14a-empty')
  const broken = await consolePage({ schoolId })
  await broken.route('**/graduates**', (route) => route.abort())
  await broken.goto(`${world.url}/console/?page=graduates`)
  await broken.locator('[role=alert]').waitFor()
  await shot(broken, 'console-14b-error')
  await invited(world, consolePage, shot)
}

async function aCentre({ db, secrets, clock }: ConsoleShooting['world']['deps'], schoolId: string) {
  const passwordHash = await secrets.hashPassword('nobody-signs-in-with-this')
  const actors = new Map<string, StaffActor>()
  for (const [login, role] of people) {
    const own = role === 'school' ? schoolId : null
    await inTransaction(db, SYSTEM, async (tx) => {
      const staffId = await addStaff(tx, { login, role, schoolId: own, passwordHash }, clock.now())
      await startStaffSession(tx, staffId, clock.now())
      actors.set(login, { kind: 'staff', staffId, role, schoolId: own })
    })
  }
  return actors
}

async function happenings(
  world: ConsoleShooting['world'],
  actors: Map<string, StaffActor>,
  { campaignId, schoolId }: { campaignId: string; schoolId: string },
): Promise<void> {
  const { db, clock } = world.deps
  const { graduateId } = await world.aGraduate({ campaignId: (await world.aCampaign()).campaignId, schoolId })
  const asks: [string, ApprovalAsk][] = [
    ['李群', { ...about('graduates-export', 1159), title: '待审名单，不含证件号', reason: '学院催办', schoolId }],
    ['赵倩', { ...about('delivery-download', 4023), title: '第 2 次交付', reason: '上报比对', schoolId }],
  ]
  for (const [login, ask] of asks) {
    const actor = actors.get(login)!
    await inTransaction(db, actor, (tx) => askApproval(tx, actor, ask, clock.now()))
  }
  const done = [
    ['赵倩', 'roster-imported', [campaignId], ''],
    ['吴师傅', 'print-made', [campaignId], ''],
    ['周敏', 'fees-changed', [campaignId], ''],
    ['何静', 'refund-asked', [graduateId], '重复缴费'],
    ['陈晓', 'review-approved', [graduateId], ''],
    ['周敏', 'addresses-read', [graduateId], 'identity-call'],
  ] as const
  for (const [login, action, ids, reason] of done) {
    const actor = actors.get(login)!
    await inTransaction(db, actor, (tx) => recordAudit(tx, clock.now(), actor, action, [...ids], reason))
  }
}

const about = (kind: ApprovalAsk['kind'], personCount: number) => ({ kind, personCount, subject: kind })

/** What somebody sees who opens the link. */
async function invited(
  world: ConsoleShooting['world'],
  consolePage: ConsoleShooting['consolePage'],
  shot: ConsoleShooting['shot'],
): Promise<void> {
  const administrator = await world.aStaff()
  const { token } = await administrator.call('staffMemberInvite', {
    body: { login: '许可', role: 'reviewer', schoolId: null },
  })
  const page = await consolePage({}, `#invitation=${token}`)
  await page.locator('.sign-in-box input').first().waitFor()
  await shot(page, 'console-invitation')
}
