import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { StartRefused } from '../platform/start-refused.ts'
import { type BackupKey, keyOfPart, markOf } from './backup-key.ts'

/**
 * One encrypted file: a head of 56 bytes (title, mark of the key, salt), then pieces of 256 KiB, each under AES-256-GCM
 * with its number and whether it is the last as the nonce. So a byte that changed, a piece that is missing, doubled or
 * in another place, and an end that is cut off are all found before anything behind them is used.
 */
export interface SealedWriter {
  write(bytes: Uint8Array): Promise<void>
  /** Size of the file in bytes, once all of it is on the disk. */
  end(): Promise<number>
  /** Gives up; the file is of no use. */
  close(): Promise<void>
}

const TITLE = Buffer.from('tucai backup 1\n\n')
const MARK_BYTES = 8
const SALT_BYTES = 32
const HEAD_BYTES = TITLE.length + MARK_BYTES + SALT_BYTES
const PIECE_BYTES = 256 * 1024
const TAG_BYTES = 16

/** A backup that was changed, cut off, or made with another key; one sentence says which file. */
export class BackupDamaged extends StartRefused {}

/** `part` names the backup and the file in it: under another name the file does not open. */
export async function writeSealed(path: string, key: BackupKey, part: string): Promise<SealedWriter> {
  const file = await open(path, 'wx', 0o600)
  const salt = randomBytes(SALT_BYTES)
  const partKey = keyOfPart(key, salt, part)
  let held: Uint8Array[] = []
  let heldBytes = 0
  let place = 0
  let fileBytes = HEAD_BYTES
  await file.write(Buffer.concat([TITLE, markOf(key), salt]))
  const put = async (piece: Buffer, isLast: boolean) => {
    const cipher = createCipheriv('aes-256-gcm', partKey, nonceOf(place++, isLast))
    const sealed = Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()])
    fileBytes += sealed.length
    await file.writeFile(sealed)
  }
  return {
    async write(bytes) {
      held.push(bytes)
      heldBytes += bytes.byteLength
      // What fills a piece exactly is held back: it may be the last.
      if (heldBytes <= PIECE_BYTES) return
      const all = Buffer.concat(held)
      let from = 0
      for (; all.length - from > PIECE_BYTES; from += PIECE_BYTES)
        await put(all.subarray(from, from + PIECE_BYTES), false)
      held = [all.subarray(from)]
      heldBytes = all.length - from
    },
    async end() {
      await put(Buffer.concat(held), true)
      await file.sync()
      await file.close()
      return fileBytes
    },
    close: () => file.close().catch(() => {}),
  }
}

/** The bytes that were written, piece by piece. @throws BackupDamaged */
export async function* readSealed(path: string, key: BackupKey, part: string): AsyncGenerator<Buffer> {
  const name = basename(path)
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new BackupDamaged(`The backup has no ${name} that can be read (${error.code}).`)
  })
  try {
    const head = await readFully(file, HEAD_BYTES)
    if (head.length < HEAD_BYTES || !head.subarray(0, TITLE.length).equals(TITLE))
      throw new BackupDamaged(`${name} is not a file of a backup, or its beginning is damaged.`)
    if (!head.subarray(TITLE.length, TITLE.length + MARK_BYTES).equals(markOf(key)))
      throw new BackupDamaged(`${name} was made with another backup key: name that one with TUCAI_BACKUP_KEY.`)
    const partKey = keyOfPart(key, head.subarray(TITLE.length + MARK_BYTES), part)
    let sealed = await readFully(file, PIECE_BYTES + TAG_BYTES)
    for (let place = 0; ; place++) {
      const next = await readFully(file, PIECE_BYTES + TAG_BYTES)
      const isLast = next.length === 0
      yield openPiece(sealed, partKey, nonceOf(place, isLast), name)
      if (isLast) return
      sealed = next
    }
  } finally {
    await file.close()
  }
}

function openPiece(sealed: Buffer, partKey: Buffer, nonce: Buffer, name: string): Buffer {
  try {
    const end = sealed.length - TAG_BYTES
    const decipher = createDecipheriv('aes-256-gcm', partKey, nonce, { authTagLength: TAG_BYTES })
    decipher.setAuthTag(sealed.subarray(end))
    return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()])
  } catch {
    throw new BackupDamaged(`${name} is damaged or cut off: this backup can't be used; take another one.`)
  }
}

function nonceOf(place: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(place, 5, 6)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

async function readFully(file: FileHandle, bytes: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(bytes)
  let filled = 0
  while (filled < bytes) {
    const { bytesRead } = await file.read(buffer, filled, bytes - filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}
