import { Problem } from '@tucai/contract'
import type { FastifyRequest } from 'fastify'
import { sheetLimits } from './sheet.ts'

/**
 * A sheet and what is asked about it, in any order, in memory.
 * @throws Problem sheet-too-large, sheet-empty or request-malformed
 */
export async function receiveSheet<F extends string>(
  request: FastifyRequest,
  names: readonly F[],
): Promise<{ file: Buffer; fields: Map<F, string> }> {
  const fields = new Map<F, string>()
  let file: Buffer | undefined
  try {
    for await (const part of request.parts()) {
      const name = names.find((known) => known === part.fieldname)
      if (part.type === 'file') file = await collected(part.file)
      else if (name !== undefined) fields.set(name, String(part.value))
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
  return { file, fields }
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

/** @throws Problem request-malformed */
export function readFlag(field: string, text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  throw new Problem('request-malformed', { field })
}
