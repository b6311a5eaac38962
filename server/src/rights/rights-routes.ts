import { Problem } from '@tucai/contract'
import type { FastifyRequest } from 'fastify'
import { recordAudit } from '../audit/audits.ts'
import { checkConsent, consentViews } from '../consent/consent.ts'
import { giveConsent, newestConsents } from '../consent/consents.ts'
import { documentNumber } from '../identity/identities.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { decrypting } from '../platform/file-cipher.ts'
import { keepsNoCookies } from '../platform/http/cookies.ts'
import type { RouteTable, StudentActor } from '../platform/http/route-table.ts'
import type { OpenLimiter } from '../platform/throttle.ts'
import { dataExportJob } from './data-export-jobs.ts'
import { addDataExport, dataExportOf, dataExportView, newestDataExport, openFileKey } from './data-exports.ts'
import { erase, erasurePlan } from './erasures.ts'
import { withdraw } from './withdrawal.ts'

export interface RightsSetting {
  limiter: OpenLimiter
  /** The id of the session that a request is made in; it stays when the session's token changes. */
  sessionIdOf(request: FastifyRequest): Promise<string | undefined>
}

/** What the law gives every student: consent purpose by purpose, a copy of everything, deletion. */
export function rightsRoutes(routes: RouteTable, engines: Engines, setting: RightsSetting): void {
  consents(routes, engines)
  dataExports(routes, engines, setting)
  erasures(routes, engines, setting)
}

function consents(routes: RouteTable, engines: Engines): void {
  const { db, clock } = engines

  routes.handle('consentList', ({ actor }) =>
    inTransaction(db, actor, async (tx) => consentViews(await newestConsents(tx, actor.identityId))),
  )

  routes.handle('consentAgree', ({ actor, body, request }) =>
    inTransaction(db, actor, async (tx) => {
      checkConsent(body)
      const { identityId } = actor
      const given = { ...body, identityId, givenAt: clock.now() }
      const id = await giveConsent(tx, { ...given, channel: keepsNoCookies(request) ? 'weapp' : 'web' })
      await recordAudit(tx, clock.now(), actor, 'consent-given', [id])
      return consentViews(await newestConsents(tx, identityId))
    }),
  )

  routes.handle('consentWithdraw', ({ actor, body: { purpose } }) =>
    inTransaction(db, SYSTEM, async (tx) => {
      await withdraw(tx, engines, actor, purpose)
      await recordAudit(tx, clock.now(), actor, 'consent-withdrawn', [actor.accountId, purpose])
      return consentViews(await newestConsents(tx, actor.identityId))
    }),
  )
}

function dataExports(routes: RouteTable, engines: Engines, { limiter, sessionIdOf }: RightsSetting): void {
  const { db, secrets, files, jobs, clock } = engines
  const asked = limiter('data-export', 5, 24 * 3600)

  async function sessionOf(request: FastifyRequest): Promise<string> {
    const id = await sessionIdOf(request)
    if (id === undefined) throw new Problem('not-signed-in')
    return id
  }

  routes.handle('dataExportAsk', async ({ actor, request }) => {
    await asked.spend(actor.accountId)
    const sessionId = await sessionOf(request)
    return inTransaction(db, actor, async (tx) => {
      const { accountId, identityId } = actor
      const exportId = await addDataExport(tx, secrets, { accountId, identityId, sessionId }, clock.now())
      await jobs.enqueue(tx, dataExportJob, { exportId })
      await recordAudit(tx, clock.now(), actor, 'export-asked', [exportId, identityId])
      return dataExportView((await dataExportOf(tx, exportId))!)
    })
  })

  routes.handle('dataExportShow', async ({ actor, request }) => {
    const sessionId = await sessionOf(request)
    return inTransaction(db, actor, async (tx) => {
      const newest = await newestDataExport(tx, sessionId, clock.now())
      return { newest: newest ? dataExportView(newest) : null }
    })
  })

  routes.handle('dataExportDownload', async ({ actor, params: { exportId }, request }) => {
    const sessionId = await sessionOf(request)
    const found = await inTransaction(db, actor, (tx) => readableExport(tx, actor, exportId, sessionId))
    const source = await files.stream(found.fileKey)
    const stream = decrypting(openFileKey(secrets, found))
    source.on('error', (error) => stream.destroy(error)).pipe(stream)
    return { stream, fileName: 'my-data.zip' }
  })

  async function readableExport(
    tx: Parameters<typeof dataExportOf>[0],
    actor: StudentActor,
    exportId: string,
    sessionId: string,
  ) {
    const found = await dataExportOf(tx, exportId)
    // Another session of the same account has no business with it: whoever took that over would get everything.
    if (found?.accountId !== actor.accountId || found.sessionId !== sessionId) throw new Problem('not-found')
    if (found.state !== 'ready' || found.expiresAt <= clock.now()) throw new Problem('export-expired')
    await recordAudit(tx, clock.now(), actor, 'export-read', [exportId, actor.identityId])
    return found
  }
}

function erasures(routes: RouteTable, engines: Engines, { limiter }: RightsSetting): void {
  const { db, secrets, clock } = engines
  const tries = limiter('erasure', 10, 3600)

  routes.handle('erasureShow', ({ actor }) => inTransaction(db, SYSTEM, (tx) => erasurePlan(tx, actor)))

  routes.handle('erasureAsk', async ({ actor, body }) => {
    await tries.spend(actor.accountId)
    return inTransaction(db, SYSTEM, async (tx) => {
      const { number } = await documentNumber(tx, secrets, actor.identityId)
      const ending = body.numberEnding.normalize('NFKC').trim().toUpperCase()
      if (ending !== number.slice(-4)) throw new Problem('number-ending-refused', { field: 'numberEnding' })
      const done = await erase(tx, engines, actor)
      await recordAudit(tx, clock.now(), actor, 'erasure-asked', [actor.accountId, actor.identityId])
      return done
    })
  })
}
