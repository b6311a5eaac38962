import { Problem, rosterMaxBytes } from '@tucai/contract'
import type { FastifyRequest } from 'fastify'

export interface ReceivedRoster {
  file: Buffer
  fileName: string
  whole: boolean
}

const MOST_NAME_CHARACTERS = 100

/** The file and whether it is the whole roster, in any order. @throws Problem roster-too-large, sheet-empty or request-malformed */
export async function receiveRoster(request: FastifyRequest): Promise<ReceivedRoster> {
  let received: { file: Buffer; fileName: string } | undefined
  let whole = true
  try {
    for await (const part of request.parts({ limits: { fileSize: rosterMaxBytes + 1 } })) {
      if (part.type === 'file') received = { file: await collected(part.file), fileName: plainName(part.filename) }
      else if (part.fieldname === 'whole') whole = readFlag(String(part.value))
      else throw new Problem('request-malformed', { field: 'file' })
    }
  } catch (error) {
    // The rest of the upload is let through unread, so that the sender gets to see the answer.
    request.raw.unpipe()
    request.raw.resume()
    throw error
  }
  if (received === undefined) throw new Problem('request-malformed', { field: 'file' })
  return { ...received, whole }
}

async function collected(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stream) {
    bytes += chunk.length
    if (bytes > rosterMaxBytes) throw new Problem('roster-too-large', { field: 'file' })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** For showing only: nothing on the disk is named by it. */
function plainName(name: string): string {
  const last = name
    .split(/[/\\]/)
    .at(-1)!
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .trim()
  return [...last].slice(-MOST_NAME_CHARACTERS).join('') || 'roster'
}

function readFlag(text: string): boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  throw new Problem('request-malformed', { field: 'whole' })
}
