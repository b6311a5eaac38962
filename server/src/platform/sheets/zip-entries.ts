import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createInflateRaw, inflateRawSync } from 'node:zlib'

/** A zip that is damaged, or larger inside than allowed. */
export class ZipRefused extends Error {
  readonly why: 'unreadable' | 'too-large'
  constructor(why: 'unreadable' | 'too-large') {
    super(why)
    this.why = why
  }
}

const END = 0x06054b50
const LISTED = 0x02014b50
const HERE = 0x04034b50
const MOST_ENTRIES = 2_000
const STORED = 0
const DEFLATED = 8

interface Listed {
  method: number
  compressedBytes: number
  at: number
}

/** The files of a zip by the names in its directory: nothing else of it is looked at. */
export interface ZipEntries {
  names: string[]
  /** Inflates one file; all of them together may not become larger than the limit. @throws ZipRefused */
  read(name: string): Buffer
  /** The same in pieces, as they are asked for. @throws ZipRefused */
  stream(name: string): AsyncIterable<Buffer>
}

/**
 * Reads the directory of a zip that lies in memory. What is declared about sizes is not believed: inflating stops at
 * the limit. Source: PKWARE APPNOTE 4.3; no encryption, no ZIP64, methods 0 and 8.
 * @throws ZipRefused
 */
export function openZip(bytes: Buffer, inflatedLimitBytes: number): ZipEntries {
  const entries = guarded(() => directoryOf(bytes))
  let leftBytes = inflatedLimitBytes
  return {
    names: [...entries.keys()],
    read(name) {
      const entry = entries.get(name)
      if (entry === undefined) throw new ZipRefused('unreadable')
      const content = guarded(() => contentOf(bytes, entry, leftBytes))
      leftBytes -= content.length
      return content
    },
    async *stream(name) {
      const entry = entries.get(name)
      if (entry === undefined) throw new ZipRefused('unreadable')
      const packed = guarded(() => packedOf(bytes, entry))
      for await (const chunk of entry.method === STORED ? [packed] : inflated(packed)) {
        leftBytes -= chunk.length
        if (leftBytes < 0) throw new ZipRefused('too-large')
        yield chunk
      }
    },
  }
}

function directoryOf(bytes: Buffer): Map<string, Listed> {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || bytes.readUInt32LE(end) !== END) throw new ZipRefused('unreadable')
  const count = bytes.readUInt16LE(end + 10)
  if (count > MOST_ENTRIES) throw new ZipRefused('too-large')
  let at = bytes.readUInt32LE(end + 16)
  const entries = new Map<string, Listed>()
  for (let i = 0; i < count; i++) {
    if (bytes.readUInt32LE(at) !== LISTED) throw new ZipRefused('unreadable')
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place)) as [
      number,
      number,
      number,
    ]
    const isEncrypted = (bytes.readUInt16LE(at + 8) & 1) === 1
    const name = bytes.toString('utf8', at + 46, at + 46 + nameBytes)
    const entry = {
      method: bytes.readUInt16LE(at + 10),
      compressedBytes: bytes.readUInt32LE(at + 20),
      at: bytes.readUInt32LE(at + 42),
    }
    if (isEncrypted || entries.has(name)) throw new ZipRefused('unreadable')
    entries.set(name, entry)
    at += 46 + nameBytes + extraBytes + commentBytes
  }
  return entries
}

async function* inflated(packed: Buffer): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw()
  const source = Readable.from([packed])
  // Errors arrive where the pieces are read.
  pipeline(source, inflate).catch(() => {})
  try {
    yield* inflate as AsyncIterable<Buffer>
  } catch (error) {
    guarded(() => {
      throw error
    })
  } finally {
    inflate.destroy()
  }
}

function contentOf(bytes: Buffer, entry: Listed, limitBytes: number): Buffer {
  const packed = packedOf(bytes, entry)
  if (entry.method === STORED && packed.length > limitBytes) throw new ZipRefused('too-large')
  return entry.method === STORED ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, limitBytes) })
}

function packedOf(bytes: Buffer, { method, compressedBytes, at }: Listed): Buffer {
  if (bytes.readUInt32LE(at) !== HERE) throw new ZipRefused('unreadable')
  const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)
  const packed = bytes.subarray(start, start + compressedBytes)
  if (packed.length < compressedBytes || (method !== STORED && method !== DEFLATED)) throw new ZipRefused('unreadable')
  return packed
}

/** Offsets that lead outside and damaged data are the file's fault. */
function guarded<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof ZipRefused) throw error
    const { code } = error as { code?: string }
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new ZipRefused('too-large')
    if (code === 'ERR_OUT_OF_RANGE' || code?.startsWith('Z_')) throw new ZipRefused('unreadable')
    throw error
  }
}
