import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { demoGraduates } from '../src/demo/demo-roster.ts'
import { createTestDatabase } from './database.ts'
import { bucketSettings, type ObjectStore, startObjectStore } from './object-store.ts'
import { goodPhoto } from './pictures.ts'
import { freePort, processesOn, type StartedProduct, startAsProcess } from './started-product.ts'
import { Visitor } from './visitor.ts'

/** Processes as on machines of their own: each has its folder, all share database, bucket and keys. */
const folder = mkdtempSync(join(tmpdir(), 'tucai-scale-'))
const started: StartedProduct[] = []
let store: ObjectStore
let shared: NodeJS.ProcessEnv

beforeAll(async () => {
  store = await startObjectStore()
  const [database, bucket] = await Promise.all([createTestDatabase(), store.aBucket()])
  shared = {
    DATABASE_URL: database.connectionUrls.owner,
    DATABASE_APP_URL: database.connectionUrls.app,
    TUCAI_KEYS_DIR: join(folder, 'keys'),
    ...bucketSettings(bucket),
    TUCAI_PHOTO_WORKERS: '1',
  }
})
afterAll(async () => {
  for (const product of started) product.signal('SIGTERM')
  await Promise.all(started.map((product) => product.ended))
  for (const pid of processesOn(folder)) process.kill(pid, 'SIGKILL')
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const machine = (name: string) => join(folder, name)

async function start(name: string, changed: NodeJS.ProcessEnv): Promise<StartedProduct> {
  const product = startAsProcess(machine(name), await freePort(), { ...shared, ...changed })
  started.push(product)
  return product
}

/** The same student at another machine. */
function movedTo(origin: string, student: Visitor): Visitor {
  const moved = new Visitor(origin)
  for (const [name, value] of student.cookies) moved.cookies.set(name, value)
  return moved
}

const folderOf = (name: string, part: string) =>
  existsSync(join(machine(name), part)) ? readdirSync(join(machine(name), part)) : []

it('two web processes and a worker, none of which has a state of its own, take a student from registration to the photo', async () => {
  const [one, two, worker] = await Promise.all([
    start('web-1', { TUCAI_ROLE: 'web' }),
    start('web-2', { TUCAI_ROLE: 'web' }),
    start('worker', { TUCAI_ROLE: 'worker' }),
  ])
  await Promise.all([one.ready(), two.ready(), worker.ready()])
  for (const { origin } of [one, two, worker]) expect((await fetch(`${origin}/ready`)).status).toBe(200)
  expect((await fetch(`${worker.origin}/api/app`)).status).toBe(404)

  const { number, name } = demoGraduates[0]!
  const student = new Visitor(one.origin)
  await student.register({ number, name })
  await student.call('sessionStart', { body: { number, password: number.slice(-6) } })
  await student.agree()
  const there = movedTo(two.origin, student)
  const [collection] = await there.call('collectionList', {})
  const { graduateId } = collection!
  await there.confirmInformation(graduateId)
  const photo = await there.takePhoto(graduateId, await goodPhoto())
  expect(photo.state).toBe('finished')

  two.signal('SIGKILL')
  await two.ended
  const shown = await student.ask('photoFinished', { photoId: photo.photoId })
  expect([shown.status, shown.bytes.length > 30_000]).toEqual([200, true])
  const confirmed = await student.call('photoConfirm', { params: { graduateId }, body: { photoId: photo.photoId } })
  expect(confirmed.step).toBe('paper')
  for (const name of ['web-1', 'web-2', 'worker'])
    expect([name, ...folderOf(name, 'files'), ...folderOf(name, 'keys')]).toEqual([name])
})

it('a program with other keys is refused before it seals anything, and so is one that shares nothing', async () => {
  const refusal = async (name: string, changed: NodeJS.ProcessEnv) => (await (await start(name, changed)).ended).errors
  const [otherKeys, noBucket] = await Promise.all([
    refusal('other', { TUCAI_ROLE: 'web', TUCAI_KEYS_DIR: machine('other-keys') }),
    refusal('alone', { TUCAI_ROLE: 'worker', TUCAI_S3_BUCKET: 'nobodys' }),
  ])
  expect(otherKeys).toContain('are not those of this database')
  expect(noBucket).toContain('The bucket nobodys does not exist')
})
