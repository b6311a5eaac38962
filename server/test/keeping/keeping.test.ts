import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { restoreByCommand, type WithPlace } from '../../src/backup/backup-commands.ts'
import { makeBackupKey, readBackupKey } from '../../src/backup/backup-key.ts'
import { backupIn, readManifest } from '../../src/backup/manifest.ts'
import { verifyBackup } from '../../src/backup/reading.ts'
import { demoGraduates } from '../../src/demo/demo-roster.ts'
import { folderFiles } from '../../src/platform/files-folder.ts'
import { s3Files } from '../../src/platform/files-s3.ts'
import { migrate } from '../../src/platform/migrate.ts'
import { withClient } from '../../src/platform/postgres/roles.ts'
import { openSecrets } from '../../src/platform/secrets.ts'
import { emptyDatabase } from '../cluster.ts'
import { createTestDatabase } from '../database.ts'
import { bucketSettings, type ObjectStore, startObjectStore } from '../object-store.ts'
import { type OlderPostgres, startOlderPostgres } from '../older-postgres.ts'
import { goodPhoto } from '../pictures.ts'
import { freePort, processesOn, type StartedProduct, startAsProcess } from '../started-product.ts'
import { atCashier } from '../steps.ts'
import { Visitor } from '../visitor.ts'
import { runCommand } from './command.ts'
import { filesIn, type Rows, rowsIn, rowsOfFolder, sha256 } from './contents.ts'

/** One product with one student's whole way, which is stopped after the first backup; everything is compared with it. */
const folder = mkdtempSync(join(tmpdir(), 'tucai-keeping-'))
const at = (name: string) => join(folder, name)
const withKey = { TUCAI_BACKUP_KEY: at('key/backup.key'), TUCAI_PHOTO_WORKERS: '1' }
let product: StartedProduct
let student: Visitor
let photoId: string
let finished: Buffer
let rows: Rows
let store: ObjectStore
let older: OlderPostgres | undefined

beforeAll(async () => {
  // Root hands PostgreSQL to another account, which must be able to pass.
  chmodSync(folder, 0o711)
  product = startAsProcess(at('data'), await freePort(), withKey)
  ;[store, older] = await Promise.all([startObjectStore(), startOlderPostgres(), product.ready()])
  const { number, name } = demoGraduates[0]!
  student = new Visitor(product.origin)
  await student.register({ number, name })
  await student.call('sessionStart', { body: { number, password: number.slice(-6) } })
  await student.agree()
  const [collection] = await student.call('collectionList', {})
  const params = { graduateId: collection!.graduateId }
  await student.confirmInformation(params.graduateId)
  photoId = (await student.takePhoto(params.graduateId, await goodPhoto())).photoId
  finished = (await student.ask('photoFinished', { photoId })).bytes
  await student.call('photoConfirm', { params, body: { photoId } })
  await student.call('paperChoose', { params, body: { paper: false } })
  const { orderId } = await student.call('orderPlace', { params })
  await student.call('paymentStart', { params: { orderId }, body: { way: 'simulated' } })
  await student.call('cashierPay', { params: { tradeNumber: await atCashier(student, orderId) } })
})
afterAll(async () => {
  product.signal('SIGTERM')
  await product.ended
  for (const pid of processesOn(folder)) process.kill(pid, 'SIGKILL')
  await Promise.all([store.close(), older?.stop()])
  rmSync(folder, { recursive: true, force: true })
})

/** On a machine without a PostgreSQL of its own: one of the version that is bundled. */
async function anEmptyDatabase() {
  const { connectionUrls, superuserUrl } = await emptyDatabase(inject('testCluster'))
  return { ownerUrl: connectionUrls.owner, appUrl: connectionUrls.app, superuserUrl }
}

const modeOf = (path: string) => statSync(path).mode & 0o777

it('a backup is made beside the running program and after it, is whole, closed to others, and says nothing without its key', async () => {
  makeBackupKey(withKey.TUCAI_BACKUP_KEY)
  expect(modeOf(withKey.TUCAI_BACKUP_KEY)).toBe(0o600)
  const beside = await runCommand(at('data'), ['backup', at('backups')], withKey)
  expect([beside.errors, beside.exitCode]).toEqual(['', 0])
  product.signal('SIGTERM')
  await product.ended
  rows = await rowsOfFolder(at('data'))
  const after = await runCommand(at('data'), ['backup', at('backups'), '--keep', '1'], withKey)
  expect([after.errors, after.exitCode, after.lines.length]).toEqual(['', 0, 1])
  expect(after.lines[0]).toMatch(/备份完成 .*张表 \d+ 行，3 个文件 .*移除旧备份 1 份/)
  expect(readdirSync(at('backups'))).toHaveLength(1)

  const backup = backupIn(at('backups'))
  for (const name of readdirSync(backup)) {
    expect(modeOf(join(backup, name))).toBe(0o600)
    const bytes = readFileSync(join(backup, name))
    for (const words of ['林知远', 'graduate', photoId, 'JFIF']) expect(bytes.includes(words)).toBe(false)
  }
  expect([modeOf(at('backups')), modeOf(backup)]).toEqual([0o700, 0o700])
})

it('a backup that was changed, cut off, mixed with another, or belongs to another key is refused in a sentence', async () => {
  const backup = backupIn(at('backups'))
  const key = readBackupKey(withKey.TUCAI_BACKUP_KEY)
  const refusal = async (spoil: (copy: string) => void, withThis = key) => {
    const copy = at('spoilt')
    cpSync(backup, copy, { recursive: true })
    spoil(copy)
    const outcome = await readManifest(copy, withThis)
      .then((manifest) => verifyBackup(copy, withThis, manifest))
      .then(
        () => 'whole',
        ({ name, message }) => `${name}: ${message}`,
      )
    rmSync(copy, { recursive: true })
    return outcome
  }
  expect(await refusal(() => {})).toBe('whole')
  for (const name of readdirSync(backup)) {
    const { size } = statSync(join(backup, name))
    const change = (edit: (bytes: Buffer) => Uint8Array) => (copy: string) =>
      writeFileSync(join(copy, name), edit(readFileSync(join(copy, name))))
    for (const place of [0, 17, 40, 60, Math.floor(size / 2), size - 1])
      expect(
        await refusal(
          change((bytes) => {
            bytes[place]! ^= 1
            return bytes
          }),
        ),
        `${name} ${place}`,
      ).toMatch(/^StartRefused: [^\n]+\.$/)
    for (const left of [0, 30, 60, size - 1])
      expect(await refusal(change((bytes) => bytes.subarray(0, left))), `${name} ${left}`).toMatch(/^StartRefused: /)
    expect(await refusal((copy) => rmSync(join(copy, name)))).toMatch(/^StartRefused: /)
  }
  const swap = (copy: string) => cpSync(join(copy, 'part-00001.tucai'), join(copy, 'part-00002.tucai'))
  expect(await refusal(swap)).toMatch(/^StartRefused: part-00002/)
  makeBackupKey(at('key/other.key'))
  expect(await refusal(() => {}, readBackupKey(at('key/other.key')))).toContain('made with another backup key')
})

it('nothing is restored without the keys of sealed values, over other data, or over what another restore left half done', async () => {
  const setting = { keyPath: withKey.TUCAI_BACKUP_KEY, folder, program: 'test', say: () => {} }
  const database = await createTestDatabase()
  const files = folderFiles(at('nothing'))
  const restore = (keysFolder: string) => {
    const withPlace: WithPlace = (work) => work({ urls: database.connectionUrls, files })
    return restoreByCommand({ ...setting, keysFolder }, withPlace, ['backups']).catch(({ message }) => message)
  }
  const other = openSecrets(at('other-keys'))
  expect(other.keyVersion()).toBe('1')
  expect(await restore(at('no-keys'))).toContain('put their copy, secrets.json,')
  expect(await restore(at('other-keys'))).toContain('are not those of the backup')
  expect(await restore(at('data/keys'))).toContain('is not empty')
  await withClient(database.superuserUrl, (client) =>
    client.query("CREATE SCHEMA filling; CREATE TABLE filling.origin AS SELECT 'backup of another day' AS id"),
  )
  await withClient(database.superuserUrl, (client) =>
    client.query('GRANT ALL ON SCHEMA filling TO PUBLIC; GRANT ALL ON filling.origin TO PUBLIC'),
  )
  expect(await restore(at('data/keys'))).toContain('half filled from another backup')
  await expect(migrate(database.connectionUrls.owner, database.appRole)).rejects.toThrow('half filled')
  await database.drop()
})

it('a backup comes back on an empty machine although it is killed meanwhile, and the student sees the photo there', async () => {
  const restore = (killedAfterLines?: number) =>
    runCommand(at('restored'), ['backup', 'restore', at('backups')], withKey, killedAfterLines)
  cpSync(at('data/keys/secrets.json'), at('restored/keys/secrets.json'))
  expect((await restore(4)).exitCode).toBeNull()
  const last = await restore()
  expect([last.errors, last.exitCode]).toEqual(['', 0])
  expect(await rowsOfFolder(at('restored'))).toEqual(rows)
  expect(filesIn(at('restored/files'))).toEqual(filesIn(at('data/files')))
  product = startAsProcess(at('restored'), await freePort(), withKey)
  await product.ready()
  const there = new Visitor(product.origin)
  for (const [name, value] of student.cookies) there.cookies.set(name, value)
  expect(sha256((await there.ask('photoDownload', { photoId })).bytes)).toBe(sha256(finished))
  expect(await there.call('orderList', {})).toMatchObject([{ state: 'paid' }])
  product.signal('SIGTERM')
  await product.ended
})

it('a product moves to another PostgreSQL and a bucket although it is killed at any moment, and stays as it was itself', async () => {
  const bucket = await store.aBucket()
  const { ownerUrl, superuserUrl, appUrl = '' } = (await older?.aDatabase('moved')) ?? (await anEmptyDatabase())
  const target = {
    DATABASE_URL: ownerUrl,
    DATABASE_APP_URL: appUrl,
    ...bucketSettings(bucket),
  }
  writeFileSync(
    at('target.env'),
    Object.entries(target)
      .map(([name, value]) => `${name}="${value}"`)
      .join('\n'),
  )
  const move = (killedAfterLines?: number) => runCommand(at('data'), ['move', at('target.env')], {}, killedAfterLines)
  const before = filesIn(at('data/files'))
  for (const lines of [1, 14]) expect((await move(lines)).exitCode).toBeNull()
  const last = await move()
  expect([last.errors, last.exitCode]).toEqual(['', 0])
  expect(await rowsIn(superuserUrl)).toEqual(rows)
  const files = s3Files(bucket)
  for (const [key, hash] of Object.entries(before)) expect(sha256(await files.read(key))).toBe(hash)
  files.close()
  expect(filesIn(at('data/files'))).toEqual(before)
  expect(await rowsOfFolder(at('data'))).toEqual(rows)
})
