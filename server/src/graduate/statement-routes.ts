import { Problem } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { requireOpen } from '../campaign/campaign.ts'
import { campaignOf, openCampaigns } from '../campaign/campaigns.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import type { OpenLimiter } from '../platform/throttle.ts'
import { settleStatement, stateGraduate } from './statements.ts'

/** An enrolment that is on no roster: the student states it, the school confirms or refuses. */
export function statementRoutes(
  routes: RouteTable,
  { db, clock }: Engines,
  {
    limiter,
    nameOf,
  }: {
    limiter: OpenLimiter
    /** Name and gender that the student registered. */
    nameOf(accountId: string): Promise<{ name: string; gender: string }>
  },
): void {
  const stated = limiter('statement', 10, 24 * 3600)

  routes.handle('campaignOpenList', () =>
    inTransaction(db, SYSTEM, async (tx) =>
      (await openCampaigns(tx, clock.now())).map(({ id, title, schoolName, identityMode }) => ({
        ...{ campaignId: id, title, schoolName, identityMode },
      })),
    ),
  )

  routes.handle('graduateState', async ({ actor, body }) => {
    await stated.spend(actor.accountId)
    const { campaignId, ...enrolment } = body
    for (const [field, value] of Object.entries(enrolment))
      if (String(value).trim() === '') throw new Problem('request-malformed', { field })
    const { name, gender } = await nameOf(actor.accountId)
    return inTransaction(db, SYSTEM, async (tx) => {
      const campaign = await campaignOf(tx, campaignId)
      if (campaign === undefined) throw new Problem('not-found')
      requireOpen(campaign, clock.now())
      const { identityId } = actor
      const graduateId = await stateGraduate(tx, {
        ...enrolment,
        name,
        gender,
        identityId,
        campaignId,
        schoolId: campaign.schoolId,
      })
      await recordAudit(tx, clock.now(), actor, 'graduate-stated', [graduateId])
      return { graduateId }
    })
  })

  for (const [route, to] of [
    ['staffGraduateConfirm', 'confirmed'],
    ['staffGraduateRefuse', 'refused'],
  ] as const) {
    routes.handle(route, ({ actor, params: { graduateId } }) =>
      inTransaction(db, actor, async (tx) => {
        if (!(await settleStatement(tx, graduateId, to, clock.now()))) throw new Problem('not-found')
        await recordAudit(tx, clock.now(), actor, `graduate-${to}`, [graduateId])
        return {}
      }),
    )
  }
}
