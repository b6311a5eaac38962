import { accountOfIdentity } from './account/accounts.ts'
import { openIdOfAccount } from './account/wechat-identities.ts'
import { consentStands } from './consent/consents.ts'
import type { FindRecipient } from './notice/notice.ts'
import { languageOf } from './notice/notice-answers.ts'
import type { Secrets } from './platform/secrets.ts'

/** How a person can be reached now. Notices know no accounts: the recipient is passed in, when they are carried. */
export function recipientFinder(secrets: Secrets): FindRecipient {
  return async (tx, identityId) => {
    const account = await accountOfIdentity(tx, secrets, identityId)
    if (account === undefined) return undefined
    const { id, mail, phone } = account
    return {
      ...{ mail, phone },
      openId: await openIdOfAccount(tx, secrets, id),
      language: await languageOf(tx, identityId),
      wantsProgress: await consentStands(tx, identityId, 'notices'),
    }
  }
}
