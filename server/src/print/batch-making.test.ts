import { embeddedJpegs, paintedPages } from '@tucai/portrait/pdf-page'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { aPrintRoom, type PrintRoom } from '../../test/print-room.ts'
import type { Printable } from '../../test/printable.ts'
import type { Visitor } from '../../test/visitor.ts'
import { startWorld, type World } from '../../test/world.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import { prepareBatch } from './print-jobs.ts'
import { makeBatch } from './print-making.ts'
import { printBatchOf } from './prints.ts'

// Each file is made by a process of its own, which takes a second on a busy machine.
vi.setConfig({ testTimeout: 90_000 })

let world: World
let staff: Visitor
let room: PrintRoom
beforeAll(async () => {
  world = await startWorld()
  staff = await world.aStaff({ role: 'print' })
})
afterAll(() => world.close())
beforeEach(async () => {
  room = await aPrintRoom(world, staff)
})

describe('a batch', () => {
  it('takes every order that is due, in the order of college, class and student number, and no other', async () => {
    const last = await room.order({ college: '信息工程学院', className: '软件10', studentNumber: '2' })
    const second = await room.order({ college: '信息工程学院', className: '软件2', studentNumber: '10' })
    const first = await room.order({ college: '信息工程学院', className: '软件2', studentNumber: '9', printSets: 2 })
    const waiting = await room.order({ approved: false })
    const unpaid = await room.order({ paid: false })
    const refunded = await room.order()
    await aRefund(refunded)
    const preview = await room.staff.call('printPreview', room.ofCampaign)
    expect(preview).toMatchObject({ orders: 3, sets: 4, sheets: 4, colleges: [{ college: '信息工程学院', orders: 3 }] })
    expect(preview.excluded).toEqual([
      { reason: 'photo-not-approved', orders: 1, orderNumbers: [waiting.orderNumber] },
      { reason: 'refund-open', orders: 1, orderNumbers: [refunded.orderNumber] },
    ])
    const { batch, items } = await room.make()
    expect(batch).toMatchObject({ state: 'ready', orders: 3, stopped: 0, sheets: 4, coverPages: 1, hasPdf: true })
    expect(batch.number).toMatch(/^P\d{8}-\d\d$/)
    expect(items.map(({ orderId, sheets }) => [orderId, sheets])).toEqual([
      [first.orderId, '1–2'],
      [second.orderId, '3'],
      [last.orderId, '4'],
    ])
    expect(await room.states([first, second, last, waiting, unpaid, refunded])).toEqual([
      ...['producing', 'producing', 'producing'],
      ...['paid', 'unpaid', 'paid'],
    ])
    await expect(room.staff.call('printBatchMake', { ...room.ofCampaign, body: {} })).rejects.toMatchObject({
      problem: { code: 'print-nothing' },
    })
  })

  it('is one file that holds each master byte for byte, with the list in front, and nobody’s number of identity', async () => {
    const orders = [await room.order({ studentNumber: '1' }), await room.order({ studentNumber: '2' })]
    const { batch } = await room.make()
    const { status, headers, bytes } = await room.pdf(batch)
    expect([status, headers.get('content-type')]).toEqual([200, 'application/pdf'])
    expect(headers.get('content-disposition')).toMatch(/attachment; filename="P\d{8}-\d\d-staff-\w+-\d{8}-\d{4}\.pdf"/)
    const jpegs = embeddedJpegs(bytes)
    expect(jpegs.map((jpeg) => orders.findIndex(({ master }) => master.equals(jpeg)))).toEqual([0, 1])
    const pages = paintedPages(bytes)
    const cover = pages[0]!.texts.map(({ text }) => text)
    expect(cover).toEqual(expect.arrayContaining([`冲印批次 ${batch.number}`, '林知远', '软件2301', '1', '2']))
    expect(pages.slice(1).map(({ texts }) => texts.map(({ text }) => text))).toEqual([
      [`${batch.number} · 1`, '软件2301 林知远 1'],
      [`${batch.number} · 2`, '软件2301 林知远 2'],
    ])
    const audits = await world.query<{ action: string }>(
      'SELECT action FROM audit WHERE $1 = ANY(subject_ids) ORDER BY at, id',
      [orders[0]!.orderId],
    )
    expect(audits.map(({ action }) => action)).toContain('print-file-read')
  })

  it('made twenty times at once takes each order once', async () => {
    const orders = await Promise.all(Array.from({ length: 12 }, () => room.order()))
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, nth) =>
        room.staff.call('printBatchMake', { ...room.ofCampaign, body: { mostOrders: 1 + (nth % 3) } }),
      ),
    )
    for (const one of tries)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ problem: { code: 'print-nothing' } })
    const rows = await world.query('SELECT order_id FROM print_item WHERE order_id = ANY($1)', [
      orders.map(({ orderId }) => orderId),
    ])
    expect(rows).toHaveLength(12)
    expect(new Set(rows.map(({ order_id: id }) => id)).size).toBe(12)
    expect(new Set(await room.states(orders))).toEqual(new Set(['producing']))
    const numbers = await world.query<{ number: string }>('SELECT number FROM print_batch WHERE campaign_id = $1', [
      room.campaign.campaignId,
    ])
    expect(new Set(numbers.map(({ number }) => number)).size).toBe(numbers.length)
  })

  it('that is cancelled gives its orders back to the next one', async () => {
    const orders = [await room.order(), await room.order()]
    const { batch } = await room.make()
    const cancelled = await room.staff.call('printBatchCancel', { params: { batchId: batch.batchId } })
    expect(cancelled.state).toBe('cancelled')
    expect(await room.states(orders)).toEqual(['paid', 'paid'])
    expect((await room.make()).items).toHaveLength(2)
    for (const name of ['printBatchCancel', 'printBatchPrepare'] as const)
      await expect(room.staff.call(name, { params: { batchId: batch.batchId } })).rejects.toMatchObject({
        problem: { code: 'print-batch-moved' },
      })
  })

  it('whose file could not be made is said to have failed, and is prepared again', async () => {
    await room.order()
    const { deps } = world
    const { id } = await inTransaction(deps.db, SYSTEM, (tx) =>
      makeBatch(tx, deps, SYSTEM, room.campaign.campaignId, {}),
    )
    await world.query("UPDATE print_batch SET state = 'failed' WHERE id = $1", [id])
    expect((await room.made(await room.staff.call('printBatchPrepare', { params: { batchId: id } }))).batch.state).toBe(
      'ready',
    )
  })

  it('prepared twice is the same batch', async () => {
    await room.order()
    const { deps } = world
    const batch = await inTransaction(deps.db, SYSTEM, (tx) =>
      makeBatch(tx, deps, SYSTEM, room.campaign.campaignId, {}),
    )
    expect(await Promise.all([prepareBatch(deps, batch), prepareBatch(deps, batch)])).toContain(true)
    expect(await prepareBatch(deps, batch)).toBe(false)
    const after = await inTransaction(deps.db, SYSTEM, (tx) => printBatchOf(tx, batch.number))
    expect(after).toMatchObject({ state: 'ready', sheets: 1 })
  })
})

async function aRefund({ orderId }: Printable): Promise<void> {
  const [row] = await world.query<{ identity_id: string; school_id: string }>(
    'SELECT identity_id, school_id FROM "order" WHERE id = $1',
    [orderId],
  )
  const { identity_id: identity, school_id: school } = row!
  await world.query(
    `INSERT INTO payment (id, order_id, identity_id, school_id, provider, trade_number, provider_transaction, amount_fen,
       state, started_at, expires_at) VALUES ($1, $2, $3, $4, 'simulated', $1, $1, 1500, 'paid', now(), now())`,
    [`pay_${orderId}`, orderId, identity, school],
  )
  await world.query(
    `INSERT INTO refund (id, number, payment_id, order_id, identity_id, school_id, kind, reason, amount_fen, state,
       request_key, asked_by, asked_at) VALUES ($1, $1, $2, $3, $4, $5, 'student', '不需要了', 1500, 'asked', 'k', 'x', now())`,
    [`rfd_${orderId}`, `pay_${orderId}`, orderId, identity, school],
  )
}
