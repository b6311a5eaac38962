import { type AccountRegister, Problem } from '@tucai/contract'
import { privacyNotice } from '../consent/consent.ts'
import { claimConsent, hasConsent } from '../consent/consents.ts'
import { parseMail, parseName, parsePhone } from '../contact/contact.ts'
import { ensureIdentity, setIdentityKind } from '../identity/identities.ts'
import { parseNumber } from '../identity/identity.ts'
import { addNotice } from '../notice/notices.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { accountByNumber, addAccount } from './accounts.ts'
import { renewDevice, type ShownDevice, trustDevice } from './devices.ts'
import { registeredAgainLetter, welcomeLetter } from './letters.ts'
import { bindWechat, openIdOfTicket } from './wechat-identities.ts'

/**
 * Registers an account and answers the device's new token. A number that is registered already gets the same answer by
 * the same steps, its account stays as it is, its owner is told, and neither device nor WeChat is trusted with anything.
 * @throws Problem about a field, or consent-missing
 */
export async function register(
  { db, secrets, jobs, clock }: Engines,
  given: AccountRegister,
  shown: ShownDevice,
): Promise<{ deviceToken: string }> {
  const now = clock.now()
  const document = parseNumber(given.kind, given.number, now)
  const name = parseName(given.name)
  const phone = parsePhone(given.phone)
  const mail = parseMail(given.mail)
  return inTransaction(db, SYSTEM, async (tx) => {
    if (!(await hasConsent(tx, given.consentId, 'privacy', privacyNotice.version))) throw new Problem('consent-missing')
    const identityId = await ensureIdentity(tx, secrets, document)
    const fields = { identityId, consentId: given.consentId, name, gender: given.gender, phone, mail }
    const newAccountId = await addAccount(tx, secrets, fields, now)
    if (newAccountId !== null) await claimConsent(tx, given.consentId, identityId)
    if (newAccountId !== null) await setIdentityKind(tx, identityId, document.kind)
    const owner = await accountByNumber(tx, secrets, document.number)
    const { deviceId, token } = await renewDevice(tx, shown, now)
    await trustDevice(tx, deviceId, newAccountId, now)
    const wechat = await openIdOfTicket(tx, secrets, given.wechatTicket, now)
    // A WeChat that belongs to somebody else's account stays there: families share phones.
    if (wechat !== undefined && newAccountId !== null) await bindWechat(tx, secrets, newAccountId, wechat, now)
    const letter = newAccountId === null ? registeredAgainLetter(owner!.mail) : welcomeLetter(mail)
    await addNotice(tx, { secrets, jobs }, { kind: 'registration', identityId }, letter, now)
    return { deviceToken: token }
  })
}
