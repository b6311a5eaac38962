import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { Type } from 'typebox'
import type { Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { decrypting, encrypting, makeFileKey } from '../platform/file-cipher.ts'
import { defineJob } from '../platform/jobs.ts'
import { keyBoundTo, type Roster } from './rosters.ts'

type Ground = Pick<Engines, 'files' | 'secrets'>

/** Removes the file of a roster that no longer needs it. */
export const rosterForgetJob = defineJob('roster-forget', Type.Object({ rosterId: Type.String() }), { retryLimit: 20 })

export function rosterFileKey(rosterId: string): string {
  return `roster/${rosterId}.bin`
}

/** Stores the sheet encrypted. Answers the sealed key, which belongs into the row. */
export async function keepRosterFile({ files, secrets }: Ground, rosterId: string, file: Buffer): Promise<string> {
  const fileKey = makeFileKey()
  await files.write(rosterFileKey(rosterId), Readable.from([file]).pipe(encrypting(fileKey)))
  return secrets.seal(fileKey, keyBoundTo(rosterId))
}

export async function readRosterFile({ files, secrets }: Ground, roster: Roster): Promise<Buffer> {
  const fileKey = secrets.open(roster.keySealed!, keyBoundTo(roster.id))
  return buffer((await files.stream(roster.fileKey!)).pipe(decrypting(fileKey)))
}

export async function forgetRosterFile(tx: Tx, { jobs }: Pick<Engines, 'jobs'>, rosterId: string): Promise<void> {
  await jobs.enqueue(tx, rosterForgetJob, { rosterId })
}
