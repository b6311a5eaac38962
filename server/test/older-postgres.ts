import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chooseAccount } from '../src/platform/postgres/account.ts'
import { withClient } from '../src/platform/postgres/roles.ts'

/** A PostgreSQL of the machine's own, as an operator brings it: older than the bundled one. */
export interface OlderPostgres {
  version: number
  /** An empty database whose owner may make the application's role and no more. */
  aDatabase(name: string): Promise<{ ownerUrl: string; superuserUrl: string; appUrl?: string }>
  stop(): Promise<void>
}

const PLACE = '/usr/lib/postgresql'
const OLDEST = 15

/** Undefined where the machine has none. */
export async function startOlderPostgres(): Promise<OlderPostgres | undefined> {
  const versions = existsSync(PLACE) ? readdirSync(PLACE).map(Number) : []
  const version = versions.filter((one) => one >= OLDEST).sort((a, b) => a - b)[0]
  if (version === undefined) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'tucai-older-'))
  const { uid, gid } = chooseAccount(folder)
  chmodSync(folder, 0o711)
  const cluster = join(folder, 'cluster')
  mkdirSync(cluster, { mode: 0o700 })
  if (uid !== undefined && gid !== undefined) {
    chownSync(folder, uid, gid)
    chownSync(cluster, uid, gid)
  }
  const as = { uid, gid, cwd: '/' }
  const initdb = ['-D', cluster, '-U', 'machine', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--locale=C']
  const made = spawnSync(join(PLACE, String(version), 'bin/initdb'), initdb, { ...as, stdio: 'ignore' })
  if (made.status !== 0) throw new Error(`initdb ended with ${made.status}`)
  const options = ['-D', cluster, '-k', folder, '-c', 'listen_addresses=', '-c', 'fsync=off']
  const server = spawn(join(PLACE, String(version), 'bin/postgres'), options, { ...as, stdio: 'ignore' })
  const url = (role: string, database: string) => `postgresql://${role}@${encodeURIComponent(folder)}/${database}`
  await untilItAnswers(url('machine', 'postgres'), server)
  return {
    version,
    async aDatabase(name) {
      await withClient(url('machine', 'postgres'), async (client) => {
        await client.query(`CREATE ROLE ${name}_owner LOGIN CREATEROLE`)
        await client.query(`CREATE DATABASE ${name} OWNER ${name}_owner`)
      })
      return { ownerUrl: url(`${name}_owner`, name), superuserUrl: url('machine', name) }
    },
    async stop() {
      const ended = new Promise((done) => server.once('close', done))
      server.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function untilItAnswers(url: string, server: ChildProcess): Promise<void> {
  while (server.exitCode === null) {
    const answer = await withClient(url, (client) => client.query('SELECT 1')).catch(() => undefined)
    if (answer) return
    await new Promise((next) => setTimeout(next, 50))
  }
  throw new Error(`PostgreSQL ended with ${server.exitCode}`)
}
