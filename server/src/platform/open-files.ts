import type { Files } from './files.ts'
import { folderFiles } from './files-folder.ts'
import type { S3Setting } from './files-s3.ts'

/** Where the operator has files kept. */
export interface FilesSetting {
  filesFolder: string
  s3?: S3Setting
}

export interface OpenedFiles {
  files: Files
  close(): void
}

/** The store of files that the operator chose. @throws StartRefused when a bucket can't be used */
export async function openFiles({ filesFolder, s3 }: FilesSetting): Promise<OpenedFiles> {
  if (s3 === undefined) return { files: folderFiles(filesFolder), close() {} }
  // Read only where it is used: it is large.
  const { s3Files } = await import('./files-s3.ts')
  const files = s3Files(s3)
  await files.check()
  return { files, close: () => files.close() }
}
