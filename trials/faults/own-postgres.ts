import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { chooseAccount } from '../../server/src/platform/postgres/account.ts'
import { bundledBinaries, completeBinaries } from '../../server/src/platform/postgres/binaries.ts'
import { withClient } from '../../server/src/platform/postgres/roles.ts'
import { freePort } from '../../server/test/started-product.ts'

/** A PostgreSQL as an operator has it: apart from the product, over TCP. */
export interface OwnPostgres {
  version: string
  port: number
  ownerUrl: string
  appUrl: string
  superuserUrl: string
  pid: number
  /** Fast: connections are ended. Immediate: everything is dropped, and recovered at the next start. */
  stop(how: 'fast' | 'immediate'): Promise<void>
  /** SIGKILL of the postmaster. */
  kill(): Promise<void>
  start(): Promise<void>
  close(): Promise<void>
}

const DEBIAN = '/usr/lib/postgresql/15'

/** Debian's where it is installed, otherwise the bundled one; its data lies in `folder`. */
export async function startOwnPostgres(folder: string): Promise<OwnPostgres> {
  const native = existsSync(join(DEBIAN, 'bin/postgres')) ? DEBIAN : completeBinaries(bundledBinaries(), folder)
  const account = chooseAccount(folder)
  const [cluster, log] = [join(folder, 'cluster'), join(folder, 'postgres.log')]
  mkdirSync(cluster, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o711)
  if (account.uid !== undefined) chownSync(cluster, account.uid, account.gid!)
  const as = { uid: account.uid, gid: account.gid, cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C' } }
  const options = ['-D', cluster, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync']
  const made = spawnSync(join(native, 'bin/initdb'), options, { ...as, encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`no PostgreSQL could be made: ${made.stderr}`)
  const port = await freePort()
  const settings = { port, listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: 120 }
  const arguments_ = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const url = (role: string, database: string) => `postgresql://${role}@127.0.0.1:${port}/${database}`
  const superuserUrl = url('postgres', 'tucai')
  let child: ChildProcess | undefined
  let ended: Promise<unknown> = Promise.resolve()

  async function start(): Promise<void> {
    for (;;) {
      const output = openSync(log, 'a', 0o600)
      const started = spawn(join(native, 'bin/postgres'), ['-D', cluster, ...arguments_], {
        ...as,
        stdio: ['ignore', output, output],
      })
      child = started
      ended = new Promise((done) => started.once('exit', done))
      while (started.exitCode === null && started.signalCode === null) {
        if (await answers(url('postgres', 'postgres'))) return
        await wait(50)
      }
      // After a kill the old server's processes may hold its memory for a moment.
      await wait(250)
    }
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    child?.kill(signal)
    await ended
  }

  process.on('exit', () => child?.kill('SIGQUIT'))
  await start()
  await withClient(url('postgres', 'postgres'), async (client) => {
    await client.query('CREATE ROLE tucai_owner LOGIN CREATEROLE')
    await client.query('CREATE ROLE tucai_app LOGIN')
    await client.query('CREATE DATABASE tucai OWNER tucai_owner TEMPLATE template0')
  })
  const version = await withClient(superuserUrl, async (client) => (await client.query('SHOW server_version')).rows[0])
  return {
    ...{ version: version.server_version, port, superuserUrl, start },
    ...{ ownerUrl: url('tucai_owner', 'tucai'), appUrl: url('tucai_app', 'tucai') },
    get pid() {
      return child!.pid!
    },
    stop: (how) => end(how === 'fast' ? 'SIGINT' : 'SIGQUIT'),
    kill: () => end('SIGKILL'),
    close: () => end('SIGQUIT'),
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    await withClient(url, (client) => client.query('SELECT 1'))
    return true
  } catch {
    return false
  }
}
