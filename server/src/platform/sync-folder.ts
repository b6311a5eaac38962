import { open } from 'node:fs/promises'

/** What was added to the folder, renamed or removed in it survives a power cut after this. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
