import { Problem } from '@tucai/contract'

/** What an authorised decoder can tell of a collection code; the rest of it stays closed. */
export interface DecodedCode {
  /** The last four characters of the number that the code belongs to. */
  numberEnding: string
}

/**
 * Reads collection codes where the centre was given the means: an official library or an offline device. Without one a
 * payload stays opaque, and the student proves the number by its ending alone.
 */
export interface CollectionCodeDecoder {
  /** Null for a payload that was tampered with or is no collection code. */
  decode(payload: Uint8Array): Promise<DecodedCode | null>
}

/** Payloads are encrypted, so they are longer than a link or a name, and a QR code holds at most 2,953 bytes. */
const LEAST_BYTES = 32

/**
 * The one payload of a picture. A link, a phone’s contact or a payment code is no collection code.
 * @throws Problem code-not-found, code-several or code-foreign, about `picture`
 */
export function thePayload(payloads: Uint8Array[]): Uint8Array {
  const [payload] = payloads
  if (payload === undefined) throw new Problem('code-not-found', { field: 'picture' })
  if (payloads.length > 1) throw new Problem('code-several', { field: 'picture' })
  const text = Buffer.from(payload).toString('latin1')
  const isEverydayCode = /^\s*([a-z][a-z0-9+.-]*:|www\.|begin:)/i.test(text)
  if (payload.length < LEAST_BYTES || isEverydayCode) throw new Problem('code-foreign', { field: 'picture' })
  return payload
}

/** The last four of a number as the code asks for them: of a permit without the digit in brackets. */
export function checkEnding(number: string, given: string): void {
  if (given.normalize('NFKC').trim().toUpperCase() !== number.slice(-4).toUpperCase())
    throw new Problem('number-ending-refused', { field: 'numberEnding' })
}

/** JPEG or PNG, by its first bytes: nothing else reaches the decoder. */
export function looksDecodable(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 8)).toString('latin1')
  return head.startsWith('\xff\xd8\xff') || head.startsWith('\x89PNG\r\n\x1a\n')
}
