import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { Type } from 'typebox'
import yazl from 'yazl'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { encrypting } from '../platform/file-cipher.ts'
import { FileMissing } from '../platform/files.ts'
import { defineJob } from '../platform/jobs.ts'
import { type DataExport, dataExportOf, endPreparing, openFileKey } from './data-exports.ts'
import { exportContent } from './export-content.ts'

/** Makes the copy of one person’s data. */
export const dataExportJob = defineJob('data-export', Type.Object({ exportId: Type.String() }), {
  retryLimit: 3,
  timeLimitSeconds: 600,
})

/** Handles copies as they are asked for. Safe to repeat: the same copy is written again. */
export async function workDataExports(engines: Engines): Promise<void> {
  const { db, jobs, clock, log } = engines
  await jobs.work(dataExportJob, async ({ exportId }, attempt) => {
    const wanted = await inTransaction(db, SYSTEM, (tx) => dataExportOf(tx, exportId))
    if (wanted?.state !== 'preparing') return
    try {
      const bytes = await writeCopy(engines, wanted)
      await inTransaction(db, SYSTEM, (tx) => endPreparing(tx, exportId, { state: 'ready', bytes }, clock.now()))
    } catch (error) {
      if (!attempt.isLast) throw error
      log.error({ err: error, exportId }, 'a copy of somebody’s data could not be made')
      await inTransaction(db, SYSTEM, (tx) => endPreparing(tx, exportId, { state: 'failed' }, clock.now()))
    }
  })
}

/** Streams the archive through its cipher into the file. Answers the size of the archive in bytes. */
async function writeCopy(engines: Engines, wanted: DataExport): Promise<number> {
  const { db, files, secrets } = engines
  const { data, files: wantedFiles } = await inTransaction(db, SYSTEM, (tx) => exportContent(tx, engines, wanted))
  const archive = new yazl.ZipFile()
  const output = archive.outputStream as unknown as Readable
  const cipher = encrypting(openFileKey(secrets, wanted))
  let bytes = 0
  output.on('data', (chunk: Buffer) => {
    bytes += chunk.length
  })
  output.pipe(cipher)
  archive.on('error', (error: Error) => cipher.destroy(error))
  const written = files.write(wanted.fileKey, cipher)
  // Whatever goes wrong while files are added is reported below.
  written.catch(() => {})
  archive.addBuffer(Buffer.from(`${JSON.stringify(data, null, 2)}\n`), 'data.json')
  for (const { key, path } of wantedFiles) {
    const stream = await files.stream(key).catch((error: unknown) => {
      if (error instanceof FileMissing) return undefined
      throw error
    })
    if (stream === undefined) continue
    archive.addReadStream(stream, path, { compress: false })
    await once(stream, 'close')
  }
  archive.end()
  await written
  return bytes
}
