import { Problem } from '@tucai/contract'

export { isSameName, maskName, maskStudentNumber, parseName, surnameOf } from './name.ts'
export { parsePhone } from './phone.ts'

/**
 * A mail address in its one spelling: the domain in small letters, as is the name, since no provider tells them apart.
 * @throws Problem mail-invalid
 */
export function parseMail(text: string): string {
  const mail = text.normalize('NFKC').trim().toLowerCase()
  const isMail =
    /^[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}]{2,63}$/u
  if (mail.length > 254 || !isMail.test(mail) || mail.includes('..') || mail.startsWith('.')) {
    throw new Problem('mail-invalid', { field: 'mail' })
  }
  return mail
}
