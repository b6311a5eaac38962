import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { arrive } from './arriving.ts'
import { openChance } from './chance.ts'
import { openCrowd } from './crowd.ts'
import { type Ground, openGround } from './ground.ts'
import { NotRun } from './not-run.ts'
import { newOutcome, type Outcome } from './outcome.ts'
import { type OwnPostgres, startOwnPostgres } from './own-postgres.ts'
import { checkCrowd } from './promises.ts'
import { walkersAtCamera } from './ready-walkers.ts'
import { take } from './student.ts'

const DISK_MB = 160

/** Fills the disk on which files, work and logs lie; the database is elsewhere. */
export async function fillDisk(isShort: boolean, seed: number): Promise<Outcome[]> {
  const outcome = newOutcome('disk full: files, work and logs')
  const begun = performance.now()
  const folder = mkdtempSync(join(tmpdir(), 'tucai-disk-'))
  chmodSync(folder, 0o711)
  const disk = join(folder, 'disk')
  mkdirSync(disk)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m,mode=0711`, 'tmpfs', disk], {
    encoding: 'utf8',
  })
  if (mounted.status !== 0) {
    rmSync(folder, { recursive: true })
    throw new NotRun(
      `no small disk could be mounted (${(mounted.stderr || mounted.error?.message || '').trim()}): root may`,
    )
  }
  const unmount = () => void spawnSync('umount', ['--lazy', disk])
  process.once('exit', unmount)
  let postgres: OwnPostgres | undefined
  let ground: Ground | undefined
  try {
    postgres = await startOwnPostgres(join(folder, 'postgres'))
    ground = await openGround({ postgres, dataFolder: disk })
    await fillAndFree(ground, disk, isShort ? 1 : 10, outcome, seed)
  } finally {
    await ground?.close()
    await postgres?.close()
    unmount()
    process.off('exit', unmount)
    rmSync(folder, { recursive: true, force: true })
  }
  outcome.seconds = (performance.now() - begun) / 1000
  return [outcome]
}

async function fillAndFree(ground: Ground, disk: string, times: number, outcome: Outcome, seed: number): Promise<void> {
  const crowd = openCrowd(ground, outcome, 0)
  const notNow = { count: 0 }
  crowd.notNow = () => void notNow.count++
  const walkers = await walkersAtCamera(ground, crowd, openChance(seed), 2)
  const filler = join(disk, 'filler')
  for (let time = 0; time < times; time++) {
    const before = notNow.count
    fill(filler, disk)
    const taking = walkers.map((walker) => take(walker, ground))
    const list = await walkers[0]!.asker.once('collectionList', {})
    if (list?.status !== 200) outcome.wrongs.push({ kind: 'answer', sentence: `lists were answered ${list?.status}` })
    await waitFor(() => notNow.count >= before + 2 * walkers.length, 30_000)
    if (notNow.count === before) outcome.wrongs.push({ kind: 'answer', sentence: 'an upload to a full disk was taken' })
    for (const path of halfWritten(join(disk, 'files')))
      outcome.wrongs.push({ kind: 'lost', sentence: `${path} was left half-written` })
    rmSync(filler)
    const freeAt = performance.now()
    await Promise.all(taking)
    outcome.recoveriesMs.push(performance.now() - freeAt)
    outcome.times += 1
  }
  await arrive(ground, crowd, outcome)
  await checkCrowd(ground, crowd, outcome)
  const log = readFileSync(join(disk, 'logs', 'tucai.log'), 'utf8')
    .trimEnd()
    .split('\n')
  outcome.notes.push(`${notNow.count} uploads answered 503`, `the log goes on after it: ${isWhole(log.at(-1)!)}`)
}

/** To the last byte, also those that a file system keeps back for small files. */
function fill(path: string, disk: string): void {
  for (const size of [1 << 20, 4096]) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    }
  }
  const { bavail, bsize } = statfsSync(disk)
  if (bavail * bsize > 4096) throw new Error('the disk is not full')
}

const halfWritten = (files: string): string[] =>
  readdirSync(files, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.part'))

function isWhole(line: string): string {
  try {
    JSON.parse(line)
    return 'yes'
  } catch {
    return 'its last line is cut'
  }
}

async function waitFor(isSo: () => boolean, limitMs: number): Promise<void> {
  for (const until = Date.now() + limitMs; !isSo() && Date.now() < until; ) await wait(50)
}
