import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { StartRefused } from '../platform/start-refused.ts'
import type { BackupKey } from './backup-key.ts'
import { BackupDamaged, readSealed, writeSealed } from './sealed-file.ts'
import type { Contents } from './snapshot.ts'

/** What a backup holds; it is written last, so that a backup without one is none. */
export interface Manifest extends Omit<Contents, 'files'> {
  format: 1
  id: string
  madeAt: string
  /** Version of the program that made it. */
  program: string
  /** Its files, in order, with their sizes; the first holds the tables. */
  packs: { name: string; bytes: number }[]
  files: { count: number; bytes: number }
  /** Keys of files that had been removed before they were read. */
  removed: string[]
  /** The keys of sealed values are in it. */
  hasKeys: boolean
}

const NAME = 'manifest.tucai'
const DATED = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z$/

export const newBackupId = () => randomUUID()
export const folderNameAt = (at: Date) => at.toISOString().replaceAll(/[:.]/g, '-')
/** The name under which a file of a backup is sealed. */
export const partOf = (backupId: string, name: string) => `${backupId}/${name}`

export async function writeManifest(folder: string, key: BackupKey, manifest: Manifest): Promise<void> {
  const file = await writeSealed(join(folder, NAME), key, 'manifest')
  await file.write(Buffer.from(JSON.stringify(manifest)))
  await file.end()
}

/** @throws BackupDamaged */
export async function readManifest(folder: string, key: BackupKey): Promise<Manifest> {
  const chunks: Buffer[] = []
  for await (const chunk of readSealed(join(folder, NAME), key, 'manifest')) chunks.push(chunk)
  const manifest = JSON.parse(Buffer.concat(chunks).toString()) as Manifest
  if (manifest.format === 1) return manifest
  throw new BackupDamaged('The backup was made by a newer version of the program: use that one.')
}

/** The folders of whole backups in the folder, the oldest first. */
export function datedBackups(folder: string): string[] {
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => DATED.test(name) && existsSync(join(folder, name, NAME)))
  return names.sort().map((name) => join(folder, name))
}

/** The backup that the folder is, or the newest in it. @throws StartRefused */
export function backupIn(folder: string): string {
  if (existsSync(join(folder, NAME))) return folder
  const newest = datedBackups(folder).at(-1)
  if (newest !== undefined) return newest
  throw new StartRefused(`There is no backup in ${folder}.`)
}
