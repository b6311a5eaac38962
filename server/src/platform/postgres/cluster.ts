import { type ChildProcess, spawn } from 'node:child_process'
import {
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { diskFull, StartRefused } from '../start-refused.ts'
import { POSTGRES_MAJOR } from './binaries.ts'
import { makePrivateFolder, type Place } from './place.ts'

/** The role that initdb makes; only the supervisor uses it, to make the two roles and the database. */
export const SUPERUSER = 'postgres'

const INITDB_OPTIONS = [
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--encoding=UTF8',
  '--data-checksums',
  '--auth=scram-sha-256',
  '--no-instructions',
]

/** Errors are logged without the statement and without the values of the row they are about. */
const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '60',
  shared_buffers: '128MB',
  synchronous_commit: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  password_encryption: 'scram-sha-256',
  log_min_messages: 'warning',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  log_min_error_statement: 'panic',
}

export type ServerSettings = Record<string, string>

/**
 * Makes the cluster when there is none. A half-made one, left by a kill, is under another name and made again.
 * @throws StartRefused when a newer major version wrote the data, or the disk is full
 */
export async function ensureCluster(place: Place, superuserPassword: string, settings: ServerSettings): Promise<void> {
  refuseOtherMajor(place)
  if (existsSync(join(place.clusterFolder, 'PG_VERSION'))) return
  const partFolder = `${place.clusterFolder}.part`
  const passwordPath = join(place.homeFolder, '.initdb-password')
  rmSync(partFolder, { recursive: true, force: true })
  makePrivateFolder(partFolder, place.account)
  try {
    writeFileSync(passwordPath, superuserPassword, { mode: 0o600 })
    const { uid, gid } = place.account
    if (uid !== undefined && gid !== undefined) chownSync(passwordPath, uid, gid)
    const options = ['-D', partFolder, '-U', SUPERUSER, `--pwfile=${passwordPath}`, ...INITDB_OPTIONS]
    if (settings.fsync === 'off') options.push('--no-sync')
    await runToEnd(place, 'initdb', options)
    rmSync(place.clusterFolder, { recursive: true, force: true })
    renameSync(partFolder, place.clusterFolder)
  } finally {
    rmSync(passwordPath, { force: true })
  }
}

function refuseOtherMajor(place: Place): void {
  const majors = readdirSync(place.homeFolder).flatMap((name) => Number(/^postgres-(\d+)$/.exec(name)?.[1] ?? []))
  const newest = Math.max(POSTGRES_MAJOR, ...majors)
  const written = versionIn(place.clusterFolder) ?? POSTGRES_MAJOR
  if (newest === POSTGRES_MAJOR && written === POSTGRES_MAJOR) return
  throw new StartRefused(
    `The data in ${place.homeFolder} was written by PostgreSQL ${Math.max(newest, written)}, this version brings ${POSTGRES_MAJOR}: start the newer version of the program, or choose another folder with TUCAI_DATA_DIR.`,
  )
}

function versionIn(clusterFolder: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(join(clusterFolder, 'PG_VERSION'), 'utf8'), 10)
  } catch {
    return undefined
  }
}

async function runToEnd(place: Place, program: string, options: string[]): Promise<void> {
  const child = spawn(join(place.nativeFolder, 'bin', program), options, {
    uid: place.account.uid,
    gid: place.account.gid,
    cwd: '/',
    env: serverEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  if (exitCode !== 0) throw serverRefusal(errors, place, `${program} ended with ${exitCode}`)
}

/** Nothing of the operator's own PostgreSQL settings (PGDATA, PGOPTIONS, locale) reaches the bundled server. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LANG: 'C', LC_ALL: 'C', TZ: 'UTC' }
}

/** Spawns the server; it outlives neither a stop nor, once found by the next start, a kill of this process. */
export function spawnServer(
  place: Place,
  socketFolder: string,
  logPath: string,
  settings: ServerSettings,
): ChildProcess {
  const logFile = openSync(logPath, 'a', 0o600)
  const all = { ...SETTINGS, unix_socket_directories: socketFolder, ...settings }
  const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  try {
    // A session of its own: Ctrl-C in the terminal must reach the program first, not the database below it.
    return spawn(join(place.nativeFolder, 'bin', 'postgres'), ['-D', place.clusterFolder, ...options], {
      uid: place.account.uid,
      gid: place.account.gid,
      cwd: '/',
      env: serverEnvironment(),
      detached: true,
      stdio: ['ignore', logFile, logFile],
    })
  } finally {
    closeSync(logFile)
  }
}

/** The refusal that the server's own words call for. */
export function serverRefusal(words: string, place: Place, otherwise: string): Error {
  if (/no space left on device|disk quota exceeded/i.test(words)) return diskFull(place.homeFolder)
  if (/permission denied/i.test(words)) {
    return new StartRefused(
      `PostgreSQL (${place.account.name}) may not write in ${place.homeFolder}: make the folder and what is in it writable for it.`,
    )
  }
  const lines = words.split('\n').filter((line) => /FATAL|PANIC|ERROR|error:/.test(line))
  return new Error(`PostgreSQL does not start: ${lines.at(-1)?.trim() ?? otherwise}`)
}

/**
 * Stops a server on the cluster that a killed program left behind. The caller holds the lock of the data folder,
 * so nobody uses it.
 * @returns whether there was one
 */
export async function stopLeftover(place: Place): Promise<boolean> {
  const pidPath = join(place.clusterFolder, 'postmaster.pid')
  const pid = existsSync(pidPath) ? Number.parseInt(readFileSync(pidPath, 'utf8'), 10) : 0
  if (!(pid > 1)) return false
  if (!isServer(pid, place.clusterFolder)) {
    rmSync(pidPath, { force: true })
    return false
  }
  for (const [signal, waitMs] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    signalServer(pid, signal)
    const deadline = Date.now() + waitMs
    while (Date.now() < deadline) {
      if (!isServer(pid, place.clusterFolder)) return true
      await delay(25)
    }
  }
  throw new StartRefused(`A PostgreSQL left over from a kill (process ${pid}) does not stop: end it, then start again.`)
}

export function signalServer(pid: number | undefined, signal: NodeJS.Signals): void {
  // 0 and 1 would be our own process group and the machine's first process.
  if (pid === undefined || pid <= 1) return
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended in between.
  }
}

/** Process ids are used again: the command line tells whether this one is our server. */
function isServer(pid: number, clusterFolder: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(clusterFolder)
  } catch {
    return false
  }
}
