import { buffer } from 'node:stream/consumers'
import { fromBuffer } from 'yauzl'

export interface ZipEntry {
  name: string
  bytes: Buffer
  /** 0: stored as it is. */
  method: number
  flags: number
}

/** What is in a zip, by a reader that is not ours; it checks sizes and CRC. */
export async function unzipped(zip: Buffer): Promise<ZipEntry[]> {
  const file = await new Promise<import('yauzl').ZipFile>((resolve, reject) =>
    fromBuffer(zip, { lazyEntries: true, strictFileNames: true, validateEntrySizes: true }, (error, opened) =>
      error ? reject(error) : resolve(opened),
    ),
  )
  const entries: ZipEntry[] = []
  await new Promise<void>((resolve, reject) => {
    file.on('error', reject)
    file.on('end', resolve)
    file.on('entry', (entry: import('yauzl').Entry) => {
      file.openReadStream(entry, async (error, stream) => {
        if (error) return reject(error)
        const { fileName: name, compressionMethod: method, generalPurposeBitFlag: flags } = entry
        entries.push({ name, method, flags, bytes: await buffer(stream) })
        file.readEntry()
      })
    })
    file.readEntry()
  })
  return entries
}
