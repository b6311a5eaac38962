import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartRefused } from './start-refused.ts'

/** Who holds a lock. A process id alone is not enough: after a kill or a reboot it may belong to somebody else. */
interface Holder {
  pid: number
  startedAtTicks: string
  bootId: string
}

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
      if (claim(ownPath, lockPath)) return { release: () => releaseOwn(lockPath, ownText) }
      const seenText = readOrEmpty(lockPath)
      const holder = parseHolder(seenText)
      if (holder && isRunning(holder)) throw anotherCopy(folder, holder.pid)
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
  const holder = parseHolder(readOrEmpty(join(folder, 'tucai.lock')))
  return holder && isRunning(holder) ? holder.pid : undefined
}

function anotherCopy(folder: string, pid: number): StartRefused {
  return new StartRefused(
    `Another copy is running on the data in ${folder} (process ${pid}): stop it first, or choose another folder with TUCAI_DATA_DIR.`,
  )
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

function releaseOwn(lockPath: string, ownText: string): void {
  if (readOrEmpty(lockPath) === ownText) rmSync(lockPath, { force: true })
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

function isRunning(holder: Holder): boolean {
  const now = describeProcess(holder.pid)
  if (process.platform !== 'linux') return exists(holder.pid)
  return now.startedAtTicks !== '' && now.startedAtTicks === holder.startedAtTicks && now.bootId === holder.bootId
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
  }
}
