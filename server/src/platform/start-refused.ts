/**
 * The product can't start, and the operator can do something about it. `message` is one line that names what to do;
 * whoever starts the product prints it alone, without a stack, and exits with 1.
 */
export class StartRefused extends Error {
  override name = 'StartRefused'
}

/** The refusal for an error that a full disk or a folder without write access caused, otherwise undefined. */
export function refusalOfFileError(error: unknown, folder: string): StartRefused | undefined {
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  const text = error instanceof Error ? error.message : String(error)
  if (code === 'ENOSPC' || /no space left on device/i.test(text)) return diskFull(folder)
  if (code === 'EDQUOT' || /disk quota exceeded/i.test(text)) return diskFull(folder)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new StartRefused(
      `The data folder ${folder} is not writable by this user: make it writable, or choose another with TUCAI_DATA_DIR.`,
    )
  }
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return new StartRefused(
      `The data folder ${folder} is not a folder: move the file away, or choose another with TUCAI_DATA_DIR.`,
    )
  }
  return undefined
}

export function diskFull(folder: string): StartRefused {
  return new StartRefused(
    `The disk that holds ${folder} is full: free some space, or choose another folder with TUCAI_DATA_DIR, and start again.`,
  )
}
