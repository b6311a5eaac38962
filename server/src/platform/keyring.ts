import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartRefused } from './start-refused.ts'

/**
 * The keys as stored, each of 32 bytes in base64, by version. There is more than one version only while keys rotate.
 * The first keyrings had one index key for all time; it is the one of their present version.
 */
interface StoredKeyring {
  current: string
  encryption: Record<string, string>
  index: string | Record<string, string>
  pepper: string
}

/** The keys ready for use: made ready once, each use takes a quarter of the time. `indexes`: the present key first. */
export interface Keyring {
  current: string
  encryption: Map<string, KeyObject>
  indexes: KeyObject[]
  pepper: Buffer
}

/**
 * The keyring in the folder, made when there is none; each call answers what the file holds now. A look at the file’s
 * time and inode costs microseconds and saves telling running programs that keys have changed.
 * @throws StartRefused when the file is damaged
 */
export function watchKeyring(keysFolder: string): () => Keyring {
  let seen = { stamp: '', keyring: open(read(keysFolder) ?? make(keysFolder)) }
  return () => {
    const { mtimeNs, ino } = statSync(pathIn(keysFolder), { bigint: true })
    const stamp = `${mtimeNs} ${ino}`
    if (stamp !== seen.stamp) seen = { stamp, keyring: open(read(keysFolder)!) }
    return seen.keyring
  }
}

/** The file of the keys as it is, or undefined. */
export function readKeyringFile(keysFolder: string): Buffer | undefined {
  return read(keysFolder) && readFileSync(pathIn(keysFolder))
}

/** Puts the file of the keys where there is none yet. @throws StartRefused when it holds none */
export function placeKeyringFile(keysFolder: string, file: Buffer): void {
  mkdirSync(keysFolder, { recursive: true, mode: 0o700 })
  write(keysFolder, JSON.parse(file.toString()) as StoredKeyring)
}

/** The versions of keys that values may be sealed with, in the order in which they were made. */
export function keyVersions(keysFolder: string): string[] {
  const versions = Object.keys(read(keysFolder)?.encryption ?? {})
  return versions.sort((one, other) => Number(one) - Number(other))
}

/** Adds a new key for sealing and one for indexes, which count from now on; values under the older ones stay readable. */
export function addKeys(keysFolder: string): string {
  const ring = read(keysFolder) ?? make(keysFolder)
  const version = String(Math.max(...Object.keys(ring.encryption).map(Number)) + 1)
  const encryption = { ...ring.encryption, [version]: newKey() }
  write(keysFolder, { ...ring, current: version, encryption, index: { ...indexesOf(ring), [version]: newKey() } })
  return version
}

/** Forgets every key but the present ones. Values that are still under another one are lost: whoever calls has looked. */
export function dropOldKeys(keysFolder: string): void {
  const ring = read(keysFolder)!
  const only = (keys: Record<string, string>) => ({ [ring.current]: keys[ring.current]! })
  write(keysFolder, { ...ring, encryption: only(ring.encryption), index: only(indexesOf(ring)) })
}

function pathIn(keysFolder: string): string {
  return join(keysFolder, 'secrets.json')
}

function newKey(): string {
  return randomBytes(32).toString('base64')
}

function indexesOf({ current, index }: StoredKeyring): Record<string, string> {
  return typeof index === 'string' ? { [current]: index } : index
}

function open(ring: StoredKeyring): Keyring {
  const bytes = (base64: string) => Buffer.from(base64, 'base64')
  const key = (base64: string) => createSecretKey(bytes(base64))
  const { [ring.current]: present, ...older } = indexesOf(ring)
  return {
    current: ring.current,
    encryption: new Map(Object.entries(ring.encryption).map(([version, stored]) => [version, key(stored)])),
    indexes: [present!, ...Object.values(older)].map(key),
    pepper: bytes(ring.pepper),
  }
}

function read(keysFolder: string): StoredKeyring | undefined {
  const path = pathIn(keysFolder)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    const ring = JSON.parse(text) as StoredKeyring
    if (ring.encryption[ring.current] && ring.index && indexesOf(ring)[ring.current] && ring.pepper) return ring
  } catch {
    // Answered below together with a file that parses but lacks a key.
  }
  throw new StartRefused(`${path} does not hold the encryption keys: restore it from a backup.`)
}

function make(keysFolder: string): StoredKeyring {
  const ring = { current: '1', encryption: { 1: newKey() }, index: { 1: newKey() }, pepper: newKey() }
  mkdirSync(keysFolder, { recursive: true, mode: 0o700 })
  write(keysFolder, ring)
  return ring
}

/** In one step: whoever reads sees the old file or the new one. */
function write(keysFolder: string, ring: StoredKeyring): void {
  const path = pathIn(keysFolder)
  writeFileSync(`${path}.part`, `${JSON.stringify(ring)}\n`, { mode: 0o600, flush: true })
  renameSync(`${path}.part`, path)
}
