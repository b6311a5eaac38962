import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { getPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, expect, it } from 'vitest'
import { ChildFailed, type Children, ChildrenBusy, type ChildrenOptions, startChildren } from './children.ts'

interface Job {
  act: 'double' | 'keep' | 'hang' | 'spin' | 'eat' | 'gorge' | 'crash' | 'exit' | 'hold'
  number?: number
}
type Result = { id: number; double: number }

const folder = mkdtempSync(join(tmpdir(), 'tucai-children-'))
const script = scriptOf(
  'worker.mjs',
  `const eaten = []
  process.on('message', (job) => {
    if (job.act === 'double') process.send({ id: job.id, double: job.number * 2 })
    if (job.act === 'keep') { eaten.push(Buffer.alloc(100e6, 1)); process.send({ id: job.id, double: job.number * 2 }) }
    if (job.act === 'spin') for (;;);
    if (job.act === 'eat') { const grow = () => { for (let i = 0; i < 8; i++) eaten.push(Buffer.alloc(4e6, 1)); setTimeout(grow, 5) }; grow() }
    if (job.act === 'gorge') for (;;) eaten.push(Buffer.alloc(200e6, 1))
    if (job.act === 'crash') { console.error('Segfault in a decoder'); process.kill(process.pid, 'SIGSEGV') }
    if (job.act === 'exit') process.exit(0)
  })
  process.send({ ready: true })`,
)
const open: Children<Job, Result>[] = []

function scriptOf(name: string, source: string): URL {
  writeFileSync(join(folder, name), source)
  return pathToFileURL(join(folder, name))
}

function children(options: Partial<ChildrenOptions> = {}): Children<Job, Result> {
  const made = startChildren<Job, Result>({ script, workers: 1, timeLimitMs: 10_000, ...options })
  open.push(made)
  return made
}

afterEach(() => Promise.all(open.splice(0).map((each) => each.stop())))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('answers every job with its own result, however many wait', async () => {
  const pool = children({ workers: 2 })
  const numbers = Array.from({ length: 40 }, (_, i) => i)
  const results = await Promise.all(numbers.map((number) => pool.run({ act: 'double', number })))
  expect(results.map((result) => result.double)).toEqual(numbers.map((number) => number * 2))
  expect(pool.load()).toEqual({ running: 0, waiting: 0 })
})

it('runs its workers with a lower priority than the server', async () => {
  const pool = children()
  await pool.warmUp()
  expect(getPriority(pool.pids()[0])).toBeGreaterThan(getPriority())
})

it.each([
  ['an endless loop', 'spin', 'time', { timeLimitMs: 300 }],
  ['silence', 'hang', 'time', { timeLimitMs: 300 }],
  ['eaten memory', 'eat', 'memory', { memoryLimitBytes: 250_000_000 }],
  ['memory eaten faster than anyone looks', 'gorge', 'memory|crash', { memoryLimitBytes: 250_000_000 }],
  ['a crash', 'crash', 'crash', {}],
  ['an exit', 'exit', 'crash', {}],
] as const)('%s costs that job only', async (_what, act, reason, limits) => {
  const pool = children(limits)
  await pool.warmUp()
  const before = pool.pids()
  const bad = pool.run({ act })
  const after = pool.run({ act: 'double', number: 21 })
  await expect(bad).rejects.toMatchObject({
    name: 'ChildFailed',
    reason: expect.stringMatching(new RegExp(`^(${reason})$`)),
  })
  expect((await after).double).toBe(42)
  expect(pool.pids()).not.toEqual(before)
})

it('a worker that keeps too much after its job makes room for another one, and nobody is told of a failure', async () => {
  const told: string[] = []
  const pool = children({ restingLimitBytes: 130_000_000, tell: (sentence) => told.push(sentence) })
  await pool.warmUp()
  const [before] = pool.pids()
  expect((await pool.run({ act: 'double', number: 1 })).double).toBe(2)
  expect(pool.pids()).toEqual([before])
  expect((await pool.run({ act: 'keep', number: 2 })).double).toBe(4)
  expect((await pool.run({ act: 'double', number: 3 })).double).toBe(6)
  expect(pool.pids()).not.toEqual([before])
  expect(told).toEqual([])
})

it('a killed worker does not disturb the one beside it', async () => {
  const pool = children({ workers: 2, timeLimitMs: 500 })
  const bad = pool.run({ act: 'spin' })
  const good = Array.from({ length: 20 }, (_, number) => pool.run({ act: 'double', number }))
  await expect(bad).rejects.toBeInstanceOf(ChildFailed)
  expect((await Promise.all(good)).length).toBe(20)
})

it('refuses a job when too many wait already, and takes it again later', async () => {
  const pool = children({ queueLimit: 2, timeLimitMs: 400 })
  await pool.warmUp()
  const stuck = pool.run({ act: 'hang' })
  const waiting = [pool.run({ act: 'double', number: 1 }), pool.run({ act: 'double', number: 2 })]
  await expect(pool.run({ act: 'double', number: 3 })).rejects.toBeInstanceOf(ChildrenBusy)
  await expect(stuck).rejects.toMatchObject({ reason: 'time' })
  expect((await Promise.all(waiting)).map((result) => result.double)).toEqual([2, 4])
  expect((await pool.run({ act: 'double', number: 3 })).double).toBe(6)
})

it('tells what ended a worker, with its last words', async () => {
  const told: string[] = []
  const pool = children({ tell: (sentence) => told.push(sentence) })
  await expect(pool.run({ act: 'crash' })).rejects.toMatchObject({ reason: 'crash' })
  expect((await pool.run({ act: 'double', number: 1 })).double).toBe(2)
  expect(told.join()).toContain('crash: Segfault in a decoder')
})

it('says so when the worker can not start at all', async () => {
  const broken = scriptOf('broken.mjs', `throw new Error('no model file')`)
  const told: string[] = []
  const pool = children({ script: broken, tell: (sentence) => told.push(sentence) })
  await expect(pool.warmUp()).rejects.toMatchObject({ reason: 'start' })
  expect(told.length).toBeGreaterThanOrEqual(3)
}, 20_000)

it('ends a worker that never says it is ready', async () => {
  const silent = scriptOf('silent.mjs', 'setInterval(() => {}, 1000)')
  const pool = children({ script: silent, startLimitMs: 100 })
  await expect(pool.run({ act: 'double', number: 1 })).rejects.toMatchObject({ reason: 'start' })
}, 20_000)

it('leaves no process behind after a stop, and takes no more jobs', async () => {
  const pool = children({ workers: 2 })
  await pool.warmUp()
  const busy = pool.run({ act: 'spin' })
  const failed = expect(busy).rejects.toMatchObject({ reason: 'stopped' })
  const pids = pool.pids()
  await pool.stop()
  await failed
  for (const pid of pids) expect(() => readFileSync(`/proc/${pid}/stat`)).toThrow()
  await expect(pool.run({ act: 'double', number: 1 })).rejects.toMatchObject({ reason: 'stopped' })
})
