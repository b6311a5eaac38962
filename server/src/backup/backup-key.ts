import { createHash, hkdfSync, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { StartRefused } from '../platform/start-refused.ts'

/** The key that encrypts backups; it lies in a file of its own, apart from the backups and from the data. */
export type BackupKey = Buffer

const KEY_BYTES = 32
const TITLE = 'tucai backup key 1'

/** Makes a key in a new file that only its owner may read. @throws StartRefused when there is one already */
export function makeBackupKey(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  try {
    const text = `${TITLE}\n${randomBytes(KEY_BYTES).toString('base64')}\n`
    writeFileSync(path, text, { mode: 0o600, flag: 'wx', flush: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new StartRefused(
        `${path} is there already: a new key would not open the backups made with it; name another.`,
      )
    throw error
  }
}

/** @throws StartRefused */
export function readBackupKey(path: string | undefined): BackupKey {
  if (path === undefined)
    throw new StartRefused(
      'Backups are encrypted: make a key with `backup key FILE` and name it with TUCAI_BACKUP_KEY.',
    )
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new StartRefused(`The backup key ${path} of TUCAI_BACKUP_KEY can't be read (${code}).`)
  }
  const [title, base64] = text.split('\n')
  const key = Buffer.from(base64 ?? '', 'base64')
  if (title === TITLE && key.length === KEY_BYTES) return key
  throw new StartRefused(`${path} of TUCAI_BACKUP_KEY is not a backup key: one is made by \`backup key FILE\`.`)
}

/** Says which key it was without saying anything about it: 8 bytes. */
export function markOf(key: BackupKey): Buffer {
  return createHash('sha256').update('tucai backup key mark').update(key).digest().subarray(0, 8)
}

/** A key for one file of one backup alone: a file that takes the place of another does not open. */
export function keyOfPart(key: BackupKey, salt: Buffer, part: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, `tucai backup ${part}`, KEY_BYTES))
}
