import { createHash } from 'node:crypto'
import type { DeliverySettings, DeliveryView } from '@tucai/contract'
import { expect } from 'vitest'
import { usualSettings } from './deliverable.ts'
import type { Visitor } from './visitor.ts'

/** Waits until the job has packed it. */
async function packed(staff: Visitor, made: DeliveryView): Promise<DeliveryView> {
  const show = async () => (await staff.call('deliveryShow', { params: { deliveryId: made.deliveryId } })).delivery
  await expect.poll(async () => (await show()).state, { timeout: 60_000 }).not.toBe('preparing')
  return show()
}

export async function aPackage(
  staff: Visitor,
  campaignId: string,
  settings: Partial<DeliverySettings> = {},
): Promise<DeliveryView> {
  const body = { ...usualSettings, ...settings }
  return packed(staff, await staff.call('deliveryMake', { params: { campaignId }, body }))
}

/** Every file of a package that was approved, by its name. */
export async function fetchAll(staff: Visitor, deliveryId: string): Promise<Map<string, Buffer>> {
  const { files } = await staff.call('deliveryShow', { params: { deliveryId } })
  const fetched = new Map<string, Buffer>()
  for (const { fileId, name, sha256 } of files) {
    const { status, bytes } = await staff.ask('deliveryFile', { deliveryId, fileId })
    expect([name, status]).toEqual([name, 200])
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
    fetched.set(name, bytes)
  }
  return fetched
}
