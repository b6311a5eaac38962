import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, opendir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { checkKey, checkPlace, FileMissing, type Files } from './files.ts'
import { syncFolder } from './sync-folder.ts'

/** Files in a folder of the machine. */
export function folderFiles(folder: string): Files {
  const pathOf = (key: string) => join(folder, ...checkKey(key).split('/'))
  return {
    async write(key, source) {
      await writeDurably(folder, pathOf(key), source)
    },
    async read(key) {
      return readFile(pathOf(key)).catch((error) => missing(error, key))
    },
    async stream(key) {
      const file = await open(pathOf(key)).catch((error) => missing(error, key))
      return createReadStream('', { fd: file })
    },
    async exists(key) {
      return sizeOf(pathOf(key)).then((bytes) => bytes !== undefined)
    },
    async size(key) {
      return (await sizeOf(pathOf(key))) ?? missing({ code: 'ENOENT' }, key)
    },
    async remove(key) {
      await rm(pathOf(key), { force: true })
    },
    async removeAll(place) {
      await rm(join(folder, ...checkPlace(place).split('/')), { recursive: true, force: true })
    },
    isEmpty: () => holdsNoFile(folder),
  }
}

/** A reader sees the old file or the whole new one: the bytes get their name only once they are on the disk. */
async function writeDurably(folder: string, path: string, source: Uint8Array | Readable): Promise<void> {
  const newFolder = await mkdir(dirname(path), { recursive: true })
  const partPath = join(dirname(path), `.${randomUUID()}.part`)
  try {
    const file = await open(partPath, 'wx', 0o640)
    try {
      await pour(source, file)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(partPath, path)
  } catch (error) {
    await rm(partPath, { force: true })
    throw error
  }
  await syncFolder(dirname(path))
  if (newFolder !== undefined) await syncFoldersBetween(folder, dirname(path))
}

async function pour(source: Uint8Array | Readable, file: FileHandle): Promise<void> {
  if (source instanceof Uint8Array) return file.writeFile(source)
  for await (const chunk of source) await file.writeFile(chunk as Uint8Array)
}

/** A new folder's own name is on the disk once the folder above has been synced. */
async function syncFoldersBetween(top: string, bottom: string): Promise<void> {
  for (let folder = dirname(bottom); folder.startsWith(top); folder = dirname(folder)) await syncFolder(folder)
}

async function holdsNoFile(folder: string): Promise<boolean> {
  try {
    for await (const entry of await opendir(folder)) {
      if (!entry.isDirectory() || !(await holdsNoFile(join(folder, entry.name)))) return false
    }
    return true
  } catch (error) {
    if (isMissing(error)) return true
    throw error
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const found = await stat(path)
    return found.isFile() ? found.size : undefined
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')
}

function missing(error: unknown, key: string): never {
  throw isMissing(error) ? new FileMissing(key) : error
}
