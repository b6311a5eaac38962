import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hash, verify } from '@node-rs/argon2'
import { StartRefused } from './start-refused.ts'

/** The keys, each of 32 bytes in base64. `encryption` keeps older versions so that older rows can still be opened. */
interface Keyring {
  current: string
  encryption: Record<string, string>
  index: string
  pepper: string
}

export interface Secrets {
  /** AES-256-GCM. `boundTo` (row id and column) must be the same when opened: a value moved to another row fails. */
  seal(text: string, boundTo: string): string
  /** @throws when the value was changed, moved or sealed with an unknown key */
  open(sealed: string, boundTo: string): string
  /** HMAC-SHA256 of a normalised value, for lookup without decryption. Different purposes never collide. */
  blindIndex(purpose: string, value: string): string
  hashPassword(password: string): Promise<string>
  verifyPassword(stored: string, password: string): Promise<boolean>
}

// argon2id (the library's own choice of variant) as OWASP advises: 19 MiB, two passes, one lane.
const ARGON = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/**
 * Opens the keyring in `keysFolder`, or makes it at first start (only its owner may read it).
 * @throws StartRefused when the file is there but damaged: making new keys would lose every sealed value
 */
export function openSecrets(keysFolder: string): Secrets {
  const keyring = readKeyring(join(keysFolder, 'secrets.json')) ?? makeKeyring(keysFolder)
  const bytes = (base64: string) => Buffer.from(base64, 'base64')
  const indexKey = bytes(keyring.index)
  const pepper = bytes(keyring.pepper)
  const keyOf = (version: string) => {
    const key = keyring.encryption[version]
    if (key === undefined) throw new Error(`no encryption key of version ${version}`)
    return bytes(key)
  }
  return {
    seal(text, boundTo) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', keyOf(keyring.current), nonce).setAAD(Buffer.from(boundTo))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `${keyring.current}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    open(sealed, boundTo) {
      const dot = sealed.indexOf('.')
      const packed = Buffer.from(sealed.slice(dot + 1), 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', keyOf(sealed.slice(0, dot)), packed.subarray(0, 12))
      decipher.setAAD(Buffer.from(boundTo)).setAuthTag(packed.subarray(12, 28))
      return Buffer.concat([decipher.update(packed.subarray(28)), decipher.final()]).toString('utf8')
    },
    blindIndex: (purpose, value) =>
      createHmac('sha256', indexKey).update(purpose).update('\0').update(value).digest('base64url'),
    hashPassword: (password) => hash(password, { ...ARGON, secret: pepper }),
    verifyPassword: (stored, password) => verify(stored, password, { ...ARGON, secret: pepper }),
  }
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

function readKeyring(path: string): Keyring | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    const ring = JSON.parse(text) as Keyring
    if (ring.encryption[ring.current] && ring.index && ring.pepper) return ring
  } catch {
    // Answered below together with a file that parses but lacks a key.
  }
  throw new StartRefused(`${path} does not hold the encryption keys: restore it from a backup.`)
}

function makeKeyring(keysFolder: string): Keyring {
  const key = () => randomBytes(32).toString('base64')
  const ring: Keyring = { current: '1', encryption: { 1: key() }, index: key(), pepper: key() }
  mkdirSync(keysFolder, { recursive: true, mode: 0o700 })
  const path = join(keysFolder, 'secrets.json')
  writeFileSync(`${path}.part`, `${JSON.stringify(ring)}\n`, { mode: 0o600, flush: true })
  renameSync(`${path}.part`, path)
  return ring
}
