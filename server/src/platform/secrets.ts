import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { watchKeyring } from './keyring.ts'
import { openTurns } from './turns.ts'

export interface Secrets {
  /** AES-256-GCM. `boundTo` (row id and column) must be the same when opened: a value moved to another row fails. */
  seal(text: string, boundTo: string): string
  /** @throws when the value was changed, moved or sealed with an unknown key */
  open(sealed: string, boundTo: string): string
  /** HMAC-SHA256 of a normalised value, for lookup without decryption. Different purposes never collide. */
  blindIndex(purpose: string, value: string): string
  /** The same under every key that stored values may still have, the present one first: more than one while keys rotate. */
  blindIndexes(purpose: string, value: string): string[]
  /** The version of the key that seals now; it stands before the dot of every sealed value. */
  keyVersion(): string
  /** @throws Problem busy, as `verifyPassword` does, when too many passwords wait */
  hashPassword(password: string): Promise<string>
  verifyPassword(stored: string, password: string): Promise<boolean>
}

// argon2id (the library's own choice of variant) as OWASP advises: 19 MiB, two passes, one lane.
const ARGON = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** More at once would be no faster, and would take the threads that files are read and written by. */
const PASSWORDS_AT_ONCE = Math.min(2, availableParallelism())
/** Some ten seconds of work. */
const PASSWORDS_WAITING = 200

/**
 * Opens the keyring in `keysFolder`, or makes it at first start (only its owner may read it). A keyring that another
 * process replaces is noticed before the next use, so that keys rotate under running programs.
 * @throws StartRefused when the file is there but damaged: making new keys would lose every sealed value
 */
export function openSecrets(keysFolder: string): Secrets {
  const keyring = watchKeyring(keysFolder)
  const { pepper } = keyring()
  const turns = openTurns({ atOnce: PASSWORDS_AT_ONCE, waitingMost: PASSWORDS_WAITING })
  return {
    seal(text, boundTo) {
      const { current, encryption } = keyring()
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', encryption.get(current)!, nonce).setAAD(Buffer.from(boundTo))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `${current}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    open(sealed, boundTo) {
      const dot = sealed.indexOf('.')
      const key = keyring().encryption.get(sealed.slice(0, dot))
      if (key === undefined) throw new Error(`no encryption key of version ${sealed.slice(0, dot)}`)
      const packed = Buffer.from(sealed.slice(dot + 1), 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, packed.subarray(0, 12))
      decipher.setAAD(Buffer.from(boundTo)).setAuthTag(packed.subarray(12, 28))
      return Buffer.concat([decipher.update(packed.subarray(28)), decipher.final()]).toString('utf8')
    },
    blindIndex: (purpose, value) => indexUnder(keyring().indexes[0]!, purpose, value),
    blindIndexes: (purpose, value) => keyring().indexes.map((key) => indexUnder(key, purpose, value)),
    keyVersion: () => keyring().current,
    hashPassword: (password) => turns.take(() => hash(password, { ...ARGON, secret: pepper })),
    verifyPassword: (stored, password) => turns.take(() => verify(stored, password, { ...ARGON, secret: pepper })),
  }
}

function indexUnder(key: KeyObject, purpose: string, value: string): string {
  return createHmac('sha256', key).update(purpose).update('\0').update(value).digest('base64url')
}

/** A bearer token: 32 random bytes. The database holds its SHA-256 only. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url')
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** Equality whose duration does not depend on where two texts differ. */
export function sameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
