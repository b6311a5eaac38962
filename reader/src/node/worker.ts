/**
 * A process that reads one document after another; made to be forked, watched and killed.
 *
 *   to the worker     { id, picture: { path } | { base64 }, kind?, crops?, today? }
 *   from the worker   { ready: true }                        once, when networks and letter forms are loaded
 *                     { id, ok, reading, crops, durationMs }  crops: field name -> base64 of a JPEG
 *                     { id, error }                           a bug, or a file system that fails
 *
 * The picture and what it says stay in memory and are dropped with the answer. One job at a time. When the parent goes
 * away, the worker ends.
 */
import type { FieldName, Kind, Reading } from '../reading.ts'
import { engines, readFile } from './read-file.ts'

export interface Job {
  id: number
  picture: { path: string } | { base64: string }
  kind?: Kind
  crops?: boolean
  today?: string
}

export type JobDone =
  | { id: number; ok: boolean; reading: Reading; crops: Partial<Record<FieldName, string>>; durationMs: number }
  | { id: number; error: string }

async function perform({ id, picture, ...options }: Job): Promise<JobDone> {
  const startedAt = performance.now()
  try {
    const input = 'base64' in picture ? { bytes: Buffer.from(picture.base64, 'base64') } : picture
    const { ok, reading, crops } = await readFile(input, options)
    const texts = Object.entries(crops).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')])
    return { id, ok, reading, crops: Object.fromEntries(texts), durationMs: Math.round(performance.now() - startedAt) }
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) }
  }
}

if (process.send) {
  let queue = Promise.resolve()
  process.on('message', (job: Job) => {
    queue = queue.then(async () => void process.send?.(await perform(job)))
  })
  process.on('disconnect', () => process.exit(0))
  await engines()
  process.send({ ready: true })
}
