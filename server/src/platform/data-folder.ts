import { existsSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { diskFull, refusalOfFileError, StartRefused } from './start-refused.ts'

/** Less than this and the database could stop in the middle of its first writes. */
const LEAST_FREE_BYTES = 100_000_000

/**
 * Makes the folder that holds everything the program writes, and makes sure that it can write there.
 * @throws StartRefused when it can't, or when the disk is nearly full
 */
export function openDataFolder(folder: string): void {
  const probePath = join(folder, `.probe-${process.pid}`)
  try {
    makeFolder(folder)
    writeFileSync(probePath, Buffer.alloc(4096), { flush: true })
    const { bavail, bsize } = statfsSync(folder)
    if (bavail * bsize < LEAST_FREE_BYTES) throw diskFull(folder)
  } catch (error) {
    if (error instanceof StartRefused) throw error
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error'
    throw (
      refusalOfFileError(error, folder) ??
      new StartRefused(`The data folder ${folder} can't be used (${code}): choose another with TUCAI_DATA_DIR.`)
    )
  }
  rmSync(probePath, { force: true })
}

/** Folder by folder: Node's own recursive way never returns where a file system refuses with "no such file", as /proc does. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder)
}
