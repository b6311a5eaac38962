import type { PrintBatchDetail, PrintBatchView, PrintLayout } from '@tucai/contract'
import { expect } from 'vitest'
import { aPrintableOrder, type Printable, type PrintableOptions } from './printable.ts'
import type { Reply, Visitor } from './visitor.ts'
import type { World } from './world.ts'

/** Somebody of the print room at work on a campaign of its own. */
export interface PrintRoom {
  campaign: { campaignId: string; schoolId: string }
  staff: Visitor
  /** The parameters of routes about the campaign. */
  ofCampaign: { params: { campaignId: string } }
  order(options?: PrintableOptions): Promise<Printable>
  setLayout(layout: PrintLayout): Promise<PrintLayout>
  /** Waits until the job has made the file. */
  made(batch: PrintBatchView): Promise<PrintBatchDetail>
  make(body?: object): Promise<PrintBatchDetail>
  pdf(batch: { batchId: string }): Promise<Reply>
  printed(batch: { batchId: string }, except?: { orderId: string; note: string }[]): Promise<PrintBatchView>
  /** The states of orders, in their order. */
  states(orders: Printable[]): Promise<string[]>
}

export async function aPrintRoom(world: World, staff: Visitor): Promise<PrintRoom> {
  const campaign = await world.aCampaign()
  const ofCampaign = { params: { campaignId: campaign.campaignId } }
  const room: PrintRoom = {
    campaign,
    staff,
    ofCampaign,
    order: (options = {}) => aPrintableOrder(world.deps, campaign, options),
    setLayout: (layout) => staff.call('printLayoutChange', { ...ofCampaign, body: layout }),
    async made({ batchId }) {
      const show = () => staff.call('printBatchShow', { params: { batchId } })
      await expect.poll(async () => (await show()).batch.state, { timeout: 60_000 }).not.toBe('preparing')
      return show()
    },
    make: async (body = {}) => room.made(await staff.call('printBatchMake', { ...ofCampaign, body })),
    pdf: ({ batchId }) => staff.ask('printBatchPdf', { batchId }),
    printed: ({ batchId }, except = []) => staff.call('printBatchPrinted', { params: { batchId }, body: { except } }),
    async states(orders) {
      const ids = orders.map(({ orderId }) => orderId)
      const rows = await world.query<{ id: string; state: string }>(
        'SELECT id, state FROM "order" WHERE id = ANY($1)',
        [ids],
      )
      return ids.map((orderId) => rows.find(({ id }) => id === orderId)!.state)
    },
  }
  return room
}
