import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTestDatabase } from '../../../test/database.ts'
import { StartRefused } from '../start-refused.ts'
import { chooseAccount, parsePasswd } from './account.ts'
import { type BundledServer, startBundledServer } from './bundled-server.ts'
import { prepareOwnServer } from './own-server.ts'
import { databasePasswords } from './passwords.ts'
import { onDatabase, withClient } from './roles.ts'
import { runningServerUrls } from './run-record.ts'

const isRoot = process.getuid?.() === 0

let folder: string
let told: string[]
const running: BundledServer[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tucai-pg-'))
  chmodSync(folder, 0o711)
  told = []
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
  rmSync(folder, { recursive: true, force: true })
})

const dataFolder = (name = 'data') => join(folder, name)

async function start(name?: string, settings = {}): Promise<BundledServer> {
  mkdirSync(dataFolder(name), { recursive: true })
  const server = await startBundledServer({
    dataFolder: dataFolder(name),
    systemFolder: join(folder, 'system'),
    settings: { fsync: 'off', ...settings },
    tell: (sentence) => told.push(sentence),
    lost: (error) => told.push(`lost: ${error.message}`),
  })
  running.push(server)
  return server
}

async function stop(server: BundledServer): Promise<void> {
  running.splice(running.indexOf(server), 1)
  await server.stop()
}

async function one(url: string, query: string): Promise<unknown> {
  const { rows } = await withClient(url, (client) => client.query({ text: query, rowMode: 'array' }))
  return rows[0]?.[0]
}

it('keeps what was written through a stop and a new start', async () => {
  const first = await start()
  await one(first.connectionUrls.owner, 'CREATE TABLE note (text text)')
  await one(first.connectionUrls.owner, "INSERT INTO note VALUES ('照片 📷')")
  await stop(first)
  const second = await start()
  expect(await one(second.connectionUrls.owner, 'SELECT text FROM note')).toBe('照片 📷')
})

it('writes durably, checks its pages, speaks UTF-8 and listens to no network', async () => {
  const { superuserUrl } = await start('data', { fsync: 'on' })
  const setting = (name: string) => one(superuserUrl, `SELECT current_setting('${name}')`)
  expect(await setting('fsync')).toBe('on')
  expect(await setting('synchronous_commit')).toBe('on')
  expect(await setting('data_checksums')).toBe('on')
  expect(await setting('server_encoding')).toBe('UTF8')
  expect(await setting('listen_addresses')).toBe('')
  expect(await setting('timezone')).toBe('UTC')
  expect(await one(superuserUrl, "SELECT datlocale FROM pg_database WHERE datname = 'tucai'")).toBe('C.UTF-8')
})

it('lets nobody in without the password, and keeps passwords, socket and data private', async () => {
  const { connectionUrls } = await start()
  const wrong = connectionUrls.app.replace(/:[^:@]+@/, ':wrong@')
  await expect(one(wrong, 'SELECT 1')).rejects.toThrow('password authentication failed')
  const modeOf = (path: string) => (statSync(join(dataFolder(), path)).mode & 0o777).toString(8)
  expect(modeOf('keys')).toBe('700')
  expect(modeOf('keys/database.json')).toBe('600')
  expect(modeOf('socket')).toBe('700')
  expect(modeOf('postgres-18')).toBe('700')
})

it('the application’s role owns nothing, makes nothing and can not rise above row-level security', async () => {
  const { connectionUrls } = await start()
  await one(connectionUrls.owner, 'CREATE TABLE note (text text)')
  const refused = [
    'SELECT * FROM note',
    'CREATE TABLE other (a int)',
    'CREATE ROLE x',
    'CREATE DATABASE x',
    'SET ROLE tucai_owner',
  ]
  for (const query of refused) {
    await expect(one(connectionUrls.app, query), query).rejects.toThrow(/permission denied/)
  }
  const powers =
    'SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = current_user'
  expect(await one(connectionUrls.app, powers)).toBe(false)
  expect(await one(connectionUrls.owner, powers)).toBe(false)
})

it('is started again when it ends by itself, with nothing acknowledged lost', async () => {
  const server = await start('data', { fsync: 'on' })
  await one(server.connectionUrls.owner, 'CREATE TABLE note (id int)')
  for (let round = 1; round <= 2; round++) {
    await one(server.connectionUrls.owner, `INSERT INTO note VALUES (${round})`)
    const pid = server.pid()!
    process.kill(pid, 'SIGKILL')
    await expect.poll(() => server.pid(), { timeout: 15_000 }).not.toBe(pid)
    expect(await one(server.connectionUrls.owner, 'SELECT count(*)::int FROM note')).toBe(round)
  }
  expect(told.filter((sentence) => sentence.includes('started again'))).toHaveLength(2)
})

it('a server that a killed program has left over is stopped, and its data is there', async () => {
  const leftover = await start()
  const pid = leftover.pid()
  await one(leftover.connectionUrls.owner, 'CREATE TABLE note (id int)')
  running.pop()
  const second = await start()
  expect(told.join()).toContain('left over')
  expect(second.pid()).not.toBe(pid)
  expect(await one(second.connectionUrls.owner, 'SELECT count(*)::int FROM note')).toBe(0)
  await stop(second)
  await leftover.stop()
})

it('a stale process number that now belongs to another program stops nothing', async () => {
  await stop(await start())
  writeFileSync(join(dataFolder(), 'postgres-18', 'postmaster.pid'), `${process.pid}\n`)
  const server = await start()
  expect(await one(server.connectionUrls.app, 'SELECT 1')).toBe(1)
})

it('a half-made cluster of a killed first start is made anew', async () => {
  mkdirSync(join(dataFolder(), 'postgres-18.part', 'base'), { recursive: true })
  const server = await start()
  expect(await one(server.connectionUrls.app, 'SELECT 1')).toBe(1)
})

it('refuses data that a newer PostgreSQL wrote, and touches nothing', async () => {
  await stop(await start())
  renameSync(join(dataFolder(), 'postgres-18'), join(dataFolder(), 'postgres-19'))
  await expect(start()).rejects.toThrow(/written by PostgreSQL 19/)
  expect(existsSync(join(dataFolder(), 'postgres-18'))).toBe(false)
  renameSync(join(dataFolder(), 'postgres-19'), join(dataFolder(), 'postgres-18'))
  writeFileSync(join(dataFolder(), 'postgres-18', 'PG_VERSION'), '17\n')
  await expect(start()).rejects.toThrow(StartRefused)
})

it('refuses keys that do not belong to the database', async () => {
  await stop(await start())
  rmSync(join(dataFolder(), 'keys', 'database.json'))
  await expect(start()).rejects.toThrow(/restore that folder from a backup/)
  writeFileSync(join(dataFolder(), 'keys', 'database.json'), '{"superuser":"x"}')
  await expect(start()).rejects.toThrow(/restore it from a backup/)
})

it('works in a folder whose path is too long for a socket', async () => {
  const name = `${'a-long-name-'.repeat(8)}data`
  const server = await start(name)
  expect(await one(server.connectionUrls.app, 'SELECT 1')).toBe(1)
  const socketFolder = decodeURIComponent(new URL(server.connectionUrls.app).host.replace(/:\d+$/, ''))
  await stop(server)
  expect(existsSync(socketFolder)).toBe(false)
})

it('works in a folder with blanks and Chinese letters in its name', async () => {
  const server = await start('我的 数据')
  expect(await one(server.connectionUrls.app, 'SELECT 1')).toBe(1)
})

it('commands beside a running program reach its server', async () => {
  const server = await start()
  expect(runningServerUrls(dataFolder())).toEqual(server.connectionUrls)
  await stop(server)
  expect(runningServerUrls(dataFolder())).toBeUndefined()
})

it.runIf(isRoot)('root’s data under a closed folder gets its cluster and binaries elsewhere, for good', async () => {
  chmodSync(folder, 0o711)
  mkdirSync(join(folder, 'home'), { mode: 0o700 })
  const first = await start('home/data')
  expect(told.join()).toContain(join(folder, 'system'))
  await one(first.connectionUrls.owner, 'CREATE TABLE note (id int)')
  expect(existsSync(join(folder, 'home/data/postgres-18'))).toBe(false)
  await stop(first)
  const second = await start('home/data')
  expect(await one(second.connectionUrls.owner, 'SELECT count(*)::int FROM note')).toBe(0)
})

it('the account is postgres, else nobody, else any but root', () => {
  const root = 'root:x:0:0:root:/root:/bin/bash\n'
  expect(parsePasswd(`${root}a:x:12:13:::\nbroken\n`)).toEqual([{ name: 'a', uid: 12, gid: 13 }])
  if (!isRoot) return
  const passwd = `${root}daemon:x:1:1:::\nnobody:x:65534:65534:::\npostgres:x:101:104:::\n`
  expect(chooseAccount('/none', passwd).name).toBe('postgres')
  expect(chooseAccount('/none', passwd.replace(/postgres.*\n/, '')).name).toBe('nobody')
  expect(chooseAccount('/none', `${root}daemon:x:1:1:::\n`).name).toBe('daemon')
  expect(() => chooseAccount('/none', root)).toThrow(/DATABASE_URL/)
})

it('prepares a server of the operator’s own: the application’s role is made beside his login', async () => {
  const database = await createTestDatabase()
  const passwords = databasePasswords(join(folder, 'keys'))
  const ownUrl = database.superuserUrl
  const urls = await prepareOwnServer(ownUrl, undefined, passwords)
  const name = new URL(ownUrl).pathname.slice(1)
  expect(await one(urls.app, 'SELECT current_user')).toBe(`${name}_app`)
  expect(await prepareOwnServer(ownUrl, undefined, passwords)).toEqual(urls)
  await expect(prepareOwnServer(ownUrl, ownUrl, passwords)).rejects.toThrow(/above row-level security/)
  await database.drop()
  await withClient(onDatabase(ownUrl, 'postgres'), (client) =>
    client.query(`DROP ROLE ${pg.escapeIdentifier(`${name}_app`)}`),
  )
})

it('says what is wrong with DATABASE_URL without repeating it', async () => {
  const database = await createTestDatabase()
  const passwords = databasePasswords(join(folder, 'keys'))
  const refusalOf = async (url: string) => {
    const error = await prepareOwnServer(url, undefined, passwords).then(
      () => new Error('accepted'),
      (e: Error) => e,
    )
    expect(error).toBeInstanceOf(StartRefused)
    expect(error.message).not.toContain('wrongpw')
    expect(error.message).not.toContain('\n')
    return error.message
  }
  const { superuserUrl, connectionUrls } = database
  expect(await refusalOf('postgresql://u:wrongpw@127.0.0.1:1/x')).toContain('does not answer')
  expect(await refusalOf(superuserUrl.replace(/:[^:@]+@/, ':wrongpw@'))).toContain('refuses the login')
  expect(await refusalOf(onDatabase(superuserUrl, 'none'))).toContain('does not exist')
  expect(await refusalOf(connectionUrls.owner)).toContain('CREATEROLE')
  expect(readFileSync(join(folder, 'keys/database.json'), 'utf8')).toContain('superuser')
  await database.drop()
})
