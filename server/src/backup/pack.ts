import { createHash } from 'node:crypto'
import type { BackupKey } from './backup-key.ts'
import { BackupDamaged, readSealed, type SealedWriter, writeSealed } from './sealed-file.ts'

/**
 * Many named contents in one sealed file, one after another. A content is a run of frames (letter, length, bytes): N with
 * its name, D with its bytes, E with their count and SHA-256. A pack in which a source broke off is of no use.
 */
export interface Pack {
  readonly bytes: number
  add(name: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<Content>
  end(): Promise<number>
  close(): Promise<void>
}

export interface Content {
  bytes: number
  sha256: string
}

/** One content of a pack that is read; `data` has to be read to its end before the next one, or not at all. */
export interface PackEntry {
  name: string
  /** Known beforehand where the content was at hand as a whole. */
  bytes: number | undefined
  /** @throws BackupDamaged at its end when it is not what was written */
  data(): AsyncGenerator<Buffer>
}

const FRAME_HEAD_BYTES = 5
const FRAME_BYTES = 128 * 1024

export async function writePack(path: string, key: BackupKey, part: string): Promise<Pack> {
  const file = await writeSealed(path, key, part)
  let bytes = 0
  return {
    get bytes() {
      return bytes
    },
    async add(name, content) {
      const isWhole = content instanceof Uint8Array
      await frame(file, 'N', JSON.stringify({ name, ...(isWhole ? { bytes: content.byteLength } : {}) }))
      const hash = createHash('sha256')
      let contentBytes = 0
      for await (const chunk of isWhole ? [content] : content) {
        hash.update(chunk)
        contentBytes += chunk.byteLength
        for (let from = 0; from < chunk.byteLength; from += FRAME_BYTES)
          await frame(file, 'D', chunk.subarray(from, from + FRAME_BYTES))
      }
      bytes += contentBytes
      const written = { bytes: contentBytes, sha256: hash.digest('hex') }
      await frame(file, 'E', JSON.stringify(written))
      return written
    },
    end: () => file.end(),
    close: () => file.close(),
  }
}

async function frame(file: SealedWriter, letter: string, payload: Uint8Array | string): Promise<void> {
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload
  const head = Buffer.alloc(FRAME_HEAD_BYTES)
  head.write(letter, 'latin1')
  head.writeUInt32BE(bytes.byteLength, 1)
  await file.write(head)
  await file.write(bytes)
}

/** What was added, in that order. @throws BackupDamaged */
export async function* readPack(path: string, key: BackupKey, part: string): AsyncGenerator<PackEntry> {
  const frames = framesOf(readSealed(path, key, part))
  for (let next = await frames.next(); !next.done; next = await frames.next()) {
    const { name, bytes } = JSON.parse(next.value.payload.toString()) as { name: string; bytes?: number }
    let isAtEnd = false
    const data = async function* () {
      yield* contentOf(name, frames)
      isAtEnd = true
    }
    yield { name, bytes, data }
    if (!isAtEnd) for await (const _ of contentOf(name, frames));
  }
}

async function* contentOf(name: string, frames: AsyncGenerator<Frame>): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  let bytes = 0
  for (let next = await frames.next(); !next.done; next = await frames.next()) {
    const { letter, payload } = next.value
    if (letter === 'D') {
      hash.update(payload)
      bytes += payload.length
      yield payload
    } else {
      const said = letter === 'E' ? (JSON.parse(payload.toString()) as Content) : undefined
      if (said?.bytes === bytes && said.sha256 === hash.digest('hex')) return
      break
    }
  }
  throw new BackupDamaged(`The backup holds ${name} damaged: take another one.`)
}

interface Frame {
  letter: string
  payload: Buffer
}

async function* framesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let held: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    let from = 0
    while (held.length - from >= FRAME_HEAD_BYTES) {
      const end = from + FRAME_HEAD_BYTES + held.readUInt32BE(from + 1)
      if (end > held.length) break
      yield { letter: held.toString('latin1', from, from + 1), payload: held.subarray(from + FRAME_HEAD_BYTES, end) }
      from = end
    }
    held = held.subarray(from)
  }
  if (held.length > 0) throw new BackupDamaged('A file of the backup ends in the middle: take another backup.')
}
