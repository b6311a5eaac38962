import type { Readable } from 'node:stream'

/**
 * Where pictures and documents are kept. Keys are made by the server, never by a client, and look like a path:
 * `photo/0f/0f3a…/finished.jpg`.
 */
export interface Files {
  /**
   * Stores the bytes under the key, replacing what was there. After it resolves the file survives a power cut; when
   * it rejects, or the source fails half-way, what was there before is still there and nothing else.
   * @throws FilesAway, as all of these do, when the store does not answer
   */
  write(key: string, source: Uint8Array | Readable): Promise<void>
  /** @throws FileMissing */
  read(key: string): Promise<Buffer>
  /** A stream that has been opened already. @throws FileMissing */
  stream(key: string): Promise<Readable>
  exists(key: string): Promise<boolean>
  /** Size in bytes. @throws FileMissing */
  size(key: string): Promise<number>
  /** Removes the file; a missing one is fine. */
  remove(key: string): Promise<void>
  /** Removes everything whose key begins with `place/`, with what a killed process left half-written there. */
  removeAll(place: string): Promise<void>
  /** Whether there is no file at all. */
  isEmpty(): Promise<boolean>
}

export class FileMissing extends Error {
  override name = 'FileMissing'
  readonly key: string
  constructor(key: string) {
    super(`no file ${key}`)
    this.key = key
  }
}

/** The store does not answer, or refuses: nothing is known of the file. Trying again later may help. */
export class FilesAway extends Error {
  override name = 'FilesAway'
  constructor(key: string, cause: Error) {
    super(`the store of files has trouble with ${key}: ${cause.name} ${cause.message}`, { cause })
  }
}

const KEY = /^[a-z0-9][a-z0-9_-]*(\/[a-z0-9][a-z0-9_-]*)*\.[a-z0-9]+$/
const KEY_LIMIT_CHARACTERS = 200

/** The part of keys before one of their slashes. @throws Error */
export function checkPlace(place: string): string {
  checkKey(`${place}/a.b`)
  return place
}

/** A key that is not of the server's making is a bug. @throws Error */
export function checkKey(key: string): string {
  if (key.length <= KEY_LIMIT_CHARACTERS && KEY.test(key)) return key
  throw new Error('a file key may hold small letters, digits, - and _ between single slashes, and one ending')
}
