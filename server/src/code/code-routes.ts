import { Problem, photoMaxBytes } from '@tucai/contract'
import type { FastifyRequest } from 'fastify'
import { recordAudit } from '../audit/audits.ts'
import { campaignOf } from '../campaign/campaigns.ts'
import { graduateOf } from '../graduate/graduates.ts'
import { documentNumber } from '../identity/identities.ts'
import { inTransaction, isDuplicate, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import type { OpenLimiter } from '../platform/throttle.ts'
import { type CollectionCodeDecoder, checkEnding, looksDecodable, thePayload } from './code.ts'
import type { CodeReader } from './code-reader.ts'
import { keepCode } from './codes.ts'

export interface CodeSetting {
  reader: CodeReader
  limiter: OpenLimiter
  /** Undefined where the centre has no means to open codes. */
  decoder: CollectionCodeDecoder | undefined
}

/** 采集码: the picture is looked at and thrown away; what the code holds is kept sealed. */
export function codeRoutes(
  routes: RouteTable,
  { db, secrets, clock }: Engines,
  { reader, limiter, decoder }: CodeSetting,
): void {
  const tries = limiter('collection-code', 20, 3600)

  routes.handle('codeSubmit', async ({ actor, params: { graduateId }, request }) => {
    const { graduate, number } = await inTransaction(db, actor, async (tx) => {
      const graduate = await graduateOf(tx, graduateId)
      if (graduate?.identityId !== actor.identityId) throw new Problem('not-found')
      const campaign = await campaignOf(tx, graduate.campaignId)
      if (campaign?.identityMode === 'roster') throw new Problem('code-not-asked')
      return { graduate, number: (await documentNumber(tx, secrets, actor.identityId)).number }
    })
    await tries.spend(actor.accountId)
    const { numberEnding, picture } = await receive(request)
    checkEnding(number, numberEnding)
    const payload = thePayload(await reader.payloads(picture))
    if (decoder !== undefined) {
      const decoded = await decoder.decode(payload)
      if (decoded === null || decoded.numberEnding !== number.slice(-4))
        throw new Problem('code-foreign', { field: 'picture' })
    }
    await inTransaction(db, SYSTEM, async (tx) => {
      if (!(await keepCode(tx, secrets, graduate, payload, clock.now())))
        throw new Problem('code-used', { field: 'picture' })
      await recordAudit(tx, clock.now(), actor, 'code-accepted', [graduateId])
    }).catch((error: unknown) => {
      if (isDuplicate(error)) throw new Problem('code-used', { field: 'picture' })
      throw error
    })
    return {}
  })
}

/** The field `numberEnding` and the file `picture`, in any order, in memory. */
async function receive(request: FastifyRequest): Promise<{ numberEnding: string; picture: Buffer }> {
  let numberEnding: string | undefined
  let picture: Buffer | undefined
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file') {
        picture = await part.toBuffer()
        if (part.file.truncated || picture.length > photoMaxBytes)
          throw new Problem('photo-too-large', { field: 'picture' })
      } else if (part.fieldname === 'numberEnding') numberEnding = String(part.value)
      else throw new Problem('request-malformed', { field: 'numberEnding' })
    }
  } catch (error) {
    // The rest of the upload is let through unread, so that the sender gets to see the answer.
    request.raw.unpipe()
    request.raw.resume()
    throw error
  }
  if (numberEnding === undefined) throw new Problem('request-malformed', { field: 'numberEnding' })
  if (picture === undefined) throw new Problem('request-malformed', { field: 'picture' })
  if (picture.length === 0) throw new Problem('photo-empty', { field: 'picture' })
  if (!looksDecodable(picture)) throw new Problem('photo-unreadable', { field: 'picture' })
  return { numberEnding, picture }
}
