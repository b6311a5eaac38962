import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPrintedOrder, type PrintedOrder } from '../../test/printed-orders.ts'
import type { Visitor } from '../../test/visitor.ts'
import { startWorld, type World } from '../../test/world.ts'

let world: World
let finance: Visitor
let campaign: { campaignId: string; schoolId: string }
let orders: PrintedOrder[]
beforeAll(async () => {
  world = await startWorld({ handlesJobs: false })
  finance = await world.aStaff({ role: 'finance' })
  campaign = await world.aCampaign()
  orders = []
  for (const [name, delivery] of [
    ['林知远', 'mail'],
    ['Nguyen Thi Anh', 'none'],
    ['=HYPERLINK("x")', 'mail'],
  ] as const)
    orders.push(await aPrintedOrder(world, { ...campaign, name, delivery }))
})
afterAll(() => world.close())

const list = (query: object = {}) =>
  finance.call('staffOrderList', { params: { campaignId: campaign.campaignId }, query })

describe('the orders of a campaign', () => {
  it('cover names and student numbers, and count every state', async () => {
    const page = await list()
    expect(page.orders.map(({ name }) => name).sort()).toEqual(['=***', 'Nguyen T*** A***', '林**'])
    for (const { studentNumber } of page.orders) expect(studentNumber).toMatch(/^2023\*{4}\d\d$/)
    expect(page.counts).toMatchObject({ all: 3, paid: 1, producing: 2, 'refund-waiting': 0 })
    expect([page.total, page.totalFen, page.today.orders]).toEqual([3, 6000, 3])
  })

  it('are found by a scanned number, by what was ordered, by amount and by the day of payment', async () => {
    const digits = orders[0]!.number.replaceAll('-', '')
    expect((await list({ search: digits })).orders).toMatchObject([{ orderId: orders[0]!.orderId }])
    expect((await list({ prints: 'no' })).orders).toMatchObject([{ orderId: orders[1]!.orderId }])
    expect((await list({ leastFen: 2001 })).total).toBe(0)
    const today = new Date(world.deps.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
    expect((await list({ paidFrom: today, paidUntil: today })).total).toBe(3)
    expect((await list({ paidUntil: '2020-01-01' })).total).toBe(0)
    for (const day of ['2026-02-30', '0000-01-01'])
      await expect(list({ paidFrom: day })).rejects.toMatchObject({
        problem: { code: 'request-malformed', field: 'paidFrom' },
      })
  })

  it('leave as a sheet with covered names and no formula, on record', async () => {
    const path = `/api/staff/campaigns/${campaign.campaignId}/order-file?format=csv`
    const { bytes, status } = await finance.send('GET', path)
    const text = bytes.toString()
    expect(status).toBe(200)
    expect(text).toContain('"林**"')
    expect(text).not.toContain('林知远')
    expect(text).toContain('"\'=***"')
    const rows = await world.query("SELECT subject_ids FROM audit WHERE action = 'orders-exported'")
    expect(rows).toHaveLength(1)
  })
})
