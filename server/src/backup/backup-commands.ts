import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { readArguments, UsageWrong } from '../platform/command.ts'
import { lockDataFolder } from '../platform/data-lock.ts'
import type { Files } from '../platform/files.ts'
import { readKeyringFile } from '../platform/keyring.ts'
import type { ConnectionUrls } from '../platform/postgres/roles.ts'
import { StartRefused } from '../platform/start-refused.ts'
import { makeBackupKey, readBackupKey } from './backup-key.ts'
import { makeBackup, removeOlder } from './making.ts'
import { backupIn, type Manifest, readManifest } from './manifest.ts'
import { moveProduct } from './moving.ts'
import { verifyBackup } from './reading.ts'
import { requireKeys, restoreBackup } from './restoring.ts'

/** Database and files that a command reads or fills; opened without bringing anything to a newer schema. */
export interface OpenedPlace {
  urls: ConnectionUrls
  files: Files
}

/** What these commands are given by the command line. */
export interface BackupSetting {
  keyPath: string | undefined
  keysFolder: string
  /** Paths are meant from there. */
  folder: string
  program: string
  say(line: string): void
}

export type WithPlace = <T>(work: (place: OpenedPlace) => Promise<T>) => Promise<T>

/** Some files that rows name were not there. */
const SOMETHING_LOST = 2

export async function keyByCommand({ folder, say }: BackupSetting, args: string[]): Promise<number> {
  const path = resolve(folder, onePath(args, 'backup key FILE'))
  makeBackupKey(path)
  say(`备份密钥已写入 ${path}。请在别处另存一份：没有它，任何备份都无法恢复。`)
  return 0
}

export async function backupByCommand(setting: BackupSetting, withPlace: WithPlace, args: string[]): Promise<number> {
  const usage = 'backup FOLDER [--keep N] [--with-keys]'
  const { values, positionals } = readArguments(args, { keep: { type: 'string' }, 'with-keys': { type: 'boolean' } })
  const keep = values.keep === undefined ? undefined : Number(values.keep)
  if (keep !== undefined && !(Number.isInteger(keep) && keep > 0)) throw new UsageWrong(usage)
  const into = resolve(setting.folder, onePath(positionals, usage))
  const key = readBackupKey(setting.keyPath)
  mkdirSync(into, { recursive: true, mode: 0o700 })
  const lock = lockBackups(into)
  try {
    const begunAt = performance.now()
    const made = await withPlace(({ urls, files }) =>
      makeBackup(
        {
          ...{ ownerUrl: urls.owner, files, key, now: new Date(), program: setting.program },
          keyring: values['with-keys'] ? readKeyringFile(setting.keysFolder) : undefined,
        },
        into,
      ),
    )
    const older = keep === undefined ? 0 : removeOlder(into, keep)
    const parts = [`备份完成 ${made.folder}`, ...sums(made.manifest), secondsSince(begunAt)]
    if (made.manifest.removed.length > 0) parts.push(`备份期间已删除的文件 ${made.manifest.removed.length} 个`)
    if (older > 0) parts.push(`移除旧备份 ${older} 份`)
    setting.say(parts.join('，'))
    if (made.lost.length === 0) return 0
    setting.say(`有 ${made.lost.length} 个文件仍有记录却已不在：${made.lost.slice(0, 3).join('、')} …`)
    return SOMETHING_LOST
  } finally {
    lock.release()
  }
}

export async function verifyByCommand(setting: BackupSetting, args: string[]): Promise<number> {
  const begunAt = performance.now()
  const { folder, key, manifest } = await found(setting, onePath(args, 'backup verify FOLDER'))
  await verifyBackup(folder, key, manifest)
  setting.say([`备份完好 ${folder}`, ...sums(manifest), secondsSince(begunAt)].join('，'))
  return 0
}

export async function restoreByCommand(setting: BackupSetting, withPlace: WithPlace, args: string[]): Promise<number> {
  const begunAt = performance.now()
  const { folder, key, manifest } = await found(setting, onePath(args, 'backup restore FOLDER'))
  const { keysFolder, say } = setting
  requireKeys(keysFolder, manifest)
  await withPlace((place) => restoreBackup({ ...place, keysFolder, key, say }, folder, manifest))
  say([`恢复完成 ${folder}`, ...sums(manifest), secondsSince(begunAt)].join('，'))
  if (manifest.removed.length > 0) say(`备份时已删除、因此没有的文件 ${manifest.removed.length} 个`)
  return 0
}

/** From where the settings of this call say to where those of the file say. */
export async function moveByCommand(
  { say }: Pick<BackupSetting, 'say'>,
  from: OpenedPlace,
  to: { urls: ConnectionUrls | undefined; files: Files | undefined },
): Promise<number> {
  const begunAt = performance.now()
  const { tables, files } = await moveProduct({ from: { ownerUrl: from.urls.owner, files: from.files }, to, say })
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const parts = [`${tables.length} 张表 ${rows} 行`, `${files.count} 个文件 ${sizeInWords(files.bytes)}`]
  say(['迁移完成，逐行逐字节核对一致', ...parts, secondsSince(begunAt)].join('，'))
  if (files.missing === 0) return 0
  say(`有 ${files.missing} 个文件仍有记录却已不在原处。`)
  return SOMETHING_LOST
}

async function found({ keyPath, folder: caller }: BackupSetting, path: string) {
  const key = readBackupKey(keyPath)
  const folder = backupIn(resolve(caller, path))
  return { folder, key, manifest: await readManifest(folder, key) }
}

function onePath(positionals: string[], usage: string): string {
  const [path, ...others] = positionals
  if (path === undefined || path.startsWith('--') || others.length > 0) throw new UsageWrong(usage)
  return path
}

function lockBackups(into: string) {
  try {
    return lockDataFolder(into)
  } catch (error) {
    if (error instanceof StartRefused) throw new StartRefused(`Another backup into ${into} is running: let it end.`)
    throw error
  }
}

function sums({ tables, files }: Manifest): string[] {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  return [`${tables.length} 张表 ${rows} 行`, `${files.count} 个文件 ${sizeInWords(files.bytes)}`]
}

function sizeInWords(bytes: number): string {
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`
}

const secondsSince = (begunAt: number) => `用时 ${((performance.now() - begunAt) / 1000).toFixed(1)} 秒`
