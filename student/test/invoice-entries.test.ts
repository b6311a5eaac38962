import { expect, test } from 'vitest'
import { askOf, type InvoiceEntries, invoiceGap } from '../src/invoice-entries.ts'

const entries: InvoiceEntries = {
  ...{ titleKind: 'company', title: '示范有限公司', taxNumber: '91350100M000100Y43', mail: 'someone@example.org' },
  ...{ address: ' ', phone: '', bank: '', bankAccount: '' },
}

test('a company needs a taxpayer number, a person none', () => {
  expect(invoiceGap(entries)).toBeNull()
  expect(invoiceGap({ ...entries, taxNumber: ' ' })).toBe('taxNumber')
  expect(invoiceGap({ ...entries, titleKind: 'personal', taxNumber: '' })).toBeNull()
  expect(invoiceGap({ ...entries, title: '' })).toBe('title')
  expect(invoiceGap({ ...entries, mail: '' })).toBe('mail')
})

test('what was not filled in is left out, and a person sends nothing of a company', () => {
  const { title, mail, taxNumber } = entries
  expect(askOf(entries)).toEqual({ titleKind: 'company', title, mail, taxNumber })
  expect(askOf({ ...entries, titleKind: 'personal' })).toEqual({ titleKind: 'personal', title, mail })
})
