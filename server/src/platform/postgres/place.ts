import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StartRefused } from '../start-refused.ts'
import { type Account, chooseAccount } from './account.ts'
import { bundledBinaries, canRun, completeBinaries, copyBinaries, POSTGRES_MAJOR, whyNotRunnable } from './binaries.ts'

/** Where one bundled cluster lives and who runs it. */
export interface Place {
  account: Account
  /** bin/, lib/ and share/ of the server */
  nativeFolder: string
  clusterFolder: string
  /** Holds clusterFolder; another folder than the data folder when the account can't reach that one. */
  homeFolder: string
  /** One sentence for the operator when the cluster had to move out of the data folder. */
  notice?: string
}

/** A socket path longer than this doesn't fit into the kernel's address structure. */
const SOCKET_PATH_LIMIT_BYTES = 107

/**
 * Beside the data when the account that runs PostgreSQL reaches it. What lies under a home that lets nobody pass, the
 * binaries, the cluster or both, root keeps under /var/lib/tucai instead; the data folder remembers which cluster there
 * is its own.
 */
export function findPlace(dataFolder: string, systemFolder = '/var/lib/tucai'): Place {
  const besideData = join(dataFolder, `postgres-${POSTGRES_MAJOR}`)
  const nativeFolder = completeBinaries(bundledBinaries(), dataFolder)
  const why = whyNotRunnable(nativeFolder)
  if (why) {
    throw new StartRefused(`The bundled PostgreSQL does not run on this machine (${why}): set DATABASE_URL instead.`)
  }
  const idPath = join(dataFolder, 'keys', 'cluster-id')
  const account = chooseAccount(existsSync(idPath) ? systemCluster(systemFolder, idPath) : besideData)
  if (account.uid === undefined) return { account, nativeFolder, clusterFolder: besideData, homeFolder: dataFolder }
  if (!maySwitchTo(account)) {
    throw new StartRefused(
      `This process is root without the right to become ${account.name}, as PostgreSQL needs: run as an ordinary user, or set DATABASE_URL.`,
    )
  }
  const runnableFolder = canRun(nativeFolder, account) ? nativeFolder : copyBinaries(nativeFolder, systemFolder)
  if (!existsSync(idPath) && canEnter(dataFolder, account)) {
    return { account, nativeFolder: runnableFolder, clusterFolder: besideData, homeFolder: dataFolder }
  }
  if (existsSync(besideData)) throw unreachable(account, besideData)
  return placeUnder(systemFolder, idPath, account, runnableFolder)
}

function unreachable(account: Account, folder: string): StartRefused {
  return new StartRefused(
    `${account.name}, who runs PostgreSQL here, can't reach ${folder}: open the folders above it to that account, or set DATABASE_URL.`,
  )
}

function placeUnder(systemFolder: string, idPath: string, account: Account, nativeFolder: string): Place {
  if (!existsSync(idPath)) {
    mkdirSync(join(idPath, '..'), { recursive: true, mode: 0o700 })
    writeFileSync(idPath, randomBytes(6).toString('hex'), { mode: 0o600 })
  }
  const clusterFolder = systemCluster(systemFolder, idPath)
  const homeFolder = join(clusterFolder, '..')
  mkdirSync(homeFolder, { recursive: true })
  for (const folder of [join(homeFolder, '..'), homeFolder]) chmodSync(folder, 0o755)
  if (!canEnter(homeFolder, account)) throw unreachable(account, homeFolder)
  return {
    account,
    nativeFolder,
    clusterFolder,
    homeFolder,
    notice: `PostgreSQL runs as ${account.name}, who can't reach the data folder: its data is in ${homeFolder}.`,
  }
}

function systemCluster(systemFolder: string, idPath: string): string {
  const id = existsSync(idPath) ? readFileSync(idPath, 'utf8').trim() : ''
  return join(systemFolder, id, `postgres-${POSTGRES_MAJOR}`)
}

function maySwitchTo(account: Account): boolean {
  return runAs(account, 'true')
}

function canEnter(folder: string, account: Account): boolean {
  return runAs(account, 'test -x "$1"', folder)
}

function runAs(account: Account, script: string, argument = ''): boolean {
  const options = { uid: account.uid, gid: account.gid, cwd: '/', stdio: 'ignore' } as const
  return spawnSync('/bin/sh', ['-c', script, 'sh', argument], options).status === 0
}

/** Makes the folder, private to the account. */
export function makePrivateFolder(folder: string, account: Account): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  if (account.uid !== undefined && account.gid !== undefined) chownSync(folder, account.uid, account.gid)
}

/** A private folder for the socket: beside the cluster, or a short temporary one when that path is too long. */
export function makeSocketFolder(place: Place): string {
  const beside = join(place.homeFolder, 'socket')
  const fits = Buffer.byteLength(join(beside, '.s.PGSQL.5432.lock')) <= SOCKET_PATH_LIMIT_BYTES
  const folder = fits ? beside : mkdtempSync(join(tmpdir().length < 60 ? tmpdir() : '/tmp', 'tucai-'))
  makePrivateFolder(folder, place.account)
  return folder
}
