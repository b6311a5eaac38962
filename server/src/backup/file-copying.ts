import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { FileMissing, type Files } from '../platform/files.ts'
import { StartRefused } from '../platform/start-refused.ts'
import type { Content } from './pack.ts'

export const sumOf = (bytes: Uint8Array): Content => ({
  bytes: bytes.byteLength,
  sha256: createHash('sha256').update(bytes).digest('hex'),
})

/** What the store holds under the key, read to its end; undefined when there is nothing. */
export async function sumInStore(files: Files, key: string): Promise<Content | undefined> {
  try {
    const hash = createHash('sha256')
    let bytes = 0
    for await (const chunk of await files.stream(key)) {
      hash.update(chunk)
      bytes += chunk.length
    }
    return { bytes, sha256: hash.digest('hex') }
  } catch (error) {
    if (error instanceof FileMissing) return undefined
    throw error
  }
}

/** Whether the store holds exactly this. */
export async function holds(files: Files, key: string, expected: Content): Promise<boolean> {
  const size = await files.size(key).catch((error) => {
    if (error instanceof FileMissing) return undefined
    throw error
  })
  return size === expected.bytes && (await sumInStore(files, key))?.sha256 === expected.sha256
}

/** Writes a file and reads it back. @throws StartRefused when the store gives back something else */
export async function putFile(
  files: Files,
  key: string,
  content: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<Content> {
  const hash = createHash('sha256')
  let bytes = 0
  async function* watched() {
    for await (const chunk of content instanceof Uint8Array ? [content] : content) {
      hash.update(chunk)
      bytes += chunk.byteLength
      yield chunk
    }
  }
  await files.write(key, content instanceof Uint8Array ? content : Readable.from(watched(), { objectMode: false }))
  const written = content instanceof Uint8Array ? sumOf(content) : { bytes, sha256: hash.digest('hex') }
  if (await holds(files, key, written)) return written
  throw new StartRefused(
    `The store of files does not give back what was written as ${key}: look at it, then run it again.`,
  )
}
