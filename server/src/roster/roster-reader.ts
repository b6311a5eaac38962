import { randomUUID } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem, type ProblemCode, rosterMaxBytes, rosterMostRows } from '@tucai/contract'
import type { SheetLimits } from '../platform/sheets/sheet.ts'
import { ChildFailed, startWorker } from '../platform/worker-process.ts'
import type { RosterFound, RosterJob, RosterPart } from './roster-worker.ts'

const limits: SheetLimits = {
  bytes: rosterMaxBytes,
  // 100,000 rows of 20 columns take about 150 MB.
  inflatedBytes: 400_000_000,
  rows: rosterMostRows,
  columns: 200,
  cellCharacters: 1_000,
}

const TIME_LIMIT_MS = 180_000
const MEMORY_LIMIT_BYTES = 1_000_000_000
const START_LIMIT_MS = 30_000

export type Look = Extract<RosterFound, { headings: string[] }>
export type RosterChecking = NonNullable<RosterJob['check']>

/** Reads sheets of rosters, each in a process of its own that can be killed and may write nothing. */
export interface RosterReader {
  /** Headings and number of rows. @throws Problem about the file */
  look(file: Uint8Array): Promise<Look>
  /** Checks every row; the parts come in order, each once the one before has been dealt with. @throws Problem about the file */
  check(file: Uint8Array, checking: RosterChecking, onPart: (part: RosterPart) => Promise<void>): Promise<void>
}

export function openRosterReader(workFolder: string): RosterReader {
  async function run(
    file: Uint8Array,
    job: Omit<RosterJob, 'path' | 'limits'>,
    onPart?: (part: RosterPart) => Promise<void>,
  ) {
    const folder = join(workFolder, `roster-${randomUUID()}`)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    try {
      const path = join(folder, 'sheet')
      await writeFile(path, file, { mode: 0o600 })
      return await inProcess({ ...job, path, limits }, onPart)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
  return {
    async look(file) {
      if (file.length === 0) throw new Problem('sheet-empty', { field: 'file' })
      return (await run(file, {})) as Look
    },
    async check(file, check, onPart) {
      await run(file, { check }, onPart)
    },
  }
}

async function inProcess(job: RosterJob, onPart?: (part: RosterPart) => Promise<void>): Promise<object> {
  const worker = startWorker(
    new URL('./roster-worker.ts', import.meta.url),
    { startLimitMs: START_LIMIT_MS, timeLimitMs: TIME_LIMIT_MS, memoryLimitBytes: MEMORY_LIMIT_BYTES },
    // It reads, and that is all: no file is written, no process started. A small nursery takes 90 MB less, and no longer.
    { nodeFlags: ['--permission', '--allow-fs-read=*', '--max-old-space-size=600', '--max-semi-space-size=2'] },
  )
  try {
    await worker.ready
    const found = await worker.run(job, onPart as (part: unknown) => Promise<void>)
    const { refused } = found as { refused?: keyof typeof refusals }
    if (refused !== undefined) throw new Problem(refusals[refused], { field: 'file' })
    return found as object
  } catch (error) {
    if (!(error instanceof ChildFailed) || error.reason === 'start' || error.reason === 'stopped') throw error
    throw new Problem(error.reason === 'crash' ? 'sheet-unreadable' : 'roster-too-large', { field: 'file' })
  } finally {
    worker.end('stopped')
  }
}

const refusals: Record<Extract<RosterFound, { refused: unknown }>['refused'], ProblemCode> = {
  empty: 'sheet-empty',
  'old-format': 'sheet-unreadable',
  locked: 'roster-locked',
  unreadable: 'sheet-unreadable',
  'too-large': 'roster-too-large',
  'too-many-rows': 'roster-too-large',
  'too-many-columns': 'roster-too-large',
  'no-heading': 'roster-heading-missing',
}
