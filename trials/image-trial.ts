import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { demoGraduates } from '../server/src/demo/demo-roster.ts'
import { bucketSettings, startObjectStore } from '../server/test/object-store.ts'
import { startOlderPostgres } from '../server/test/older-postgres.ts'
import { goodPhoto } from '../server/test/pictures.ts'
import { freePort } from '../server/test/started-product.ts'
import { Visitor } from '../server/test/visitor.ts'
import { buildImage, type Image } from './image-trial/carry-out.ts'
import { type Container, command, hasWalls, startContainer } from './image-trial/container.ts'
import { tryProxy } from './image-trial/proxy.ts'
import { countWaiting } from './image-trial/queue-depth.ts'

/**
 * Carries the steps of deploy/Dockerfile out without Docker, and takes a student from registration to the finished
 * photo with what they made: two web processes and a worker on this machine's PostgreSQL and a store that speaks S3.
 *   npm run image-trial [-- --whole] [--nginx PATH]
 * `--whole` builds the clients in their own stage too, instead of taking those of this checkout. The proxy’s template is
 * tried where there is an nginx.
 */
const repository = resolve(import.meta.dirname, '..')
const BUILT = ['student/dist/h5', 'console/dist']
const tell = (line: string) => console.log(line)

async function main(): Promise<number> {
  const { whole, nginx } = readFlags()
  const folder = mkdtempSync(join(tmpdir(), 'tucai-image-'))
  // The image's own user passes here.
  chmodSync(folder, 0o711)
  const closes: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })]
  try {
    await proxy(nginx ?? 'nginx', join(folder, 'proxy'))
    const image = buildImage({ repository, folder, ready: whole ? {} : { clients: BUILT }, tell })
    tell(
      `the image: ${megabytes(image.root)} MB beside its base, of that packages ${megabytes(join(image.workFolder, 'node_modules'))} MB`,
    )
    await go(image, folder, closes)
    tell(`The image holds. Load average of the last minute: ${loadavg()[0]!.toFixed(1)}`)
    return 0
  } catch (error) {
    console.error(error)
    return 1
  } finally {
    for (let close = closes.pop(); close; close = closes.pop()) await close()
  }
}

async function proxy(nginx: string, folder: string): Promise<void> {
  if (spawnSync(nginx, ['-v']).status !== 0) return tell('no nginx is here: the proxy was not tried')
  const wrong = await tryProxy(nginx, repository, folder)
  if (wrong.length > 0) throw new Error(`the proxy: not so: ${wrong.join('; ')}`)
  tell('the proxy names callers itself, speaks TLS 1.2 and 1.3 only, limits bodies and floods, and misses no program')
}

async function go(image: Image, folder: string, closes: (() => unknown)[]): Promise<void> {
  if (!hasWalls) tell('without root there are no walls: it runs as you, and could write to its files')
  const postgres = await startOlderPostgres()
  if (!postgres) throw new Error('this machine has no PostgreSQL of its own under /usr/lib/postgresql')
  closes.push(() => postgres.stop())
  const store = await startObjectStore()
  closes.push(() => store.close())
  const [{ ownerUrl }, bucket] = await Promise.all([postgres.aDatabase('tucai'), store.aBucket()])
  const environment = {
    DATABASE_URL: ownerUrl,
    ...bucketSettings(bucket),
    TUCAI_PHOTO_WORKERS: '1',
  }
  const machine = (name: string, role: string) => ({
    image,
    folder: join(folder, name),
    environment: { ...environment, TUCAI_ROLE: role },
  })
  addRoster(machine('first', 'worker'))
  tell(`PostgreSQL ${postgres.version}: commands of the image made keys, tables, a campaign and a roster`)
  const roles = ['web', 'web', 'worker']
  const containers = await Promise.all(
    roles.map(async (role, place) => startContainer(machine(`${role}-${place}`, role), await freePort())),
  )
  closes.push(() => Promise.all(containers.map((container) => container.stop())))
  await Promise.all(containers.map((container) => container.ready()))
  tell(`ready: ${roles.join(', ')}; health checks ended with ${containers.map((it) => it.healthCheck()).join(', ')}`)
  const { student, graduateId } = await journey(containers)
  await end(containers.slice(2))
  await student.upload(graduateId, await goodPhoto(), 'camera')
  const waiting = await countWaiting(ownerUrl, repository)
  tell(`without a worker ${waiting} photo waits, as the autoscaler counts`)
  if (waiting !== 1) throw new Error('one photo should wait')
  await end(containers.slice(0, 2))
}

/** What an operator does first, by the image's own commands. */
function addRoster(machine: Parameters<typeof command>[0]): void {
  const days = ['--opens', '2020-01-01', '--closes', '2099-01-01']
  const campaignId = command(
    machine,
    ...['campaign', 'add', '--school', '示范大学', '--title', '采集', ...days, '--fee', '2000', '--paper-fee', '1500'],
  )
  const { name, number } = demoGraduates[0]!
  const file = join(machine.folder, 'roster.csv')
  writeFileSync(
    file,
    `姓名,证件号码,学号,学校,学院,专业,学历层次\n${name},${number},20230001,示范大学,文学院,汉语言,本科\n`,
  )
  command(machine, 'roster', 'import', file, '--campaign', campaignId)
}

/** From registration at one web process to the finished photo at the other. */
async function journey([one, two]: Container[]): Promise<{ student: Visitor; graduateId: string }> {
  const { number, name } = demoGraduates[0]!
  for (const path of ['/', '/console/'])
    if ((await fetch(one!.origin + path)).status !== 200) throw new Error(`${path} is not served`)
  const student = new Visitor(one!.origin)
  await student.register({ number, name })
  await student.call('sessionStart', { body: { number, password: number.slice(-6) } })
  await student.agree()
  const there = new Visitor(two!.origin)
  for (const [cookie, value] of student.cookies) there.cookies.set(cookie, value)
  const [collection] = await there.call('collectionList', {})
  const { graduateId } = collection!
  await there.confirmInformation(graduateId)
  const startedAt = performance.now()
  const photo = await there.takePhoto(graduateId, await goodPhoto())
  if (photo.state !== 'finished') throw new Error(`the photo is ${photo.state}`)
  const shown = await student.ask('photoFinished', { photoId: photo.photoId })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  tell(`registered, signed in, photo finished in ${seconds} s: ${shown.bytes.length} bytes`)
  return { student, graduateId }
}

async function end(containers: Container[]): Promise<void> {
  const zombies = containers.reduce((sum, container) => sum + container.zombies(), 0)
  const codes = await Promise.all(containers.map((container) => container.stop()))
  tell(`${zombies} zombies; ended by SIGTERM with ${codes.join(', ')}`)
  if (zombies > 0 || codes.some((code) => code !== 0)) throw new Error('it does not end in order')
}

function megabytes(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Math.round(files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0) / 1e6)
}

function readFlags(): { whole: boolean; nginx?: string } {
  try {
    return parseArgs({ options: { whole: { type: 'boolean', default: false }, nginx: { type: 'string' } } }).values
  } catch {
    console.error('usage: npm run image-trial [-- --whole] [--nginx PATH]')
    process.exit(2)
  }
}

if (import.meta.main) process.exitCode = await main()
