import { type MissingQuery, Problem } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { campaignOf, campaignsSeen } from '../campaign/campaigns.ts'
import { inTransaction, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import type { Paper } from '../platform/paper/paper.ts'
import { endOfChinaDay } from '../review/review.ts'
import { extendReviews } from '../review/reviews.ts'
import { missingSheet } from './missing-sheet.ts'
import { overviewOf } from './overview.ts'
import { scopeOf } from './progress.ts'
import { countGraduates, graduateCounts, graduatesIn, overdueReviews, type StagedGraduate } from './stages.ts'
import { summaryPdf } from './summary.ts'

/** What the console shows of campaigns: how far everybody has come, and who is missing. */
export function campaignProgressRoutes(routes: RouteTable, engines: Engines, fonts: Paper['fonts']): void {
  const { db, clock } = engines

  routes.handle('staffCampaignList', ({ actor }) =>
    inTransaction(db, actor, async (tx) => {
      const counts = await graduateCounts(tx)
      return (await campaignsSeen(tx)).map((campaign) => ({
        ...{ campaignId: campaign.id, title: campaign.title, year: campaign.year },
        ...{ schoolId: campaign.schoolId, schoolName: campaign.schoolName },
        cancelledAt: campaign.cancelledAt?.toISOString() ?? null,
        opensAt: campaign.opensAt.toISOString(),
        closesAt: campaign.closesAt.toISOString(),
        graduateCount: counts.get(campaign.id) ?? 0,
      }))
    }),
  )

  routes.handle('staffProgressShow', ({ actor, params: { campaignId }, query: { by = 'college' } }) =>
    inTransaction(db, actor, async (tx) => {
      const overview = await overviewOf(tx, actor.role, campaignId, by, clock.now())
      if (overview === undefined) throw new Problem('not-found')
      return overview
    }),
  )

  routes.handle('staffProgressPrint', async ({ actor, params: { campaignId }, query: { by = 'college' } }) => {
    const overview = await inTransaction(db, actor, (tx) => overviewOf(tx, actor.role, campaignId, by, clock.now()))
    if (overview === undefined) throw new Problem('not-found')
    return { stream: summaryPdf(overview, by, fonts), fileName: `${overview.title}-概要.pdf` }
  })

  missingRoutes(routes, engines)

  routes.handle('staffOverdueExtend', ({ actor, params: { campaignId }, body: { days } }) =>
    inTransaction(db, actor, async (tx) => {
      await requireCampaign(tx, campaignId)
      const now = clock.now()
      const dueAt = endOfChinaDay(now, days)
      const reviewIds = await overdueReviews(tx, campaignId, now)
      const extended = await extendReviews(tx, reviewIds, dueAt)
      if (extended > 0) await recordAudit(tx, now, actor, 'overdue-extended', [campaignId, ...reviewIds])
      return { extended, dueAt: dueAt.toISOString() }
    }),
  )
}

function missingRoutes(routes: RouteTable, { db, clock }: Engines): void {
  routes.handle('staffMissingList', ({ actor, params: { campaignId }, query }) =>
    inTransaction(db, actor, async (tx) => {
      await requireCampaign(tx, campaignId)
      const now = clock.now()
      const { offset = 0, limit = 50 } = query
      const scope = scopeOf(query)
      const { total } = await countGraduates(tx, campaignId, scope, now)
      const page = await graduatesIn(tx, campaignId, scope, { offset, limit })
      if (page.length > 0) await recordAudit(tx, now, actor, 'graduates-read', idsOf(page))
      return { total, graduates: page.map(shown) }
    }),
  )

  routes.handle('staffMissingExport', async ({ actor, params: { campaignId }, query }) => {
    const { format = 'xlsx', ...wanted } = query
    const graduates = await inTransaction(db, actor, async (tx) => {
      await requireCampaign(tx, campaignId)
      const found = await graduatesIn(tx, campaignId, scopeOf(wanted as MissingQuery))
      await recordAudit(tx, clock.now(), actor, 'missing-exported', [campaignId, ...idsOf(found)])
      return found
    })
    return missingSheet(graduates, format)
  })
}

async function requireCampaign(tx: Tx, campaignId: string): Promise<void> {
  if ((await campaignOf(tx, campaignId)) === undefined) throw new Problem('not-found')
}

const idsOf = (graduates: StagedGraduate[]) => graduates.map(({ graduateId }) => graduateId)

function shown({ identityId, dueAt, remindedAt, ...graduate }: StagedGraduate) {
  return { ...graduate, dueAt: dueAt?.toISOString() ?? null, remindedAt: remindedAt?.toISOString() ?? null }
}
