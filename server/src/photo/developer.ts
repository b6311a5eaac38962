import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Report } from '@tucai/portrait'
import { startChildren } from '../platform/children.ts'

/** What becomes of an original. `finished` and `master` are JPEG files; both are missing when `ok` is false. */
export interface Developed {
  ok: boolean
  report: Report
  finished?: Buffer
  master?: Buffer
}

/** Makes finished photos in worker processes that can be killed. */
export interface PhotoDeveloper {
  /** @throws ChildrenBusy, or ChildFailed when the worker broke a limit or crashed */
  develop(original: Uint8Array, standard: string): Promise<Developed>
  /** Resolves once a worker is ready. */
  warmUp(): Promise<void>
  stop(): Promise<void>
}

export interface DeveloperOptions {
  /** Where originals and results lie while a worker has them. */
  workFolder: string
  workers?: number
  tell?(sentence: string): void
}

interface PhotoJob {
  path: string
  standard: string
  master: boolean
  outputs: { jpeg: string; master: string }
}

/** A 50 MP photo takes a few seconds; longer means that the decoder hangs. */
const TIME_LIMIT_MS = 30_000
const MEMORY_LIMIT_BYTES = 1_800_000_000

export function startPhotoDeveloper({ workFolder, workers, tell }: DeveloperOptions): PhotoDeveloper {
  const children = startChildren<PhotoJob, { ok: boolean; report: Report }>({
    script: new URL('./worker.ts', import.meta.resolve('@tucai/portrait/node')),
    workers,
    timeLimitMs: TIME_LIMIT_MS,
    memoryLimitBytes: MEMORY_LIMIT_BYTES,
    tell,
  })
  return {
    async develop(original, standard) {
      const folder = join(workFolder, randomUUID())
      await mkdir(folder, { recursive: true, mode: 0o700 })
      try {
        const path = join(folder, 'original')
        const outputs = { jpeg: join(folder, 'finished.jpg'), master: join(folder, 'master.jpg') }
        await writeFile(path, original, { mode: 0o600 })
        const { ok, report } = await children.run({ path, standard, master: true, outputs })
        if (!ok) return { ok, report }
        return { ok, report, finished: await readFile(outputs.jpeg), master: await readFile(outputs.master) }
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
    warmUp: () => children.warmUp(),
    stop: () => children.stop(),
  }
}
