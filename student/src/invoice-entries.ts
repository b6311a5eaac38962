import type { InvoiceAsk } from '@tucai/contract'

/** What is typed on 申请发票. */
export type InvoiceEntries = Required<InvoiceAsk>
export type InvoiceField = Exclude<keyof InvoiceEntries, 'titleKind'>

export const invoiceFields: InvoiceField[] = ['title', 'taxNumber', 'mail', 'address', 'phone', 'bank', 'bankAccount']

/** The field that is still to be filled in; null when there is none. */
export function invoiceGap({ titleKind, title, taxNumber, mail }: InvoiceEntries): InvoiceField | null {
  if (title.trim() === '') return 'title'
  if (titleKind === 'company' && taxNumber.trim() === '') return 'taxNumber'
  return mail.trim() === '' ? 'mail' : null
}

/** As the server takes it: what was not filled in is left out, and a person has nothing of a company. */
export function askOf(entries: InvoiceEntries): InvoiceAsk {
  const { titleKind, title, mail, ...rest } = entries
  if (titleKind === 'personal') return { titleKind, title, mail }
  const filled = Object.entries(rest).filter(([, value]) => value.trim() !== '')
  return { titleKind, title, mail, ...Object.fromEntries(filled) }
}
