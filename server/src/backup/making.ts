import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { FileMissing, type Files } from '../platform/files.ts'
import { syncFolder } from '../platform/sync-folder.ts'
import { madeAhead } from './at-once.ts'
import type { BackupKey } from './backup-key.ts'
import type { KeptFile } from './kept-files.ts'
import { datedBackups, folderNameAt, type Manifest, newBackupId, partOf, writeManifest } from './manifest.ts'
import { type Pack, writePack } from './pack.ts'
import { filesNamedNow, type Snapshot, withSnapshot } from './snapshot.ts'

/** What a backup is made of. */
export interface BackupGround {
  ownerUrl: string
  files: Files
  key: BackupKey
  now: Date
  program: string
  /** The file of the keys of sealed values, when they are to be in it. */
  keyring: Buffer | undefined
}

export interface MadeBackup {
  folder: string
  manifest: Manifest
  /** Files that rows still name and that are not there: they were lost before. */
  lost: string[]
}

/** A file of a backup is closed once it holds this much. */
const PACK_BYTES = 256 * 1024 * 1024
const FILES_AHEAD = 6
const PART = /^\..*\.part$/

/**
 * Makes a backup in a folder of its own under `into`, while the program runs. It gets its name when it is whole; what
 * an earlier one that was killed left behind is removed. The caller holds the lock of the folder.
 */
export async function makeBackup(ground: BackupGround, into: string): Promise<MadeBackup> {
  for (const name of readdirSync(into)) if (PART.test(name)) rmSync(join(into, name), { recursive: true })
  const name = folderNameAt(ground.now)
  const partFolder = join(into, `.${name}.part`)
  mkdirSync(partFolder, { mode: 0o700 })
  try {
    const manifest = await fillFolder(ground, partFolder)
    await syncFolder(partFolder)
    renameSync(partFolder, join(into, name))
    await syncFolder(into)
    return { folder: join(into, name), manifest, lost: await stillNamed(ground.ownerUrl, manifest.removed) }
  } catch (error) {
    rmSync(partFolder, { recursive: true, force: true })
    throw error
  }
}

/** Removes whole backups but the newest ones. @returns how many */
export function removeOlder(into: string, keep: number): number {
  const old = datedBackups(into).slice(0, -keep)
  for (const folder of old) rmSync(folder, { recursive: true })
  return old.length
}

async function fillFolder(ground: BackupGround, folder: string): Promise<Manifest> {
  const id = newBackupId()
  const packs: Manifest['packs'] = []
  const inPack = async <T>(work: (pack: Pack) => Promise<T>): Promise<T> => {
    const name = `part-${String(packs.length + 1).padStart(5, '0')}.tucai`
    const pack = await writePack(join(folder, name), ground.key, partOf(id, name))
    try {
      const made = await work(pack)
      packs.push({ name, bytes: await pack.end() })
      return made
    } finally {
      await pack.close()
    }
  }
  const { files, ...contents } = await inPack((pack) =>
    withSnapshot(ground.ownerUrl, (snapshot) => addTables(pack, snapshot, ground.keyring)),
  )
  const taken = await addFiles(ground.files, files, inPack)
  const manifest: Manifest = {
    ...{ format: 1, id, madeAt: ground.now.toISOString(), program: ground.program },
    ...contents,
    ...{ packs, ...taken, hasKeys: ground.keyring !== undefined },
  }
  await writeManifest(folder, ground.key, manifest)
  return manifest
}

async function addTables(pack: Pack, { rowsOf, ...contents }: Snapshot, keyring: Buffer | undefined) {
  if (keyring) await pack.add('keys', keyring)
  for (const table of contents.tables) await pack.add(table.name, rowsOf(table))
  return contents
}

type InPack = <T>(work: (pack: Pack) => Promise<T>) => Promise<T>

async function addFiles(files: Files, kept: KeptFile[], inPack: InPack) {
  const sum = { count: 0, bytes: 0 }
  const removed: string[] = []
  const contents = madeAhead(kept, FILES_AHEAD, async ({ key, isLarge }) => ({
    key,
    content: isLarge ? ('later' as const) : await unlessMissing(files.read(key)),
  }))
  let next = await contents.next()
  const fill = async (pack: Pack) => {
    for (; !next.done && pack.bytes < PACK_BYTES; next = await contents.next()) {
      const { key, content } = next.value
      const source = content === 'later' ? await unlessMissing(files.stream(key)) : content
      if (source === undefined) removed.push(key)
      else {
        sum.bytes += (await pack.add(key, source)).bytes
        sum.count += 1
      }
    }
  }
  while (!next.done) await inPack(fill)
  return { files: sum, removed }
}

function unlessMissing<T>(found: Promise<T>): Promise<T | undefined> {
  return found.catch((error) => {
    if (error instanceof FileMissing) return undefined
    throw error
  })
}

async function stillNamed(ownerUrl: string, removed: string[]): Promise<string[]> {
  if (removed.length === 0) return []
  const named = new Set((await filesNamedNow(ownerUrl)).map(({ key }) => key))
  return removed.filter((key) => named.has(key))
}
