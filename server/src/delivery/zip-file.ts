import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { Readable, Transform } from 'node:stream'
import yazl from 'yazl'
import type { Files } from '../platform/files.ts'

/** A zip that is written as its files come. They are stored as they are: JPEGs get no smaller. */
export interface ZipFile {
  /** Resolves once there is room for more. */
  add(path: string, bytes: Buffer): Promise<void>
  end(): Promise<{ key: string; bytes: number; sha256: string; photos: number }>
}

export function openZipFile(files: Files, key: string, at: Date): ZipFile {
  const zip = new yazl.ZipFile()
  const output = zip.outputStream as unknown as Readable & { writableNeedDrain: boolean }
  const written = storeHashed(files, key, output)
  // What goes wrong is told to whoever adds or ends.
  written.catch(() => {})
  let photos = 0
  return {
    async add(path, bytes) {
      zip.addBuffer(bytes, path, { compress: false, mtime: at, mode: 0o100644, forceDosTimestamp: true })
      forgetLast(zip)
      photos += 1
      if (output.writableNeedDrain) await Promise.race([once(output, 'drain'), written])
    },
    async end() {
      zip.end()
      return { key, photos, ...(await written) }
    },
  }
}

/** The library holds on to every buffer until the zip ends, although it has written it: hundreds of megabytes. */
function forgetLast(zip: yazl.ZipFile): void {
  const { entries } = zip as unknown as { entries: { state: number; doFileDataPump: unknown }[] }
  const last = entries.at(-1)!
  const DONE = 3
  if (last.state !== DONE) throw new Error('the zip library no longer writes a buffer at once')
  last.doFileDataPump = null
}

/** Stores bytes under the key and says how many they were, and their hash. */
export async function storeHashed(
  files: Files,
  key: string,
  source: Readable | Buffer,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  const through = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  const stream = Buffer.isBuffer(source) ? Readable.from([source]) : source
  stream.on('error', (error) => through.destroy(error))
  await files.write(key, stream.pipe(through))
  return { bytes, sha256: hash.digest('hex') }
}
