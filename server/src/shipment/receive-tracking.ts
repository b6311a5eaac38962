import { Problem } from '@tucai/contract'
import type { FastifyRequest } from 'fastify'
import { readFlag, receiveSheet } from '../platform/sheets/receive-sheet.ts'
import { type CourierCode, courierOf } from './couriers.ts'
import type { TrackingAsk } from './tracking-import.ts'

interface ReceivedSheet extends TrackingAsk {
  file: Buffer
}

/** Nothing is stored unless `dryRun` is `false`. @throws Problem also courier-unknown */
export async function receiveTracking(request: FastifyRequest): Promise<ReceivedSheet> {
  const { file, fields } = await receiveSheet(request, ['dryRun', 'takeGood', 'courier'])
  return {
    file,
    courier: readCourier(fields.get('courier')),
    dryRun: readFlag('dryRun', fields.get('dryRun') ?? 'true'),
    takeGood: readFlag('takeGood', fields.get('takeGood') ?? 'false'),
  }
}

function readCourier(text: string | undefined): CourierCode | undefined {
  if (text === undefined || text === '') return undefined
  const courier = courierOf(text)
  if (courier === undefined) throw new Problem('courier-unknown', { field: 'courier' })
  return courier.code
}
