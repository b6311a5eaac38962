import {
  linkSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { StartRefused } from './start-refused.ts'

/** Who holds a lock. A process id alone is not enough: after a kill or a reboot it may belong to somebody else. */
interface Holder {
  pid: number
  startedAtTicks: string
  bootId: string
  /** Containers number their processes on their own: the numbers of another one say nothing here. */
  pidNamespace: string
}

/** The holder touches its lock this often; where its process can't be looked up, the touch tells that it runs. */
const BEAT_MS = 5_000
const SILENT_MS = 20_000

export interface DataLock {
  release(): void
}

/**
 * Claims the folder for this process, so that two copies never write the same data. The claim of a process that
 * no longer runs is taken over.
 * @throws StartRefused when another copy runs on the folder
 */
export function lockDataFolder(folder: string): DataLock {
  mkdirSync(folder, { recursive: true })
  const lockPath = join(folder, 'tucai.lock')
  const ownPath = `${lockPath}.${process.pid}`
  const ownText = JSON.stringify(describeProcess(process.pid))
  writeFileSync(ownPath, ownText)
  try {
    for (let attempt = 0; attempt < 10; attempt++) {
      if (claim(ownPath, lockPath)) return holdLock(lockPath, ownText)
      const seenText = readOrEmpty(lockPath)
      const holder = parseHolder(seenText)
      if (holder && isRunning(holder, lockPath)) throw anotherCopy(folder, holder)
      removeStale(lockPath, seenText)
    }
    throw new StartRefused(
      `The lock ${lockPath} can't be taken: several copies start at once; start one of them again.`,
    )
  } finally {
    rmSync(ownPath, { force: true })
  }
}

/** The process id of the copy that runs on the folder, or undefined. */
export function runningOn(folder: string): number | undefined {
  const lockPath = join(folder, 'tucai.lock')
  const holder = parseHolder(readOrEmpty(lockPath))
  return holder && isRunning(holder, lockPath) ? holder.pid : undefined
}

function anotherCopy(folder: string, { pid, pidNamespace }: Holder): StartRefused {
  const isHere = pidNamespace === describeProcess(pid).pidNamespace
  const who = isHere ? `process ${pid}` : `in another container; after a kill, wait ${SILENT_MS / 1000} seconds`
  return new StartRefused(
    `Another copy is running on the data in ${folder} (${who}): stop it first, or choose another folder with TUCAI_DATA_DIR.`,
  )
}

function holdLock(lockPath: string, ownText: string): DataLock {
  const beat = setInterval(touch, BEAT_MS, lockPath).unref()
  return {
    release() {
      clearInterval(beat)
      if (readOrEmpty(lockPath) === ownText) rmSync(lockPath, { force: true })
    },
  }
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date())
  } catch {
    // Somebody has cleared it away: there is nothing to keep fresh.
  }
}

/** A hard link is made by one process only, and it carries its content from the first moment. */
function claim(ownPath: string, lockPath: string): boolean {
  try {
    linkSync(ownPath, lockPath)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Between reading a stale claim and removing it another copy may have made its own: that one is put back. */
function removeStale(lockPath: string, seenText: string): void {
  const asidePath = `${lockPath}.stale.${process.pid}`
  try {
    renameSync(lockPath, asidePath)
  } catch {
    return
  }
  if (readOrEmpty(asidePath) !== seenText) claim(asidePath, lockPath)
  rmSync(asidePath, { force: true })
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Holder
    return Number.isInteger(holder.pid) ? holder : undefined
  } catch {
    return undefined
  }
}

function isRunning(holder: Holder, lockPath: string): boolean {
  const now = describeProcess(holder.pid)
  if (process.platform !== 'linux') return exists(holder.pid)
  if (now.bootId !== holder.bootId) return false
  if (now.pidNamespace !== holder.pidNamespace) return Date.now() - touchedAt(lockPath) < SILENT_MS
  return now.startedAtTicks !== '' && now.startedAtTicks === holder.startedAtTicks
}

function touchedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Field 22 of /proc/PID/stat is the start in clock ticks; the name in brackets before it may hold spaces. */
function describeProcess(pid: number): Holder {
  const stat = readOrEmpty(`/proc/${pid}/stat`)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const gone = fields[0] === 'Z' || fields[0] === 'X'
  return {
    pid,
    startedAtTicks: gone ? '' : (fields[19] ?? ''),
    bootId: readOrEmpty('/proc/sys/kernel/random/boot_id').trim(),
    pidNamespace: process.platform === 'linux' ? readlinkSync('/proc/self/ns/pid') : '',
  }
}
