import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

export interface LogFile {
  write(line: string): void
}

const LIMIT_BYTES = 20_000_000
const OLDER_FILES = 4

/**
 * Appends lines to a file; a full one becomes `<path>.1` and so on, the fifth is dropped. A line that can't be written,
 * on a full disk for example, is lost: the log never stops the program.
 */
export function openLogFile(path: string, limitBytes = LIMIT_BYTES): LogFile {
  mkdirSync(dirname(path), { recursive: true })
  let file = openSync(path, 'a', 0o600)
  let sizeBytes = fstatSync(file).size

  function turnOver(): void {
    closeSync(file)
    for (let age = OLDER_FILES; age >= 1; age--) {
      moveIfThere(age === 1 ? path : `${path}.${age - 1}`, `${path}.${age}`)
    }
    file = openSync(path, 'a', 0o600)
    sizeBytes = 0
  }

  return {
    write(line) {
      try {
        if (sizeBytes > limitBytes) turnOver()
        sizeBytes += writeSync(file, line)
      } catch {
        // Said above: a line may be lost.
      }
    },
  }
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
