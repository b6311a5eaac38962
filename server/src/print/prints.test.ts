import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PrintBatchView, PrintLayout } from '@tucai/contract'
import { embeddedJpegs, paintedPages } from '@tucai/portrait/pdf-page'
import { squareFont } from '@tucai/portrait/square-font'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { aMaster, aPrintableOrder, captioned, type Printable, type PrintableOptions } from '../../test/printable.ts'
import type { Visitor } from '../../test/visitor.ts'
import { startWorld, type World } from '../../test/world.ts'
import { moveOrder } from '../order/orders.ts'
import { openSheetPrinter } from '../photo/sheet-printer.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import { presentReview, withdrawReview } from '../review/reviews.ts'
import { sweepAll } from '../rights/retention-jobs.ts'
import { batchFileKey } from './print.ts'
import { prepareBatch } from './print-jobs.ts'
import { makeBatch } from './print-making.ts'
import { printBatchOf, printedOrders } from './prints.ts'

// Each file is made by a process of its own, which takes a second on a busy machine.
vi.setConfig({ testTimeout: 90_000 })

let world: World
let room: Visitor
let campaign: { campaignId: string; schoolId: string }
beforeAll(async () => {
  world = await startWorld()
  room = await world.aStaff({ role: 'print' })
})
afterAll(() => world.close())
beforeEach(async () => {
  campaign = await world.aCampaign()
})

const order = (options: PrintableOptions = {}): Promise<Printable> => aPrintableOrder(world.deps, campaign, options)
const params = () => ({ params: { campaignId: campaign.campaignId } })
const setLayout = (layout: PrintLayout) => room.call('printLayoutChange', { ...params(), body: layout })

async function states(orders: Printable[]): Promise<string[]> {
  const rows = await world.query<{ id: string; state: string }>('SELECT id, state FROM "order" WHERE id = ANY($1)', [
    orders.map(({ orderId }) => orderId),
  ])
  return orders.map(({ orderId }) => rows.find(({ id }) => id === orderId)!.state)
}

/** Waits until the job has made the file. */
async function made(batch: PrintBatchView) {
  const show = () => room.call('printBatchShow', { params: { batchId: batch.batchId } })
  await expect.poll(async () => (await show()).batch.state, { timeout: 60_000 }).not.toBe('preparing')
  return show()
}

const make = async (body = {}) => made(await room.call('printBatchMake', { ...params(), body }))
const pdfOf = ({ batchId }: { batchId: string }) => room.ask('printBatchPdf', { batchId })

describe('a batch', () => {
  it('takes every order that is due, in the order of college, class and student number, and no other', async () => {
    const last = await order({ college: '信息工程学院', className: '软件10', studentNumber: '2' })
    const second = await order({ college: '信息工程学院', className: '软件2', studentNumber: '10' })
    const first = await order({ college: '信息工程学院', className: '软件2', studentNumber: '9', printSets: 2 })
    const waiting = await order({ approved: false })
    const unpaid = await order({ paid: false })
    const refunded = await order()
    await aRefund(refunded)
    const preview = await room.call('printPreview', params())
    expect(preview).toMatchObject({ orders: 3, sets: 4, sheets: 4, colleges: [{ college: '信息工程学院', orders: 3 }] })
    expect(preview.excluded).toEqual([
      { reason: 'photo-not-approved', orders: 1, orderNumbers: [waiting.orderNumber] },
      { reason: 'refund-open', orders: 1, orderNumbers: [refunded.orderNumber] },
    ])
    const { batch, items } = await make()
    expect(batch).toMatchObject({ state: 'ready', orders: 3, stopped: 0, sheets: 4, coverPages: 1, hasPdf: true })
    expect(batch.number).toMatch(/^P\d{8}-\d\d$/)
    expect(items.map(({ orderId, sheets }) => [orderId, sheets])).toEqual([
      [first.orderId, '1–2'],
      [second.orderId, '3'],
      [last.orderId, '4'],
    ])
    expect(await states([first, second, last, waiting, unpaid, refunded])).toEqual([
      ...['producing', 'producing', 'producing'],
      ...['paid', 'unpaid', 'paid'],
    ])
    await expect(room.call('printBatchMake', { ...params(), body: {} })).rejects.toMatchObject({
      problem: { code: 'print-nothing' },
    })
  })

  it('is one file that holds each master byte for byte, with the list in front, and nobody’s number of identity', async () => {
    const orders = [await order({ studentNumber: '1' }), await order({ studentNumber: '2' })]
    const { batch } = await make()
    const { status, headers, bytes } = await pdfOf(batch)
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
    const orders = await Promise.all(Array.from({ length: 12 }, () => order()))
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, (_, nth) =>
        room.call('printBatchMake', { ...params(), body: { mostOrders: 1 + (nth % 3) } }),
      ),
    )
    for (const one of tries)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ problem: { code: 'print-nothing' } })
    const rows = await world.query('SELECT order_id FROM print_item WHERE order_id = ANY($1)', [
      orders.map(({ orderId }) => orderId),
    ])
    expect(rows).toHaveLength(12)
    expect(new Set(rows.map(({ order_id: id }) => id)).size).toBe(12)
    expect(new Set(await states(orders))).toEqual(new Set(['producing']))
    const numbers = await world.query<{ number: string }>('SELECT number FROM print_batch WHERE campaign_id = $1', [
      campaign.campaignId,
    ])
    expect(new Set(numbers.map(({ number }) => number)).size).toBe(numbers.length)
  })

  it('that is cancelled gives its orders back to the next one', async () => {
    const orders = [await order(), await order()]
    const { batch } = await make()
    const cancelled = await room.call('printBatchCancel', { params: { batchId: batch.batchId } })
    expect(cancelled.state).toBe('cancelled')
    expect(await states(orders)).toEqual(['paid', 'paid'])
    expect((await make()).items).toHaveLength(2)
    for (const name of ['printBatchCancel', 'printBatchPrepare'] as const)
      await expect(room.call(name, { params: { batchId: batch.batchId } })).rejects.toMatchObject({
        problem: { code: 'print-batch-moved' },
      })
  })

  it('whose file could not be made is said to have failed, and is prepared again', async () => {
    await order()
    const { deps } = world
    const { id } = await inTransaction(deps.db, SYSTEM, (tx) => makeBatch(tx, deps, SYSTEM, campaign.campaignId, {}))
    await world.query("UPDATE print_batch SET state = 'failed' WHERE id = $1", [id])
    expect((await made(await room.call('printBatchPrepare', { params: { batchId: id } }))).batch.state).toBe('ready')
  })

  it('prepared twice is the same batch', async () => {
    await order()
    const { deps } = world
    const batch = await inTransaction(deps.db, SYSTEM, (tx) => makeBatch(tx, deps, SYSTEM, campaign.campaignId, {}))
    expect(await Promise.all([prepareBatch(deps, batch), prepareBatch(deps, batch)])).toContain(true)
    expect(await prepareBatch(deps, batch)).toBe(false)
    const after = await inTransaction(deps.db, SYSTEM, (tx) => printBatchOf(tx, batch.number))
    expect(after).toMatchObject({ state: 'ready', sheets: 1 })
  })
})

describe('whoever cannot be printed', () => {
  const rare = '\u{2b740}'

  it('is stopped with the character that no font holds, the others are printed, and a font mends it', async () => {
    await setLayout(captioned)
    const stopped = await order({ name: `张${rare}`, studentNumber: '1' })
    const fine = await order({ studentNumber: '2' })
    const { batch, items } = await make()
    expect(batch).toMatchObject({ state: 'ready', orders: 2, stopped: 1, sheets: 1 })
    expect(items[0]).toMatchObject({
      state: 'stopped',
      stop: { code: 'missing-character', detail: `${rare} U+2B740`, zh: expect.stringContaining('TUCAI_FONTS_DIR') },
    })
    const pages = paintedPages((await pdfOf(batch)).bytes)
    expect(pages[0]!.texts.map(({ text }) => text)).toContain('张[U+2B740]')
    expect(pages[0]!.texts.map(({ text }) => text).join('')).toContain('没有字体包含这个字')
    expect(await states([stopped, fine])).toEqual(['paid', 'producing'])
    const preview = await room.call('printPreview', params())
    expect(preview.stoppedBefore).toMatchObject([
      { orderNumber: stopped.orderNumber, stop: { code: 'missing-character' } },
    ])

    const fontsFolder = await mkdtemp(join(tmpdir(), 'fonts-'))
    await writeFile(join(fontsFolder, 'rare.ttf'), squareFont(0x2b740))
    const { deps } = world
    const printer = openSheetPrinter({ workFolder: join(deps.config.dataFolder, 'work'), fontsFolder })
    const mended = await inTransaction(deps.db, SYSTEM, (tx) => makeBatch(tx, deps, SYSTEM, campaign.campaignId, {}))
    expect(await prepareBatch({ ...deps, printer }, mended)).toBe(true)
    await rm(fontsFolder, { recursive: true })
    const shown = await room.call('printBatchShow', { params: { batchId: mended.id } })
    expect(shown.items).toMatchObject([{ orderId: stopped.orderId, state: 'ready', sheets: '1' }])
  })

  it('has a reason: master missing, changed, too coarse, approval taken back, refunded meanwhile', async () => {
    const numbered = (studentNumber: string, options: PrintableOptions = {}) => order({ studentNumber, ...options })
    const missing = await numbered('1')
    const changed = await numbered('2')
    await numbered('3', { master: await aMaster(3, 300, 400) })
    const withdrawn = await numbered('4')
    const refunded = await numbered('5')
    const fine = await numbered('6')
    const { deps } = world
    const batch = await inTransaction(deps.db, SYSTEM, (tx) => makeBatch(tx, deps, SYSTEM, campaign.campaignId, {}))
    await deps.files.remove(missing.masterKey)
    await deps.files.write(changed.masterKey, fine.master)
    await inTransaction(deps.db, SYSTEM, async (tx) => {
      const review = (await presentReview(tx, withdrawn.graduateId))!
      await withdrawReview(tx, review, { by: 'centre', reason: '误判' }, deps.clock.now())
      await moveOrder(tx, refunded.orderId, 'producing', 'refunded', deps.clock.now())
    })
    expect(await prepareBatch(deps, batch)).toBe(true)
    const { items } = await room.call('printBatchShow', { params: { batchId: batch.id } })
    expect(items.map(({ stop, sheets }) => stop?.code ?? sheets)).toEqual([
      ...['master-missing', 'master-changed', 'master-coarse', 'approval-gone', 'order-moved', '1'],
    ])
    const jpegs = embeddedJpegs((await pdfOf({ batchId: batch.id })).bytes)
    expect(jpegs).toHaveLength(1)
    expect(jpegs[0]!.equals(fine.master)).toBe(true)
    expect(await states([missing, changed, withdrawn, refunded, fine])).toEqual([
      ...['paid', 'paid', 'paid', 'refunded', 'producing'],
    ])
  })
})

describe('a printed batch', () => {
  it('has its orders wait for their parcels, except for those that were not printed', async () => {
    const [first, second] = [await order({ studentNumber: '1' }), await order({ studentNumber: '2' })]
    const { batch } = await make()
    const params = { batchId: batch.batchId }
    const except = [{ orderId: second.orderId, note: '卡纸' }]
    const printed = await room.call('printBatchPrinted', { params, body: { except } })
    expect(printed).toMatchObject({ state: 'printed', orders: 2, printed: 1, stopped: 1 })
    expect(await states([first, second])).toEqual(['producing', 'paid'])
    const { deps } = world
    const waiting = () => inTransaction(deps.db, SYSTEM, (tx) => printedOrders(tx, campaign.campaignId))
    expect(await waiting()).toMatchObject([
      {
        orderId: first.orderId,
        delivery: 'station',
        batchNumber: batch.number,
        sheets: '1',
        printedAt: expect.any(Date),
      },
    ])
    await expect(room.call('printBatchPrinted', { params, body: { except: [] } })).rejects.toMatchObject({
      problem: { code: 'print-batch-moved' },
    })
    await inTransaction(deps.db, SYSTEM, (tx) => moveOrder(tx, first.orderId, 'producing', 'shipped', new Date()))
    expect(await waiting()).toEqual([])
  })

  it('with an exception that is not in it changes nothing', async () => {
    const [one, foreign] = [await order(), await aPrintableOrder(world.deps, await world.aCampaign())]
    const { batch } = await make()
    const body = { except: [{ orderId: foreign.orderId, note: '卡纸' }] }
    await expect(room.call('printBatchPrinted', { params: { batchId: batch.batchId }, body })).rejects.toMatchObject({
      problem: { code: 'not-found' },
    })
    expect((await room.call('printBatchShow', { params: { batchId: batch.batchId } })).batch.state).toBe('ready')
    expect(await states([one])).toEqual(['producing'])
  })

  it('may have single orders printed again, for a reason, and counts it; the orders stay as they are', async () => {
    const [shipped, held] = [await order({ studentNumber: '1' }), await order({ studentNumber: '2' })]
    const { batch } = await make()
    const again = (orderNumbers: string[], reason = '运输中受潮') =>
      room.call('printAgain', { ...params(), body: { orderNumbers, reason } })
    await expect(again([shipped.orderNumber])).rejects.toMatchObject({ problem: { code: 'print-again-refused' } })
    await room.call('printBatchPrinted', { params: { batchId: batch.batchId }, body: { except: [] } })
    const { deps } = world
    await inTransaction(deps.db, SYSTEM, (tx) => moveOrder(tx, shipped.orderId, 'producing', 'shipped', new Date()))
    await expect(again([shipped.orderNumber], ' x ')).rejects.toMatchObject({ problem: { code: 'request-malformed' } })
    const scanned = held.orderNumber.replaceAll('-', '')
    const reprint = await made(await again([shipped.orderNumber, scanned]))
    expect(reprint.batch).toMatchObject({ kind: 'reprint', reason: '运输中受潮', state: 'ready', orders: 2, sheets: 2 })
    expect(reprint.items.map(({ reprints }) => reprints)).toEqual([1, 1])
    expect(await states([shipped, held])).toEqual(['shipped', 'producing'])
    await expect(again([held.orderNumber])).rejects.toMatchObject({ problem: { code: 'print-again-refused' } })
    const waiting = () => inTransaction(deps.db, SYSTEM, (tx) => printedOrders(tx, campaign.campaignId))
    expect(await waiting()).toEqual([])
    await room.call('printBatchPrinted', { params: { batchId: reprint.batch.batchId }, body: { except: [] } })
    expect(await waiting()).toMatchObject([{ orderId: held.orderId }])
    const second = await made(await again([held.orderNumber]))
    await room.call('printBatchCancel', { params: { batchId: second.batch.batchId } })
    const { items } = await room.call('printBatchShow', { params: { batchId: batch.batchId } })
    expect(items.map(({ reprints }) => reprints)).toEqual([1, 1])
    expect(await states([held])).toEqual(['producing'])
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
      await expect(setLayout({ ...captioned, ...changes })).rejects.toMatchObject({
        problem: { code: 'print-layout-refused', field },
      })
    expect(await room.call('printLayoutShow', params())).toMatchObject({ captionAt: 'edge', paper: '6in' })
  })

  it('that changes leaves a batch that was made before as it is', async () => {
    await order()
    const { batch } = await make()
    await setLayout(captioned)
    const shown = await room.call('printBatchShow', { params: { batchId: batch.batchId } })
    expect(shown.batch.layout.captionAt).toBe('edge')
    expect(await room.call('printLayoutShow', params())).toEqual(captioned)
  })
})

it('its file goes a month after it was printed, the record of who was printed stays', async () => {
  const one = await order()
  const { batch } = await make()
  await room.call('printBatchPrinted', { params: { batchId: batch.batchId }, body: { except: [] } })
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
