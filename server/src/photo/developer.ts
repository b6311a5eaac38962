import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Box, Report } from '@tucai/portrait'
import { MaskModelRefused, readMaskModel } from '@tucai/portrait/mask-model'
import { reportUnreadable } from '@tucai/portrait/unreadable'
import { usualLimits, workerMemory } from '@tucai/portrait/worker-limits'
import { ChildFailed, startChildren } from '../platform/children.ts'
import { StartRefused } from '../platform/start-refused.ts'

/** What becomes of an original. `finished` and `master` are JPEG files; both are missing when `ok` is false. */
export interface Developed {
  ok: boolean
  report: Report
  finished?: Buffer
  master?: Buffer
  /** By standard; one that does not meet its standard is missing. */
  also?: Map<string, Buffer>
}

export interface DevelopOptions {
  /** Further standards by which pictures are made out of the same cut. */
  also?: string[]
  /** One chosen by hand, in the original's upright pixels; its height follows from the standard. */
  crop?: Box
}

/** Makes finished photos in worker processes that can be killed. */
export interface PhotoDeveloper {
  /** Photos that can be developed at the same time. */
  atOnce: number
  /** Photos that wait for a worker now. */
  waiting(): number
  /**
   * A photo that breaks a limit of time or memory is one that cannot be read.
   * @throws ChildrenBusy, or ChildFailed when the worker crashed
   */
  develop(original: Uint8Array, standard: string, options?: DevelopOptions): Promise<Developed>
  /** A small upright JPEG of an original of any kind; undefined where it can't be read. */
  preview(original: Uint8Array): Promise<Buffer | undefined>
  /** Resolves once a worker is ready. */
  warmUp(): Promise<void>
  stop(): Promise<void>
}

export interface DeveloperOptions {
  /** Where originals and results lie while a worker has them. */
  workFolder: string
  workers?: number
  /** Manifest of the operator's own mask model. */
  maskModel?: string
  tell?(sentence: string): void
}

interface PhotoJob {
  path: string
  standard: string
  master: boolean
  crop?: Box
  outputs: { jpeg: string; master: string; also: Record<string, string> }
}

/** More means that the decoder hangs or runs wild. */
const TIME_LIMIT_MS = usualLimits.seconds * 1000
const MEMORY_LIMIT_BYTES = usualLimits.bytes
/**
 * A worker that does photos of 12 MP comes to rest at 510 to 580 MB. What it kept beyond must not be laid to the next
 * photo, which may take 430 MB on top and be a good one.
 */
const RESTING_LIMIT_BYTES = 700_000_000
/**
 * A photo leaves behind a hundred megabytes of pixels beside a heap of 30, and the collector, which counts both, would go
 * through the heap three times a photo: with this once, for the same peak of memory.
 */
const NODE_FLAGS = ['--heap-growing-percent=400']

/** @throws StartRefused when manifest and model don't agree */
export function requireMaskModel(manifest: string): void {
  try {
    readMaskModel(manifest)
  } catch (error) {
    if (!(error instanceof MaskModelRefused)) throw error
    throw new StartRefused(`TUCAI_MASK_MODEL: ${error.message}`)
  }
}

export function startPhotoDeveloper({ workFolder, workers, maskModel, tell }: DeveloperOptions): PhotoDeveloper {
  const children = startChildren<PhotoJob | { path: string; preview: string }, { ok: boolean; report: Report }>({
    script: new URL('./worker.ts', import.meta.resolve('@tucai/portrait/node')),
    scriptArguments: maskModel ? ['--mask-model', maskModel] : [],
    nodeFlags: NODE_FLAGS,
    environment: workerMemory,
    workers,
    timeLimitMs: TIME_LIMIT_MS,
    memoryLimitBytes: MEMORY_LIMIT_BYTES,
    restingLimitBytes: RESTING_LIMIT_BYTES,
    tell,
  })
  /** Lets `work` have the original in a folder of its own, which is gone afterwards. */
  async function withOriginal<T>(original: Uint8Array, work: (path: string, folder: string) => Promise<T>): Promise<T> {
    const folder = join(workFolder, randomUUID())
    await mkdir(folder, { recursive: true, mode: 0o700 })
    try {
      const path = join(folder, 'original')
      await writeFile(path, original, { mode: 0o600 })
      return await work(path, folder)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  return {
    atOnce: children.atOnce,
    waiting: () => children.load().waiting,
    develop: (original, standard, { also = [], crop } = {}) =>
      withOriginal(original, async (path, folder) => {
        const outputs = {
          ...{ jpeg: join(folder, 'finished.jpg'), master: join(folder, 'master.jpg') },
          also: Object.fromEntries(also.map((id) => [id, join(folder, `${id}.jpg`)])),
        }
        const job = { path, standard, master: true, crop, outputs }
        const { ok, report } = await children.run(job).catch((error) => brokenLimit(error, standard))
        if (!ok) return { ok, report }
        const made = { finished: await readFile(outputs.jpeg), master: await readFile(outputs.master) }
        return { ok, report, ...made, also: await readAlso(outputs.also, report) }
      }),
    preview: (original) =>
      withOriginal(original, async (path, folder) => {
        const preview = join(folder, 'preview.jpg')
        const { ok } = await children.run({ path, preview })
        return ok ? readFile(preview) : undefined
      }),
    warmUp: () => children.warmUp(),
    stop: () => children.stop(),
  }
}

/** A picture that breaks its standard, e.g. white clothes on white, is none. */
async function readAlso(paths: Record<string, string>, report: Report): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>()
  for (const { standard, ok, findings } of report.also ?? []) {
    const isLawful = ok && findings.every(({ severity }) => severity !== 'block')
    if (isLawful) found.set(standard, await readFile(paths[standard]!))
  }
  return found
}

/** The same file would break it again, so it isn't tried again. */
function brokenLimit(error: unknown, standard: string): { ok: false; report: Report } {
  const reason = error instanceof ChildFailed ? error.reason : undefined
  if (reason === 'time') {
    const seconds = TIME_LIMIT_MS / 1000
    return { ok: false, report: reportUnreadable(standard, { reason: 'gave-up', seconds }) }
  }
  if (reason === 'memory') {
    const limit = MEMORY_LIMIT_BYTES
    return { ok: false, report: reportUnreadable(standard, { reason: 'too-much-memory', bytes: limit, limit }) }
  }
  throw error
}
