import { createDecipheriv } from 'node:crypto'
import { type Fields, Malformed, textOf } from './fields.ts'

const TAG_BYTES = 16
const NONCE_BYTES = 12

/**
 * Opens what WeChat Pay sealed with the merchant's APIv3 key: AES-256-GCM (RFC 5116), the tag behind the ciphertext.
 * @throws Malformed when it was sealed otherwise or changed since
 */
export function openSealed(apiKey: string, resource: Fields): Buffer {
  if (resource.algorithm !== 'AEAD_AES_256_GCM') throw new Malformed('sealed in another way')
  const nonce = Buffer.from(textOf(resource, 'nonce'))
  const sealed = Buffer.from(textOf(resource, 'ciphertext'), 'base64')
  const { associated_data: associated = '' } = resource
  if (nonce.length !== NONCE_BYTES || sealed.length < TAG_BYTES || typeof associated !== 'string') {
    throw new Malformed('sealed in another way')
  }
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(apiKey), nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(associated)).setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()])
  } catch {
    throw new Malformed('sealed with another key, or changed')
  }
}
