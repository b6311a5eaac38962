import { Problem } from '@tucai/contract'

/**
 * A phone number in E.164. Eleven digits are a mobile number of the mainland; every other country begins with + or 00.
 * @throws Problem phone-invalid
 */
export function parsePhone(text: string): string {
  const digits = text.normalize('NFKC').replace(/[\s\p{Cf}\p{Z}().-]/gu, '')
  const mainland = /^(?:(?:\+|00)86)?(1[3-9]\d{9})$/.exec(digits)
  if (mainland) return `+86${mainland[1]}`
  const abroad = /^(?:\+|00)([1-9]\d{6,14})$/.exec(digits)
  if (abroad && !abroad[1]!.startsWith('86')) return `+${abroad[1]}`
  throw new Problem('phone-invalid', { field: 'phone' })
}

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

/**
 * A person’s name in its one spelling: the middle dot of 2016’s rule (U+00B7) for its look-alikes between Han
 * characters, single spaces. Code points outside letters, marks, dot, space, hyphen, apostrophe and comma are refused.
 * @throws Problem name-invalid
 */
export function parseName(text: string): string {
  const name = text
    .normalize('NFC')
    .replace(/[\p{Z}\s]+/gu, ' ')
    .trim()
    .replace(/(?<=\p{Script=Han}) ?[•・．.‧∙⋅●·] ?(?=\p{Script=Han})/gu, '·')
    .replace(/[’‘＇]/g, "'")
  const codePointCount = [...name].length
  const isName = /^[\p{L}\p{M}][\p{L}\p{M}\p{N}·.'\-, ()（）]*$/u
  if (codePointCount < 1 || codePointCount > 100 || !isName.test(name)) {
    throw new Problem('name-invalid', { field: 'name' })
  }
  return name
}

/** Whether two spellings name the same person: letter case, spaces, width and punctuation do not matter. */
export function isSameName(one: string, other: string): boolean {
  return bareName(one) === bareName(other)
}

function bareName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '')
}
