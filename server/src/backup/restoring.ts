import { Readable } from 'node:stream'
import type { Files } from '../platform/files.ts'
import { keyProofs } from '../platform/key-proof.ts'
import { placeKeyringFile, readKeyringFile } from '../platform/keyring.ts'
import { migrate, refuseNewer } from '../platform/migrate.ts'
import { type ConnectionUrls, roleOf } from '../platform/postgres/roles.ts'
import { openSecrets } from '../platform/secrets.ts'
import { StartRefused } from '../platform/start-refused.ts'
import { eachAtOnce } from './at-once.ts'
import type { BackupKey } from './backup-key.ts'
import { holds, putFile, sumOf } from './file-copying.ts'
import { beginFilling, type Filling } from './filling.ts'
import type { Manifest } from './manifest.ts'
import type { PackEntry } from './pack.ts'
import { contentsOf, requireAllPacks, verifyBackup } from './reading.ts'
import { asOwner } from './tables.ts'

/** Where a backup goes: an empty database and an empty store of files. */
export interface RestoreGround {
  urls: ConnectionUrls
  files: Files
  keysFolder: string
  key: BackupKey
  say(line: string): void
}

const FILES_AT_ONCE = 8
/** A file up to this size is held as a whole, so that several are written at once. */
const SMALL_BYTES = 16 * 1024 * 1024

/**
 * Brings a backup back. Nothing is written before all of it has been read and found whole; broken off, the next call
 * goes on, and until the end no program starts on what is half there. In the end the schema is the newest.
 * @throws StartRefused, BackupDamaged
 */
export async function restoreBackup(ground: RestoreGround, folder: string, manifest: Manifest): Promise<void> {
  const { urls, files, key, say } = ground
  refuseNewer(manifest.schema)
  requireAllPacks(folder, manifest)
  await asOwner(urls.owner, async (client) => {
    const filling = await beginFilling(client, urls, { ...manifest, id: `backup ${manifest.id}` }, async () => {
      if (!(await files.isEmpty()))
        throw new StartRefused('The store of files is not empty: name an empty one; nothing was changed.')
      say('正在检查备份…')
      await verifyBackup(folder, key, manifest)
    })
    await placeKeys(ground, folder, manifest)
    await restoreTables(filling, ground, folder, manifest)
    await restoreFiles(filling, ground, folder, manifest)
    await filling.finish(manifest)
  })
  await migrate(urls.owner, roleOf(urls.app))
}

/** @throws StartRefused when what is sealed could not be opened afterwards */
export function requireKeys(keysFolder: string, { keyProofs: proofs, hasKeys }: Manifest): void {
  if (readKeyringFile(keysFolder) === undefined) {
    if (hasKeys) return
    throw new StartRefused(
      `The keys of sealed values are kept apart from this backup: put their copy, secrets.json, into ${keysFolder} first.`,
    )
  }
  const own = keyProofs(openSecrets(keysFolder))
  if (proofs.length > 0 && !own.some((proof) => proofs.includes(proof)))
    throw new StartRefused(`The keys in ${keysFolder} are not those of the backup: put the copy of its day there.`)
}

async function placeKeys({ keysFolder, key }: RestoreGround, folder: string, manifest: Manifest): Promise<void> {
  if (!manifest.hasKeys || readKeyringFile(keysFolder) !== undefined) return
  for await (const entry of contentsOf(folder, key, manifest, manifest.packs[0]!.name)) {
    placeKeyringFile(keysFolder, await wholeOf(entry))
    return
  }
}

async function restoreTables(filling: Filling, { key, say }: RestoreGround, folder: string, manifest: Manifest) {
  for await (const entry of contentsOf(folder, key, manifest, manifest.packs[0]!.name)) {
    const table = manifest.tables.find(({ name }) => name === entry.name)
    if (table === undefined || filling.has(table)) continue
    await filling.fill(table, Readable.from(entry.data(), { objectMode: false }))
    if (table.rows > 0) say(`  ${table.name}  ${table.rows} 行`)
  }
}

async function restoreFiles(filling: Filling, { files, key, say }: RestoreGround, folder: string, manifest: Manifest) {
  let count = 0
  for (const { name } of manifest.packs.slice(1)) {
    const noted = filling.noted(name)
    if (noted === undefined) {
      const before = count
      const small = smallOnes(contentsOf(folder, key, manifest, name), async (entry) => {
        await putFile(files, entry.name, entry.data())
        count += 1
      })
      await eachAtOnce(small, FILES_AT_ONCE, async ({ name: fileKey, bytes }) => {
        if (!(filling.isResumed && (await holds(files, fileKey, sumOf(bytes))))) await putFile(files, fileKey, bytes)
        count += 1
      })
      await filling.note(name, String(count - before))
    } else count += Number(noted)
    say(`  文件 ${count}/${manifest.files.count}`)
  }
  if (count !== manifest.files.count)
    throw new StartRefused(`${count} files of ${manifest.files.count} were brought back: run it again.`)
}

/** The small contents as wholes; a large one is handed over at once, on the way. */
async function* smallOnes(entries: AsyncGenerator<PackEntry>, large: (entry: PackEntry) => Promise<void>) {
  for await (const entry of entries) {
    if (entry.bytes === undefined || entry.bytes > SMALL_BYTES) await large(entry)
    else yield { name: entry.name, bytes: await wholeOf(entry) }
  }
}

async function wholeOf(entry: PackEntry): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of entry.data()) chunks.push(chunk)
  return Buffer.concat(chunks)
}
