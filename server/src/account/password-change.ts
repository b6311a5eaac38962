import { isDefaultPassword, type PasswordChange, Problem } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { documentNumber } from '../identity/identities.ts'
import { addNotice } from '../notice/notices.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { StudentActor } from '../platform/http/route-table.ts'
import { checkOwnPassword } from './account.ts'
import { accountOf, setPassword } from './accounts.ts'
import { forgetOtherDevices } from './devices.ts'
import { passwordChangedLetter } from './letters.ts'
import { endOtherSessions, rotateSession } from './sessions.ts'

/**
 * Gives the account an own password; this session goes on under the token that is answered, other devices must sign in
 * anew. @throws Problem password-refused or password-weak
 */
export async function changePassword(
  { db, secrets, jobs, clock }: Engines,
  actor: StudentActor,
  { present, next }: PasswordChange,
  sessionToken: string,
): Promise<string> {
  const { account, document } = await inTransaction(db, actor, async (tx) => ({
    account: await accountOf(tx, secrets, actor.accountId),
    document: await documentNumber(tx, secrets, actor.identityId),
  }))
  const presentFits =
    account.passwordHash === null
      ? isDefaultPassword(document.number, present)
      : await secrets.verifyPassword(account.passwordHash, present)
  if (!presentFits) throw new Problem('password-refused', { field: 'present' })
  checkOwnPassword(next, document)
  const passwordHash = await secrets.hashPassword(next)
  const now = clock.now()
  return inTransaction(db, SYSTEM, async (tx) => {
    await setPassword(tx, account.id, passwordHash)
    await recordAudit(tx, now, actor, 'password-changed', [account.id])
    const told = { kind: 'password-changed', identityId: account.identityId }
    await addNotice(tx, { secrets, jobs }, told, passwordChangedLetter(account.mail), now)
    const token = await rotateSession(tx, sessionToken)
    await endOtherSessions(tx, account.id, token)
    await forgetOtherDevices(tx, account.id, token)
    return token
  })
}
