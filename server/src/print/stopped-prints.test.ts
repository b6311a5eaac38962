import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { embeddedJpegs, paintedPages } from '@tucai/portrait/pdf-page'
import { squareFont } from '@tucai/portrait/square-font'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { aPrintRoom, type PrintRoom } from '../../test/print-room.ts'
import { aMaster, captioned, type PrintableOptions } from '../../test/printable.ts'
import type { Visitor } from '../../test/visitor.ts'
import { startWorld, type World } from '../../test/world.ts'
import { moveOrder } from '../order/orders.ts'
import { openSheetPrinter } from '../photo/sheet-printer.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import { presentReview, withdrawReview } from '../review/reviews.ts'
import { prepareBatch } from './print-jobs.ts'
import { makeBatch } from './print-making.ts'

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

describe('whoever cannot be printed', () => {
  const rare = '\u{2b740}'

  it('is stopped with the character that no font holds, the others are printed, and a font mends it', async () => {
    await room.setLayout(captioned)
    const stopped = await room.order({ name: `张${rare}`, studentNumber: '1' })
    const fine = await room.order({ studentNumber: '2' })
    const { batch, items } = await room.make()
    expect(batch).toMatchObject({ state: 'ready', orders: 2, stopped: 1, sheets: 1 })
    expect(items[0]).toMatchObject({
      state: 'stopped',
      stop: { code: 'missing-character', detail: `${rare} U+2B740`, zh: expect.stringContaining('TUCAI_FONTS_DIR') },
    })
    const pages = paintedPages((await room.pdf(batch)).bytes)
    expect(pages[0]!.texts.map(({ text }) => text)).toContain('张[U+2B740]')
    expect(pages[0]!.texts.map(({ text }) => text).join('')).toContain('没有字体包含这个字')
    expect(await room.states([stopped, fine])).toEqual(['paid', 'producing'])
    const preview = await room.staff.call('printPreview', room.ofCampaign)
    expect(preview.stoppedBefore).toMatchObject([
      { orderNumber: stopped.orderNumber, stop: { code: 'missing-character' } },
    ])

    const fontsFolder = await mkdtemp(join(tmpdir(), 'fonts-'))
    await writeFile(join(fontsFolder, 'rare.ttf'), squareFont(0x2b740))
    const { deps } = world
    const printer = openSheetPrinter({ workFolder: join(deps.config.dataFolder, 'work'), fontsFolder })
    const mended = await inTransaction(deps.db, SYSTEM, (tx) =>
      makeBatch(tx, deps, SYSTEM, room.campaign.campaignId, {}),
    )
    expect(await prepareBatch({ ...deps, printer }, mended)).toBe(true)
    await rm(fontsFolder, { recursive: true })
    const shown = await room.staff.call('printBatchShow', { params: { batchId: mended.id } })
    expect(shown.items).toMatchObject([{ orderId: stopped.orderId, state: 'ready', sheets: '1' }])
  })

  it('has a reason: master missing, changed, too coarse, approval taken back, refunded meanwhile', async () => {
    const numbered = (studentNumber: string, options: PrintableOptions = {}) =>
      room.order({ studentNumber, ...options })
    const missing = await numbered('1')
    const changed = await numbered('2')
    await numbered('3', { master: await aMaster(3, 300, 400) })
    const withdrawn = await numbered('4')
    const refunded = await numbered('5')
    const fine = await numbered('6')
    const { deps } = world
    const batch = await inTransaction(deps.db, SYSTEM, (tx) =>
      makeBatch(tx, deps, SYSTEM, room.campaign.campaignId, {}),
    )
    await deps.files.remove(missing.masterKey)
    await deps.files.write(changed.masterKey, fine.master)
    await inTransaction(deps.db, SYSTEM, async (tx) => {
      const review = (await presentReview(tx, withdrawn.graduateId))!
      await withdrawReview(tx, review, { by: 'centre', reason: '误判' }, deps.clock.now())
      await moveOrder(tx, refunded.orderId, 'producing', 'refunded', deps.clock.now())
    })
    expect(await prepareBatch(deps, batch)).toBe(true)
    const { items } = await room.staff.call('printBatchShow', { params: { batchId: batch.id } })
    expect(items.map(({ stop, sheets }) => stop?.code ?? sheets)).toEqual([
      ...['master-missing', 'master-changed', 'master-coarse', 'approval-gone', 'order-moved', '1'],
    ])
    const jpegs = embeddedJpegs((await room.pdf({ batchId: batch.id })).bytes)
    expect(jpegs).toHaveLength(1)
    expect(jpegs[0]!.equals(fine.master)).toBe(true)
    expect(await room.states([missing, changed, withdrawn, refunded, fine])).toEqual([
      ...['paid', 'paid', 'paid', 'refunded', 'producing'],
    ])
  })
})
