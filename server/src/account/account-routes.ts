import { type PasswordChange, Problem } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { documentNumber } from '../identity/identities.ts'
import { defaultPassword, normaliseNumber } from '../identity/identity.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { Tokens } from '../platform/http/cookies.ts'
import type { RouteTable, StudentActor } from '../platform/http/route-table.ts'
import { sameText } from '../platform/secrets.ts'
import type { OpenLimiter } from '../platform/throttle.ts'
import { accountView, checkOwnPassword } from './account.ts'
import { accountOf, setPassword } from './accounts.ts'
import { endOtherSessions } from './sessions.ts'

export function accountRoutes(
  routes: RouteTable,
  engines: Engines,
  { tokens, limiter }: { tokens: Tokens; limiter: OpenLimiter },
): void {
  const { db, secrets, clock } = engines

  routes.handle('accountShow', ({ actor }) =>
    inTransaction(db, actor, async (tx) => {
      const account = await accountOf(tx, secrets, actor.accountId)
      return accountView(account, await documentNumber(tx, secrets, actor.identityId))
    }),
  )

  routes.handle('accountNumberUncover', ({ actor }) =>
    inTransaction(db, actor, async (tx) => {
      await recordAudit(tx, clock.now(), actor, 'number-uncovered', [actor.identityId])
      return { number: (await documentNumber(tx, secrets, actor.identityId)).number }
    }),
  )

  const changeLimit = limiter('password-change', 10, 15 * 60)
  routes.handle('passwordChange', async ({ actor, body, request }) => {
    await changeLimit.spend(actor.accountId)
    await changePassword(engines, actor, body, tokens.read(request, 'tucai_session')!)
    await changeLimit.clear(actor.accountId)
    return {}
  })
}

/**
 * Gives the account an own password; other devices must sign in anew.
 * @throws Problem password-refused or password-weak
 */
async function changePassword(
  { db, secrets, clock }: Engines,
  actor: StudentActor,
  { present, next }: PasswordChange,
  sessionToken: string,
): Promise<void> {
  const { account, document } = await inTransaction(db, actor, async (tx) => ({
    account: await accountOf(tx, secrets, actor.accountId),
    document: await documentNumber(tx, secrets, actor.identityId),
  }))
  const presentFits =
    account.passwordHash === null
      ? sameText(normaliseNumber(present), defaultPassword(document.number))
      : await secrets.verifyPassword(account.passwordHash, present)
  if (!presentFits) throw new Problem('password-refused', { field: 'present' })
  checkOwnPassword(next, document)
  const passwordHash = await secrets.hashPassword(next)
  const now = clock.now()
  await inTransaction(db, SYSTEM, async (tx) => {
    await setPassword(tx, account.id, passwordHash)
    await recordAudit(tx, now, actor, 'password-changed', [account.id])
    await endOtherSessions(tx, account.id, sessionToken)
  })
}
