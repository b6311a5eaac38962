import { Problem } from '@tucai/contract'
import { takeApproval } from '../approval/approvals.ts'
import { recordAudit } from '../audit/audits.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import { correctGraduate } from './corrections.ts'
import { dossierDetail } from './dossier-detail.ts'
import { campaignSeen, graduateSeen } from './dossier-routes.ts'
import { dossierIds } from './dossiers.ts'
import { askExport, exportOf, exportSheet, exportsOf } from './graduate-exports.ts'
import { previewWithdrawal, setWithdrawn } from './withdrawals.ts'

/** What staff do with graduates: correct one, take many off the roster, take a list along. */
export function changeRoutes(routes: RouteTable, engines: Engines): void {
  const { db, secrets, clock } = engines

  routes.handle('staffGraduateCorrect', async ({ actor, params: { graduateId }, body }) => {
    await inTransaction(db, actor, (tx) => graduateSeen(tx, graduateId))
    // A school sees no documents but those of its graduates, and the right one may be another's already.
    await inTransaction(db, SYSTEM, async (tx) => {
      const now = clock.now()
      await correctGraduate(tx, secrets, graduateId, body, now)
      await recordAudit(tx, now, actor, 'graduate-corrected', [graduateId], Object.keys(body).join(' '))
    })
    return inTransaction(db, actor, async (tx) => dossierDetail(tx, secrets, actor, await graduateSeen(tx, graduateId)))
  })

  routes.handle('staffWithdrawalPreview', ({ actor, params: { campaignId }, body: { graduateIds, withdrawn } }) =>
    inTransaction(db, actor, async (tx) => {
      await campaignSeen(tx, campaignId)
      return previewWithdrawal(tx, campaignId, graduateIds, withdrawn)
    }),
  )

  routes.handle('staffWithdrawalMake', ({ actor, params: { campaignId }, body }) =>
    inTransaction(db, actor, async (tx) => {
      await campaignSeen(tx, campaignId)
      const now = clock.now()
      const moved = await setWithdrawn(tx, campaignId, body, now)
      const action = body.withdrawn ? 'graduates-withdrawn' : 'graduates-restored'
      if (moved.length > 0) await recordAudit(tx, now, actor, action, moved)
      return { graduateIds: moved }
    }),
  )

  routes.handle('staffGraduateExportAsk', ({ actor, params: { campaignId }, body }) =>
    inTransaction(db, actor, async (tx) => {
      const { graduateIds, purpose, ...filter } = body
      const now = clock.now()
      const campaign = await campaignSeen(tx, campaignId)
      if (purpose.trim() === '') throw new Problem('request-malformed', { field: 'purpose' })
      const fitting = await dossierIds(tx, campaignId, filter, now)
      const named = graduateIds && new Set(graduateIds)
      const meant = named ? fitting.filter((id) => named.has(id)) : fitting
      if (meant.length === 0) throw new Problem('graduates-none-meant')
      return askExport(tx, actor, { campaign, graduateIds: meant, purpose: purpose.trim() }, now)
    }),
  )

  routes.handle('staffGraduateExportList', ({ actor, params: { campaignId } }) =>
    inTransaction(db, actor, async (tx) => {
      await campaignSeen(tx, campaignId)
      return exportsOf(tx, actor, campaignId, clock.now())
    }),
  )

  routes.handle('staffGraduateExportFile', async ({ actor, params: { exportId }, query: { format = 'xlsx' } }) => {
    const graduateIds = await inTransaction(db, actor, async (tx) => {
      const now = clock.now()
      const found = await exportOf(tx, exportId)
      if (found === undefined) throw new Problem('not-found')
      await takeApproval(tx, actor, 'graduates-export', exportId, now)
      await recordAudit(tx, now, actor, 'graduates-exported', [exportId, ...found.graduateIds])
      return found.graduateIds
    })
    return exportSheet(engines, actor, graduateIds, format)
  })
}
