import type { Clock } from '../platform/clock.ts'
import { ANONYMOUS, type Db, inTransaction } from '../platform/db.ts'
import { keepsNoCookies } from '../platform/http/cookies.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import { checkConsent } from './consent.ts'
import { giveConsent } from './consents.ts'

export function consentRoutes(routes: RouteTable, { db, clock }: { db: Db; clock: Clock }): void {
  routes.handle('consentGive', async ({ body, request }) => {
    checkConsent(body)
    const channel = keepsNoCookies(request) ? 'weapp' : 'web'
    const consentId = await inTransaction(db, ANONYMOUS, (tx) =>
      giveConsent(tx, { ...body, channel, givenAt: clock.now() }),
    )
    return { consentId }
  })
}
