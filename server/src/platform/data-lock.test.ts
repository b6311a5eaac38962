import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { lockDataFolder, runningOn } from './data-lock.ts'
import { StartRefused } from './start-refused.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tucai-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const lockPath = () => join(folder, 'tucai.lock')
const script = `
  import { lockDataFolder } from ${JSON.stringify(new URL('./data-lock.ts', import.meta.url).href)}
  try { lockDataFolder(process.argv[1]); console.log('locked'); setInterval(() => {}, 1000) }
  catch (error) { console.log(error.name); process.exit(1) }`

/** Another process that tries to lock the folder; resolves with what it says. */
function contender() {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder])
  const said = new Promise<string>((resolve) => child.stdout.once('data', (text) => resolve(String(text).trim())))
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const kill = () => {
    child.kill('SIGKILL')
    return ended
  }
  return { pid: child.pid, said, kill }
}

it('a second copy is refused with the process to stop, and the lock stays', async () => {
  const first = contender()
  expect(await first.said).toBe('locked')
  expect(() => lockDataFolder(folder)).toThrow(StartRefused)
  expect(() => lockDataFolder(folder)).toThrow(`process ${first.pid}`)
  expect(runningOn(folder)).toBe(first.pid)
  await first.kill()
})

it('the lock of a killed process is taken over', async () => {
  const first = contender()
  await first.said
  await first.kill()
  expect(runningOn(folder)).toBeUndefined()
  const lock = lockDataFolder(folder)
  expect(runningOn(folder)).toBe(process.pid)
  lock.release()
  expect(readdirSync(folder)).toEqual([])
})

it('a process that has got the number of a dead one does not hold its lock', () => {
  const lock = lockDataFolder(folder)
  const mine = JSON.parse(readFileSync(lockPath(), 'utf8'))
  lock.release()
  writeFileSync(lockPath(), JSON.stringify({ ...mine, startedAtTicks: '1' }))
  lockDataFolder(folder).release()
  writeFileSync(lockPath(), JSON.stringify({ ...mine, bootId: 'before the reboot' }))
  lockDataFolder(folder).release()
})

it('a copy in another container runs as long as it touches its lock', () => {
  const lock = lockDataFolder(folder)
  const mine = JSON.parse(readFileSync(lockPath(), 'utf8'))
  lock.release()
  writeFileSync(lockPath(), JSON.stringify({ ...mine, pid: 1, pidNamespace: 'pid:[1]' }))
  expect(() => lockDataFolder(folder)).toThrow('in another container')
  const longAgo = new Date(Date.now() - 60_000)
  utimesSync(lockPath(), longAgo, longAgo)
  lockDataFolder(folder).release()
})

it('a lock that a full disk has left empty is taken over', () => {
  writeFileSync(lockPath(), '')
  lockDataFolder(folder).release()
})

it('of many that start at once after a kill exactly one wins', async () => {
  const ended = spawnSync(process.execPath, ['-e', '0'])
  writeFileSync(lockPath(), JSON.stringify({ pid: ended.pid, startedAtTicks: '1', bootId: 'x' }))
  const all = Array.from({ length: 6 }, contender)
  const said = await Promise.all(all.map((one) => one.said))
  expect(said.filter((word) => word === 'locked')).toHaveLength(1)
  expect(said.filter((word) => word === 'StartRefused')).toHaveLength(5)
  await Promise.all(all.map((one) => one.kill()))
})

it('releasing twice, or after another has taken over, does no harm', () => {
  const lock = lockDataFolder(folder)
  const text = readFileSync(lockPath(), 'utf8')
  writeFileSync(lockPath(), text.replace(/\d+/, '1'))
  lock.release()
  expect(readdirSync(folder)).toEqual(['tucai.lock'])
})
