import { type FieldName, type Reading, unread } from '@tucai/reader'
import { ChildFailed, ChildrenBusy, startChildren } from '../platform/children.ts'
import { type DocumentReader, DocumentReaderAway } from './document.ts'

export interface EmbeddedReaderOptions {
  workers?: number
  tell?(sentence: string): void
}

interface ReadJob {
  picture: { base64: string }
  kind: 'idcard' | 'passport' | undefined
  crops: true
}
type ReadDone = { reading: Reading; crops: Partial<Record<FieldName, string>> } | { error: string }

/** A picture takes about a second; longer, or more memory, means that its decoder hangs or runs wild. */
const TIME_LIMIT_MS = 30_000
const MEMORY_LIMIT_BYTES = 1_000_000_000
/** One reading uses both cores for its second: more at once would only wait for one another. */
const WORKERS = 1
const QUEUE_LIMIT = 32
/** Networks and letter forms take a few seconds of one core, more on a busy machine. */
const START_LIMIT_MS = 120_000

/** Reads with the networks of `reader`, in worker processes that can be killed. Nothing is written to disk. */
export function startEmbeddedReader({ workers = WORKERS, tell }: EmbeddedReaderOptions): DocumentReader {
  const children = startChildren<ReadJob, ReadDone>({
    script: new URL('./worker.ts', import.meta.resolve('@tucai/reader/node')),
    ...{ workers, queueLimit: QUEUE_LIMIT, tell },
    startLimitMs: START_LIMIT_MS,
    timeLimitMs: TIME_LIMIT_MS,
    memoryLimitBytes: MEMORY_LIMIT_BYTES,
  })
  return {
    async read(picture, kind) {
      const job: ReadJob = { picture: { base64: Buffer.from(picture).toString('base64') }, kind, crops: true }
      const done = await children.run(job).catch((error: unknown) => brokenLimit(error, kind))
      if ('error' in done) throw new Error(`reading a document failed: ${done.error}`)
      const crops = Object.entries(done.crops).map(([name, base64]) => [name, Buffer.from(base64, 'base64')])
      return { reading: done.reading, crops: Object.fromEntries(crops), provider: 'embedded' }
    },
    warmUp: () => children.warmUp(),
    stop: () => children.stop(),
  }
}

/** A picture that breaks a limit would break it again: that is what the student is told. */
function brokenLimit(error: unknown, kind: ReadJob['kind']): ReadDone {
  if (error instanceof ChildrenBusy) throw new DocumentReaderAway('too many documents wait')
  if (!(error instanceof ChildFailed)) throw error
  if (error.reason === 'start' || error.reason === 'stopped') throw new DocumentReaderAway(error.message)
  return { reading: { ...unread(kind ?? null), warnings: ['gave-up'] }, crops: {} }
}
