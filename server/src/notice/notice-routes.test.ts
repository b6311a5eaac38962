import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aStudent, type OnTheWay } from '../../test/steps.ts'
import { startWorld, type World } from '../../test/world.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import { exportContent } from '../rights/export-content.ts'
import { noticeSweepJob } from './notice.ts'
import { listNotices, retryNotices } from './notice-commands.ts'
import { openTell } from './notices.ts'

const wechatTemplates = {
  'prints-shipped': { id: 'tpl-shipped', fields: { character_string1: 'tracking' } },
  'review-rejected': { id: 'tpl-review', fields: { thing1: 'reason' } },
  'review-approved': { id: 'tpl-review', fields: { thing1: 'campaign' } },
}

let world: World
let told: OnTheWay & { identityId: string }
beforeAll(async () => {
  world = await startWorld({ environment: { TUCAI_WECHAT_TEMPLATES: JSON.stringify(wechatTemplates) } })
  const way = await aStudent(world)
  const [row] = await world.query('SELECT identity_id FROM graduate WHERE id = $1', [way.graduateId])
  told = { ...way, identityId: row!.identity_id }
})
afterAll(() => world.close())

const ofOrder = { campaignTitle: '2027届毕业生图像采集', orderId: 'ord_1', orderNumber: '2027030100000001' }

/** Tells the student without a queue, as a command does; the notice’s id. */
async function tellByCommand(): Promise<string> {
  const { campaignId } = told.person
  const { secrets, clock, db } = world.deps
  const data = { ...ofOrder, campaignId, courier: '顺丰速运', trackingNumber: 'SF1234567890' }
  await inTransaction(db, SYSTEM, (tx) =>
    openTell({ secrets }, clock)(tx, told.identityId, { kind: 'prints-shipped', data, key: null }),
  )
  const [row] = await world.query("SELECT id FROM notice WHERE kind = 'prints-shipped' ORDER BY made_at DESC LIMIT 1")
  return row!.id
}

const sweep = () => inTransaction(world.deps.db, SYSTEM, (tx) => world.deps.jobs.enqueue(tx, noticeSweepJob, {}))
const stateOf = async (noticeId: string) =>
  (await world.query('SELECT state FROM notice WHERE id = $1', [noticeId]))[0]!.state

it('a notice that no job carries is found and sent', async () => {
  const noticeId = await tellByCommand()
  world.travel(60_001)
  await sweep()
  await expect.poll(() => stateOf(noticeId), { timeout: 20_000 }).toBe('sent')
  expect(world.told.filter((text) => text.includes('SF1234567890'))).toHaveLength(1)
})

describe('a student', () => {
  it('is asked about the templates of the occasion, and not again about a banned one', async () => {
    const { student } = told
    const ask = async (occasion: 'paid' | 'submitted') => {
      const reply = await student.send('GET', `/api/notices/templates?occasion=${occasion}`)
      return reply.body.templateIds
    }
    expect(await ask('paid')).toEqual(['tpl-shipped', 'tpl-review'])
    expect(await ask('submitted')).toEqual(['tpl-review', 'tpl-shipped'])
    const answers = [
      { templateId: 'tpl-shipped', answer: 'ban' as const },
      { templateId: 'tpl-review', answer: 'accept' as const },
      { templateId: 'tpl-of-somebody-else', answer: 'accept' as const },
    ]
    await student.call('noticeAnswer', { body: { answers, language: 'en' } })
    expect(await ask('paid')).toEqual(['tpl-review'])
    const kept = 'SELECT template_id, answer, language FROM notice_answer WHERE identity_id = $1 ORDER BY 1'
    expect(await world.query(kept, [told.identityId])).toEqual([
      { template_id: 'tpl-review', answer: 'accept', language: 'en' },
      { template_id: 'tpl-shipped', answer: 'ban', language: 'en' },
    ])
    const other = await student.send('GET', '/api/notices/templates?occasion=never')
    expect([other.status, other.body.code]).toEqual([400, 'request-malformed'])
  })

  it('finds what was sent in the copy of the own data, without its words', async () => {
    const [account] = await world.query('SELECT id FROM account WHERE identity_id = $1', [told.identityId])
    const person = { accountId: account!.id, identityId: told.identityId }
    const { data } = await inTransaction(world.deps.db, SYSTEM, (tx) => exportContent(tx, world.deps, person))
    const { notices } = data as { notices: { kind: string }[] }
    expect(notices.map(({ kind }) => kind)).toEqual(['registration', 'prints-shipped'])
    expect(notices[1]).toMatchObject({ state: 'sent', attempts: [{ channel: 'mail', recipient: 's***@e***.org' }] })
    expect(JSON.stringify(notices)).not.toContain('SF1234567890')
  })
})

describe('the centre', () => {
  it('sees what was sent to whom, masked, by kind, state, campaign and person, and looking stays on record', async () => {
    const staff = await world.aStaff({ role: 'auditor' })
    const list = (query: object) => staff.call('staffNoticeList', { query })
    const { graduateId, identityId, person } = told
    const { total, notices } = await list({ graduateId })
    expect(total).toBe(2)
    expect(notices[0]).toEqual({
      noticeId: expect.stringMatching(/^ntc_/),
      ...{ kind: 'prints-shipped', state: 'sent', reason: null, identityId, campaignId: person.campaignId },
      ...{ madeAt: expect.any(String), sentAt: expect.any(String), nextTryAt: null, retriable: false },
      attempts: [
        {
          ...{ channel: 'mail', recipient: 's***@e***.org', outcome: 'accepted', reason: null, providerMessage: null },
          ...{ startedAt: expect.any(String), endedAt: expect.any(String) },
        },
      ],
    })
    const kindsIn = async (query: object) => (await list(query)).notices.map(({ kind }) => kind)
    expect(await kindsIn({ identityId, kind: 'registration' })).toEqual(['registration'])
    expect(await kindsIn({ campaignId: person.campaignId })).toEqual(['prints-shipped'])
    expect(await kindsIn({ identityId, state: 'failed' })).toEqual([])
    expect(await kindsIn({ identityId, offset: 1, limit: 1 })).toEqual(['registration'])
    expect((await staff.ask('staffNoticeRetry', { noticeId: notices[0]!.noticeId })).body.code).toBe('role-not-allowed')
    const [read] = await world.query("SELECT subject_ids FROM audit WHERE action = 'notices-read' ORDER BY at LIMIT 1")
    expect(read!.subject_ids).toEqual([identityId])
    const nobody = await staff.send('GET', '/api/staff/notices?graduateId=grd_nobody')
    expect([nobody.status, nobody.body.code]).toEqual([404, 'not-found'])
  })

  it('lists and retries at the command line', async () => {
    const noticeId = await tellByCommand()
    await world.query("UPDATE notice SET state = 'failed', reason = 'away', next_try_at = NULL WHERE id = $1", [
      noticeId,
    ])
    const said: string[] = []
    const say = (line: string) => said.push(line)
    expect(await listNotices(world.deps, ['--state', 'failed'], say)).toBe(0)
    expect(said).toEqual([expect.stringMatching(`^${noticeId} .* prints-shipped  failed  away$`), '共1条'])
    expect(await retryNotices(world.deps, [noticeId], say)).toBe(0)
    expect(await retryNotices(world.deps, [noticeId, 'ntc_nobody'], say)).toBe(1)
    expect(said.slice(2)).toEqual([
      '重新发送1条',
      `不能重发（没有失败，或内容已删除）：${noticeId}`,
      '没有这条通知：ntc_nobody',
      '重新发送0条',
    ])
    await expect(listNotices(world.deps, ['--state', 'lost'], say)).rejects.toThrow('notice list')
    await expect(retryNotices(world.deps, [], say)).rejects.toThrow('notice retry')
    world.travel(60_001)
    await sweep()
    await expect.poll(() => stateOf(noticeId), { timeout: 20_000 }).toBe('sent')
  })
})

it('with the account goes what was sent to it', async () => {
  const way = await aStudent(world)
  const [row] = await world.query('SELECT identity_id FROM graduate WHERE id = $1', [way.graduateId])
  await way.student.call('erasureAsk', { body: { numberEnding: way.person.number.slice(-4) } })
  expect(await world.query('SELECT 1 FROM notice WHERE identity_id = $1', [row!.identity_id])).toEqual([])
})
