import { Problem } from '@tucai/contract'
import type { FastifyRequest } from 'fastify'
import { sheetLimits } from '../platform/sheets/sheet.ts'
import { type CourierCode, courierOf } from './couriers.ts'
import type { TrackingAsk } from './tracking-import.ts'

export interface ReceivedSheet extends TrackingAsk {
  file: Buffer
}

const FIELDS = ['dryRun', 'takeGood', 'courier'] as const

/**
 * The file and what is asked about it, in any order, in memory. Nothing is stored unless `dryRun` is `false`.
 * @throws Problem sheet-too-large, sheet-empty, courier-unknown or request-malformed
 */
export async function receiveSheet(request: FastifyRequest): Promise<ReceivedSheet> {
  const fields = new Map<string, string>()
  let file: Buffer | undefined
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file') file = await collected(part.file)
      else if (FIELDS.some((field) => field === part.fieldname)) fields.set(part.fieldname, String(part.value))
      else throw new Problem('request-malformed', { field: 'file' })
    }
  } catch (error) {
    // The rest of the upload is let through unread, so that the sender gets to see the answer.
    request.raw.unpipe()
    request.raw.resume()
    throw error
  }
  if (file === undefined) throw new Problem('request-malformed', { field: 'file' })
  if (file.length === 0) throw new Problem('sheet-empty', { field: 'file' })
  return {
    file,
    courier: readCourier(fields.get('courier')),
    dryRun: readFlag('dryRun', fields.get('dryRun') ?? 'true'),
    takeGood: readFlag('takeGood', fields.get('takeGood') ?? 'false'),
  }
}

async function collected(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stream) {
    bytes += chunk.length
    if (bytes > sheetLimits.bytes) throw new Problem('sheet-too-large', { field: 'file' })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function readFlag(field: string, text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  throw new Problem('request-malformed', { field })
}

function readCourier(text: string | undefined): CourierCode | undefined {
  if (text === undefined || text === '') return undefined
  const courier = courierOf(text)
  if (courier === undefined) throw new Problem('courier-unknown', { field: 'courier' })
  return courier.code
}
