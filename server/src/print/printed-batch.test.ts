import type { PrintLayout } from '@tucai/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { aPrintRoom, type PrintRoom } from '../../test/print-room.ts'
import { aPrintableOrder, captioned } from '../../test/printable.ts'
import type { Visitor } from '../../test/visitor.ts'
import { startWorld, type World } from '../../test/world.ts'
import { moveOrder } from '../order/orders.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import { sweepAll } from '../rights/retention-jobs.ts'
import { batchFileKey } from './print.ts'
import { printBatchOf, printedOrders } from './prints.ts'

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

describe('a printed batch', () => {
  it('has its orders wait for their parcels, except for those that were not printed', async () => {
    const [first, second] = [await room.order({ studentNumber: '1' }), await room.order({ studentNumber: '2' })]
    const { batch } = await room.make()
    const params = { batchId: batch.batchId }
    const except = [{ orderId: second.orderId, note: '卡纸' }]
    const printed = await room.staff.call('printBatchPrinted', { params, body: { except } })
    expect(printed).toMatchObject({ state: 'printed', orders: 2, printed: 1, stopped: 1 })
    expect(await room.states([first, second])).toEqual(['producing', 'paid'])
    const { deps } = world
    const waiting = () => inTransaction(deps.db, SYSTEM, (tx) => printedOrders(tx, room.campaign.campaignId))
    expect(await waiting()).toMatchObject([
      {
        orderId: first.orderId,
        delivery: 'station',
        batchNumber: batch.number,
        sheets: '1',
        printedAt: expect.any(Date),
      },
    ])
    await expect(room.staff.call('printBatchPrinted', { params, body: { except: [] } })).rejects.toMatchObject({
      problem: { code: 'print-batch-moved' },
    })
    await inTransaction(deps.db, SYSTEM, (tx) => moveOrder(tx, first.orderId, 'producing', 'shipped', new Date()))
    expect(await waiting()).toEqual([])
  })

  it('with an exception that is not in it changes nothing', async () => {
    const [one, foreign] = [await room.order(), await aPrintableOrder(world.deps, await world.aCampaign())]
    const { batch } = await room.make()
    const body = { except: [{ orderId: foreign.orderId, note: '卡纸' }] }
    await expect(
      room.staff.call('printBatchPrinted', { params: { batchId: batch.batchId }, body }),
    ).rejects.toMatchObject({
      problem: { code: 'not-found' },
    })
    expect((await room.staff.call('printBatchShow', { params: { batchId: batch.batchId } })).batch.state).toBe('ready')
    expect(await room.states([one])).toEqual(['producing'])
  })

  it('may have single orders printed again, for a reason, and counts it; the orders stay as they are', async () => {
    const [shipped, held] = [await room.order({ studentNumber: '1' }), await room.order({ studentNumber: '2' })]
    const { batch } = await room.make()
    const again = (orderNumbers: string[], reason = '运输中受潮') =>
      room.staff.call('printAgain', { ...room.ofCampaign, body: { orderNumbers, reason } })
    await expect(again([shipped.orderNumber])).rejects.toMatchObject({ problem: { code: 'print-again-refused' } })
    await room.staff.call('printBatchPrinted', { params: { batchId: batch.batchId }, body: { except: [] } })
    const { deps } = world
    await inTransaction(deps.db, SYSTEM, (tx) => moveOrder(tx, shipped.orderId, 'producing', 'shipped', new Date()))
    await expect(again([shipped.orderNumber], ' x ')).rejects.toMatchObject({ problem: { code: 'request-malformed' } })
    const scanned = held.orderNumber.replaceAll('-', '')
    const reprint = await room.made(await again([shipped.orderNumber, scanned]))
    expect(reprint.batch).toMatchObject({ kind: 'reprint', reason: '运输中受潮', state: 'ready', orders: 2, sheets: 2 })
    expect(reprint.items.map(({ reprints }) => reprints)).toEqual([1, 1])
    expect(await room.states([shipped, held])).toEqual(['shipped', 'producing'])
    await expect(again([held.orderNumber])).rejects.toMatchObject({ problem: { code: 'print-again-refused' } })
    const waiting = () => inTransaction(deps.db, SYSTEM, (tx) => printedOrders(tx, room.campaign.campaignId))
    expect(await waiting()).toEqual([])
    await room.staff.call('printBatchPrinted', { params: { batchId: reprint.batch.batchId }, body: { except: [] } })
    expect(await waiting()).toMatchObject([{ orderId: held.orderId }])
    const second = await room.made(await again([held.orderNumber]))
    await room.staff.call('printBatchCancel', { params: { batchId: second.batch.batchId } })
    const { items } = await room.staff.call('printBatchShow', { params: { batchId: batch.batchId } })
    expect(items.map(({ reprints }) => reprints)).toEqual([1, 1])
    expect(await room.states([held])).toEqual(['producing'])
  })
})

describe('a layout', () => {
  it('is refused where it does not fit or a line names what is not known', async () => {
    const refused: [string, Partial<PrintLayout>][] = [
      [
        'prints',
        {
          prints: [
            { size: '33x48', count: 2 },
            { size: '33x48', count: 2 },
          ],
        },
      ],
      ['lines', { lines: ['{name} {identityNumber}'] }],
      ['lines', { lines: ['{name'] }],
      ['barcode', { prints: [{ size: '22x32', count: 4 }] }],
      ['captionAt', { captionAt: 'edge', mode: 'per-size' }],
    ]
    for (const [field, changes] of refused)
      await expect(room.setLayout({ ...captioned, ...changes })).rejects.toMatchObject({
        problem: { code: 'print-layout-refused', field },
      })
    expect(await room.staff.call('printLayoutShow', room.ofCampaign)).toMatchObject({ captionAt: 'edge', paper: '6in' })
  })

  it('that changes leaves a batch that was made before as it is', async () => {
    await room.order()
    const { batch } = await room.make()
    await room.setLayout(captioned)
    const shown = await room.staff.call('printBatchShow', { params: { batchId: batch.batchId } })
    expect(shown.batch.layout.captionAt).toBe('edge')
    expect(await room.staff.call('printLayoutShow', room.ofCampaign)).toEqual(captioned)
  })
})

it('its file goes a month after it was printed, the record of who was printed stays', async () => {
  const one = await room.order()
  const { batch } = await room.make()
  await room.staff.call('printBatchPrinted', { params: { batchId: batch.batchId }, body: { except: [] } })
  const { deps } = world
  const key = batchFileKey(batch.batchId)
  expect(await deps.files.exists(key)).toBe(true)
  world.travel(31 * 86_400_000)
  await sweepAll(deps)
  await expect.poll(() => deps.files.exists(key), { timeout: 20_000 }).toBe(false)
  const after = await inTransaction(deps.db, SYSTEM, (tx) => printBatchOf(tx, batch.batchId))
  expect(after).toMatchObject({ state: 'printed', fileKey: null })
  const rows = await world.query('SELECT state FROM print_item WHERE order_id = $1', [one.orderId])
  expect(rows).toEqual([{ state: 'printed' }])
})
