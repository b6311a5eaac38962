import { Problem } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { campaignOf } from '../campaign/campaigns.ts'
import type { Graduate } from '../graduate/graduate.ts'
import { graduateOf } from '../graduate/graduates.ts'
import { documentNumbers } from '../identity/identities.ts'
import { inTransaction, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import { lineView } from './dossier.ts'
import { dossierDetail } from './dossier-detail.ts'
import { dossierHistory } from './dossier-history.ts'
import { dossierFacets, dossierPage } from './dossiers.ts'
import { addUncovering, SHOWN_SECONDS, wholeValue } from './uncoverings.ts'

/** What staff see of graduates: the list, one of them, what happened, and a whole value for a reason. */
export function dossierRoutes(routes: RouteTable, { db, secrets, clock }: Engines): void {
  routes.handle('staffGraduateList', ({ actor, params: { campaignId }, query }) =>
    inTransaction(db, actor, async (tx) => {
      await campaignSeen(tx, campaignId)
      const now = clock.now()
      const { total, lines } = await dossierPage(tx, campaignId, query, now)
      const numbers = await documentNumbers(
        tx,
        secrets,
        lines.map(({ identityId }) => identityId),
      )
      const read = lines.map(({ id }) => id)
      if (read.length > 0) await recordAudit(tx, now, actor, 'graduates-read', read)
      return { total, graduates: lines.map((line) => lineView(line, numbers.get(line.identityId)!)) }
    }),
  )

  routes.handle('staffGraduateFacets', ({ actor, params: { campaignId } }) =>
    inTransaction(db, actor, async (tx) => {
      await campaignSeen(tx, campaignId)
      return dossierFacets(tx, campaignId, clock.now())
    }),
  )

  routes.handle('staffGraduateShow', ({ actor, params: { graduateId } }) =>
    inTransaction(db, actor, async (tx) => {
      const graduate = await graduateSeen(tx, graduateId)
      await recordAudit(tx, clock.now(), actor, 'graduate-read', [graduateId])
      return dossierDetail(tx, secrets, actor, graduate)
    }),
  )

  routes.handle('staffGraduateHistory', ({ actor, params: { graduateId } }) =>
    inTransaction(db, actor, async (tx) => dossierHistory(tx, await graduateSeen(tx, graduateId))),
  )

  routes.handle('staffGraduateUncover', ({ actor, params: { graduateId }, body }) =>
    inTransaction(db, actor, async (tx) => {
      const now = clock.now()
      const graduate = await graduateSeen(tx, graduateId)
      const value = await wholeValue(tx, secrets, graduate, body.field)
      const uncoveringId = await addUncovering(tx, secrets, { graduate, staffId: actor.staffId, asked: body }, now)
      await recordAudit(tx, now, actor, 'graduate-uncovered', [graduateId, uncoveringId], body.reason)
      return { value, until: new Date(now.getTime() + SHOWN_SECONDS * 1000).toISOString() }
    }),
  )
}

/** @throws Problem not-found */
export async function campaignSeen(tx: Tx, campaignId: string) {
  const campaign = await campaignOf(tx, campaignId)
  if (campaign === undefined) throw new Problem('not-found')
  return campaign
}

/** @throws Problem not-found */
export async function graduateSeen(tx: Tx, graduateId: string): Promise<Graduate> {
  const graduate = await graduateOf(tx, graduateId)
  if (graduate === undefined) throw new Problem('not-found')
  return graduate
}
