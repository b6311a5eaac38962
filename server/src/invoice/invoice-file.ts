import { Problem } from '@tucai/contract'

export const invoiceFileMaxBytes = 5_000_000

export interface InvoiceFileKind {
  ending: 'pdf' | 'ofd' | 'xml'
  type: string
}

const kinds: Record<InvoiceFileKind['ending'], InvoiceFileKind> = {
  pdf: { ending: 'pdf', type: 'application/pdf' },
  ofd: { ending: 'ofd', type: 'application/ofd' },
  xml: { ending: 'xml', type: 'application/xml' },
}

/** The media type that belongs to a stored file. */
export function typeOfKey(fileKey: string): InvoiceFileKind {
  return kinds[fileKey.slice(fileKey.lastIndexOf('.') + 1) as InvoiceFileKind['ending']]
}

/**
 * What an electronic invoice is by its bytes, never by its name: PDF, OFD (a zip around OFD.xml), or XML that declares no
 * entities. @throws Problem invoice-file-wrong
 */
export function kindOfFile(file: Buffer): InvoiceFileKind {
  if (file.subarray(0, 5).toString('latin1') === '%PDF-') return kinds.pdf
  if (file.length > 30 && file.readUInt32BE(0) === 0x504b0304 && file.includes('OFD.xml')) return kinds.ofd
  if (isPlainXml(file)) return kinds.xml
  throw new Problem('invoice-file-wrong', { field: 'file' })
}

function isPlainXml(file: Buffer): boolean {
  const text = file.toString('utf8')
  return /^\ufeff?<\?xml\s/.test(text) && !text.includes('\ufffd') && !/<!(DOCTYPE|ENTITY)/i.test(text)
}
