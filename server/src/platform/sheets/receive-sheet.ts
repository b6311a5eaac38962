import { Problem, type ProblemCode } from '@tucai/contract'
import type { FastifyRequest } from 'fastify'
import { sheetLimits } from './sheet.ts'

interface Limit {
  bytes: number
  /** What whoever sends more is told. */
  refusal: ProblemCode
}

const usualLimit: Limit = { bytes: sheetLimits.bytes, refusal: 'sheet-too-large' }

/**
 * A sheet under the name it was sent with and what is asked about it, in any order, in memory.
 * @throws Problem sheet-empty, request-malformed, or the limit’s refusal
 */
export async function receiveSheet<F extends string>(
  request: FastifyRequest,
  names: readonly F[],
  limit = usualLimit,
): Promise<{ file: Buffer; sentName: string; fields: Map<F, string> }> {
  const fields = new Map<F, string>()
  let file: Buffer | undefined
  let sentName = ''
  try {
    // One byte more than is taken shows that it is too much.
    for await (const part of request.parts({ limits: { fileSize: limit.bytes + 1 } })) {
      const name = names.find((known) => known === part.fieldname)
      if (part.type === 'file') {
        file = await collected(part.file, limit)
        sentName = part.filename
      } else if (name !== undefined) fields.set(name, String(part.value))
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
  return { file, sentName, fields }
}

async function collected(stream: AsyncIterable<Buffer>, limit: Limit): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stream) {
    bytes += chunk.length
    if (bytes > limit.bytes) throw new Problem(limit.refusal, { field: 'file' })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** @throws Problem request-malformed */
export function readFlag(field: string, text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  throw new Problem('request-malformed', { field })
}
