import { type AddressInput, type AddressView, Problem } from '@tucai/contract'
import { regionName } from '@tucai/contract/regions'
import { parseName, parsePhone } from '../contact/contact.ts'

/** A checked postal address. */
export type Address = AddressView

/**
 * @throws Problem address-incomplete, region-unknown, phone-invalid or name-invalid, naming the field
 */
export function parseAddress(input: AddressInput): Address {
  const detail = input.detail.normalize('NFC').replace(/\s+/gu, ' ').trim()
  const blank = (['recipient', 'phone', 'regionCode'] as const).find((field) => input[field].trim() === '')
  if (blank !== undefined) throw new Problem('address-incomplete', { field: blank })
  if (detail === '' || /\p{Cc}/u.test(detail)) throw new Problem('address-incomplete', { field: 'detail' })
  const region = regionName(input.regionCode)
  if (region === undefined) throw new Problem('region-unknown', { field: 'regionCode' })
  return {
    recipient: parseRecipient(input.recipient),
    phone: parsePhone(input.phone),
    regionCode: input.regionCode,
    region,
    detail,
  }
}

function parseRecipient(text: string): string {
  try {
    return parseName(text)
  } catch (error) {
    throw error instanceof Problem ? new Problem(error.code, { field: 'recipient' }) : error
  }
}

export function isSameAddress(one: Address | null, other: Address | null): boolean {
  if (one === null || other === null) return one === other
  return (['recipient', 'phone', 'regionCode', 'detail'] as const).every((field) => one[field] === other[field])
}
