/** +8613812345678 -> 138******78; of any phone the first three and the last two digits stay. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/^\+86/, '')
  return digits.slice(0, 3) + '*'.repeat(Math.max(digits.length - 5, 3)) + digits.slice(-2)
}

/** linzhiyuan@example.org -> l***@e***.org */
export function maskMail(mail: string): string {
  const [name = '', domain = ''] = mail.split('@')
  const end = domain.split('.').at(-1)
  return `${name.slice(0, 1)}***@${domain.slice(0, 1)}***.${end}`
}
