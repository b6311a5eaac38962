import { Problem, photoMaxBytes, type ReadableKind } from '@tucai/contract'
import type { FastifyRequest } from 'fastify'
import { documentNotice } from '../consent/consent.ts'
import { hasConsent } from '../consent/consents.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import { hostOf } from '../platform/network.ts'
import type { OpenLimiter } from '../platform/throttle.ts'
import { type DocumentReader, DocumentReaderAway, documentView } from './document.ts'

const WINDOW_SECONDS = 3600
/** One student tries a few times; a campus shares one address. */
const READINGS_PER_CONSENT = 20
const READINGS_PER_ADDRESS = 300

/** A picture of a document is read for whoever agreed to it; it is never written anywhere, nor what it says logged. */
export function documentRoutes(
  routes: RouteTable,
  { db, secrets, log }: Engines,
  { reader, limiter }: { reader: DocumentReader; limiter: OpenLimiter },
): void {
  const perConsent = limiter('document', READINGS_PER_CONSENT, WINDOW_SECONDS)
  const perAddress = limiter('document-address', READINGS_PER_ADDRESS, WINDOW_SECONDS)

  routes.handle('documentRead', async ({ request }) => {
    await perAddress.spend(secrets.blindIndex('address', hostOf(request.ip)))
    const { consentId, kind, picture } = await receivePicture(request)
    const agreed = await inTransaction(db, SYSTEM, (tx) =>
      hasConsent(tx, consentId, 'document', documentNotice.version),
    )
    if (!agreed) throw new Problem('document-consent-missing', { field: 'consentId' })
    await perConsent.spend(consentId)
    try {
      return documentView(await reader.read(picture, kind))
    } catch (error) {
      if (!(error instanceof DocumentReaderAway)) throw error
      log.warn({ err: error }, 'documents are not read')
      throw new Problem('document-unavailable', { retryAfterSeconds: 30 })
    }
  })
}

interface Received {
  consentId: string
  kind: ReadableKind | undefined
  picture: Buffer
}

/**
 * The fields `consentId` and (optional) `kind` and the file `picture`, in any order, in memory.
 * @throws Problem photo-empty, photo-too-large or request-malformed
 */
async function receivePicture(request: FastifyRequest): Promise<Received> {
  const fields = new Map<string, string>()
  let picture: Buffer | undefined
  try {
    for await (const part of request.parts()) {
      if (part.type === 'file') {
        picture = await part.toBuffer()
        if (part.file.truncated) throw new Problem('photo-too-large', { field: 'picture' })
      } else if (part.fieldname === 'consentId' || part.fieldname === 'kind')
        fields.set(part.fieldname, String(part.value))
      else throw new Problem('request-malformed', { field: 'consentId' })
    }
  } catch (error) {
    // The rest of the upload is let through unread, so that the sender gets to see the answer.
    request.raw.unpipe()
    request.raw.resume()
    throw error
  }
  const [consentId, kind] = [fields.get('consentId'), fields.get('kind')]
  if (consentId === undefined) throw new Problem('request-malformed', { field: 'consentId' })
  if (kind !== undefined && kind !== 'idcard' && kind !== 'passport')
    throw new Problem('request-malformed', { field: 'kind' })
  if (picture === undefined) throw new Problem('request-malformed', { field: 'picture' })
  if (picture.length === 0) throw new Problem('photo-empty', { field: 'picture' })
  if (picture.length > photoMaxBytes) throw new Problem('photo-too-large', { field: 'picture' })
  return { consentId, kind, picture }
}
