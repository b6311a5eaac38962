import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startWorker } from '../platform/worker-process.ts'
import type { SheetPrinter, SheetRefusal } from './sheets.ts'

export interface SheetPrinterOptions {
  /** Where a batch lies while it is made. */
  workFolder: string
  /** The operator’s fonts. */
  fontsFolder?: string
}

/** One person takes some tens of milliseconds, the cover of thousands a few seconds; all of it some 110 MB. */
const LIMITS = { startLimitMs: 30_000, timeLimitMs: 60_000, memoryLimitBytes: 500_000_000 }

/** Photos pass through and leave garbage: a small young generation has it collected early, for 20 MB less. */
const NODE_FLAGS = ['--max-semi-space-size=2']

/** Sheets are made in a process of their own for each batch: decoding is native code, and one of low priority. */
export function openSheetPrinter({ workFolder, fontsFolder }: SheetPrinterOptions): SheetPrinter {
  return {
    async open(order) {
      const folder = join(workFolder, `sheets-${randomUUID()}`)
      const [photo, output] = [join(folder, 'photo.jpg'), join(folder, 'sheets.pdf')]
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const worker = startWorker(new URL('./sheet-worker.ts', import.meta.url), LIMITS, { nodeFlags: NODE_FLAGS })
      const close = async () => {
        worker.end('stopped')
        await worker.ended
        await rm(folder, { recursive: true, force: true })
      }
      async function ask<Answer>(step: object): Promise<Answer> {
        const { id, error, ...answer } = (await worker.run(step)) as { id: number; error?: string }
        if (error !== undefined) throw new Error(`print sheets could not be made: ${error}`)
        return answer as Answer
      }
      try {
        await worker.ready
        await ask({ step: 'begin', output, fontsFolder, order })
      } catch (error) {
        await close()
        throw error
      }
      return {
        async add({ photo: bytes, ...person }) {
          await writeFile(photo, bytes, { mode: 0o600 })
          return ask<{ sheets: string } | SheetRefusal>({ step: 'add', photo, ...person })
        },
        async end(cover) {
          const made = await ask<{ coverPages: number; sheets: number }>({ step: 'end', cover })
          return { coverPages: made.coverPages, sheets: made.sheets, pdf: createReadStream(output) }
        },
        close,
      }
    },
  }
}
