import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { BackupKey } from './backup-key.ts'
import { type Manifest, partOf } from './manifest.ts'
import { type PackEntry, readPack } from './pack.ts'
import { BackupDamaged } from './sealed-file.ts'

/** The contents of one pack of a backup. @throws BackupDamaged */
export function contentsOf(folder: string, key: BackupKey, { id }: Manifest, pack: string): AsyncGenerator<PackEntry> {
  return readPack(join(folder, pack), key, partOf(id, pack))
}

/** A look at names and sizes, which costs nothing. @throws BackupDamaged */
export function requireAllPacks(folder: string, { packs }: Manifest): void {
  for (const { name, bytes } of packs) {
    const present = statSync(join(folder, name), { throwIfNoEntry: false })?.size
    if (present !== bytes)
      throw new BackupDamaged(
        `${name} of the backup ${present === undefined ? 'is missing' : `has ${present} bytes instead of ${bytes}`}: take another backup.`,
      )
  }
}

/** Reads everything and compares it with what was written. @throws BackupDamaged */
export async function verifyBackup(folder: string, key: BackupKey, manifest: Manifest): Promise<void> {
  requireAllPacks(folder, manifest)
  const [tablesPack, ...filePacks] = manifest.packs
  const expected = new Map(manifest.tables.map(({ name, rows }) => [name, rows]))
  for await (const entry of contentsOf(folder, key, manifest, tablesPack!.name)) {
    let lines = 0
    for await (const chunk of entry.data()) lines += linesIn(chunk)
    const rows = expected.get(entry.name)
    if (rows !== undefined && rows !== lines)
      throw new BackupDamaged(`The backup holds ${lines} rows of ${entry.name} instead of ${rows}: take another one.`)
    expected.delete(entry.name)
  }
  const [missing] = expected.keys()
  if (missing !== undefined) throw new BackupDamaged(`The backup does not hold ${missing}: take another one.`)
  let count = 0
  for (const { name } of filePacks)
    for await (const entry of contentsOf(folder, key, manifest, name)) {
      for await (const _ of entry.data());
      count += 1
    }
  if (count !== manifest.files.count)
    throw new BackupDamaged(`The backup holds ${count} files instead of ${manifest.files.count}: take another one.`)
}

/** Rows of COPY's text end with a line feed, and those inside of values are written in letters. */
function linesIn(chunk: Buffer): number {
  let count = 0
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) count += 1
  return count
}
