import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { Transform, type TransformCallback } from 'node:stream'

/** A key for one file: it lies sealed in the row, so that the file says nothing without the database and its keys. */
export function makeFileKey(): string {
  return Buffer.concat([randomBytes(32), randomBytes(12)]).toString('base64')
}

const TAG_BYTES = 16

function parts(fileKey: string) {
  const bytes = Buffer.from(fileKey, 'base64')
  return [bytes.subarray(0, 32), bytes.subarray(32)] as const
}

/** AES-256-GCM over a stream; the tag is its end. Each key is for one file only. */
export function encrypting(fileKey: string): Transform {
  const cipher = createCipheriv('aes-256-gcm', ...parts(fileKey))
  return new Transform({
    transform(chunk: Buffer, _, done) {
      done(null, cipher.update(chunk))
    },
    flush(done) {
      this.push(cipher.final())
      this.push(cipher.getAuthTag())
      done()
    },
  })
}

/** The opposite. Errors at its end when the file was changed, and the receiver’s download breaks off. */
export function decrypting(fileKey: string): Transform {
  const decipher = createDecipheriv('aes-256-gcm', ...parts(fileKey))
  let held = Buffer.alloc(0)
  return new Transform({
    transform(chunk: Buffer, _, done: TransformCallback) {
      const all = Buffer.concat([held, chunk])
      const end = Math.max(0, all.length - TAG_BYTES)
      held = all.subarray(end)
      done(null, decipher.update(all.subarray(0, end)))
    },
    flush(done) {
      try {
        decipher.setAuthTag(held)
        done(null, decipher.final())
      } catch (error) {
        done(error as Error)
      }
    },
  })
}
