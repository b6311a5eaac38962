import { rosterMaxBytes } from '@tucai/contract'
import type { FastifyRequest } from 'fastify'
import { readFlag, receiveSheet } from '../platform/sheets/receive-sheet.ts'

export interface ReceivedRoster {
  file: Buffer
  fileName: string
  whole: boolean
}

const MOST_NAME_CHARACTERS = 100

/** The file and whether it is the whole roster, in any order. @throws Problem roster-too-large, sheet-empty or request-malformed */
export async function receiveRoster(request: FastifyRequest): Promise<ReceivedRoster> {
  const limit = { bytes: rosterMaxBytes, refusal: 'roster-too-large' } as const
  const { file, sentName, fields } = await receiveSheet(request, ['whole'], limit)
  return { file, fileName: plainName(sentName), whole: readFlag('whole', fields.get('whole') ?? 'true') }
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
