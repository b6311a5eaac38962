import type { AddressInput, AddressView } from '@tucai/contract'
import { localPhone, missingDigits } from './phone.ts'

/** What is typed on 邮寄信息. `region` are the words that belong to the code. */
export type MailEntries = AddressInput & { region: string }

export type MailField = 'recipient' | 'phone' | 'regionCode' | 'detail'
export const mailFields: MailField[] = ['recipient', 'phone', 'regionCode', 'detail']

export function entriesOf(address: AddressView): MailEntries {
  const { recipient, phone, regionCode, region, detail } = address
  return { recipient, phone, regionCode, region, detail }
}

/** The first field that is not ready to be sent and, for a phone number, how many digits it lacks; null when all are. */
export function firstGap(entries: MailEntries): { field: MailField; missingDigits: number } | null {
  for (const field of mailFields) {
    if (entries[field].trim() === '') return { field, missingDigits: 0 }
    const missing = field === 'phone' ? missingDigits(entries.phone) : 0
    if (missing > 0) return { field, missingDigits: missing }
  }
  return null
}

/** As the server takes it. */
export function addressOf(entries: MailEntries): AddressInput {
  const { recipient, phone, regionCode, detail } = entries
  return { recipient: recipient.trim(), phone: localPhone(phone), regionCode, detail: detail.trim() }
}
