import { Problem, type ProblemCode } from '@tucai/contract'
import { ChildFailed, type Children, ChildrenBusy, startChildren } from '../children.ts'
import { plainHeading, type SheetReading, type SheetRefusal, sheetLimits } from './sheet.ts'
import type { SheetFound, SheetJob } from './sheet-worker.ts'

const TIME_LIMIT_MS = 15_000
const MEMORY_LIMIT_BYTES = 400_000_000

/** Reads CSV and XLSX files in a process that can be killed and that starts with the first file. */
export interface SheetReader {
  /**
   * The rows of a file’s first sheet; `headings` are words that tell a heading row from mistaken characters.
   * @throws Problem sheet-empty, sheet-old-format, sheet-unreadable, sheet-too-large, or busy
   */
  read(file: Uint8Array, headings: Iterable<string>): Promise<SheetReading>
  stop(): Promise<void>
}

const refusals: Record<SheetRefusal, ProblemCode> = {
  empty: 'sheet-empty',
  'old-format': 'sheet-old-format',
  locked: 'sheet-old-format',
  unreadable: 'sheet-unreadable',
  'too-large': 'sheet-too-large',
  'too-many-rows': 'sheet-too-large',
  'too-many-columns': 'sheet-too-large',
}

export function openSheetReader(tell?: (sentence: string) => void): SheetReader {
  let children: Children<SheetJob, SheetFound> | undefined
  return {
    async read(file, headings) {
      if (file.length > sheetLimits.bytes) throw new Problem('sheet-too-large')
      children ??= startChildren({
        script: new URL('./sheet-worker.ts', import.meta.url),
        ...{ workers: 1, queueLimit: 8, tell },
        ...{ timeLimitMs: TIME_LIMIT_MS, memoryLimitBytes: MEMORY_LIMIT_BYTES },
      })
      const job = {
        file: { base64: Buffer.from(file).toString('base64') },
        headings: [...headings].map(plainHeading),
        limits: sheetLimits,
      }
      const found = await children.run(job).catch(brokenLimit)
      if ('refused' in found) throw new Problem(refusals[found.refused])
      return found.reading
    },
    stop: async () => children?.stop(),
  }
}

function brokenLimit(error: unknown): SheetFound {
  if (error instanceof ChildrenBusy) throw new Problem('busy', { retryAfterSeconds: 10 })
  if (error instanceof ChildFailed && error.reason !== 'start' && error.reason !== 'stopped')
    return { refused: error.reason === 'crash' ? 'unreadable' : 'too-large' }
  throw error
}
