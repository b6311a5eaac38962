import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { runningOn } from '../src/platform/data-lock.ts'
import { databasePasswords } from '../src/platform/postgres/passwords.ts'
import { withClient } from '../src/platform/postgres/roles.ts'
import { recordedSocketFolder, runningServerUrls } from '../src/platform/postgres/run-record.ts'
import { freePort, processesOn, type StartedProduct, startAsProcess } from './started-product.ts'

let folder: string
let port: number
const started: StartedProduct[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tucai-start-'))
  chmodSync(folder, 0o711)
  port = await freePort()
})
afterEach(async () => {
  for (const product of started) product.signal('SIGTERM')
  await Promise.all(started.splice(0).map((product) => product.ended))
})
afterAll(() => {
  for (const pid of processesOn(folder)) process.kill(pid, 'SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const dataFolder = () => join(folder, 'data')

function start(environment: NodeJS.ProcessEnv = {}, atPort = port, data = dataFolder()): StartedProduct {
  const product = startAsProcess(data, atPort, environment)
  started.push(product)
  return product
}

/** The one line with which a start is refused. */
async function refusal(product: StartedProduct): Promise<string> {
  const { exitCode, errors } = await product.ended
  expect(exitCode).toBe(1)
  expect(errors.split('\n')).toHaveLength(1)
  return errors
}

async function stopCleanly(product: StartedProduct, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  product.signal(signal)
  expect(await product.ended).toEqual({ exitCode: 0, errors: '' })
  expect(processesOn(folder)).toEqual([])
  expect(existsSync(join(dataFolder(), 'tucai.lock'))).toBe(false)
}

function campaignIds(): Promise<string[]> {
  return withClient(runningServerUrls(dataFolder())!.owner, async (client) => {
    await client.query("SELECT set_config('tucai.actor', 'system', false)")
    const { rows } = await client.query<{ id: string }>('SELECT id FROM campaign ORDER BY id')
    return rows.map(({ id }) => id)
  })
}

// Starts are dear: each test goes on where the one before it stopped.
describe('the whole product', () => {
  let madeFirst: string[]

  it('answers 503 until everything is ready, says where it is and how to sign in, and stops without a trace', async () => {
    const product = start()
    const seen = new Set<number>()
    while (!seen.has(200)) {
      const answer = await fetch(`${product.origin}/health`).catch(() => undefined)
      if (answer) seen.add(answer.status)
    }
    expect([...seen]).toEqual([503, 200])
    for (const path of ['/health', '/', '/console/', '/api/docs/json']) {
      expect((await fetch(product.origin + path)).status, path).toBe(200)
    }
    await expect.poll(product.said).toContain('Ready.')
    for (const words of [`http://localhost:${port}/`, '/console/', '/api/docs', 'admin', '310115200503129076']) {
      expect(product.said()).toContain(words)
    }
    madeFirst = await campaignIds()
    expect(madeFirst.length).toBeGreaterThan(0)
    await stopCleanly(product)
    expect(product.said()).toContain('Stopped.')
  })

  it('starts again on what is there, makes nothing anew, refuses a second copy, and takes the Ctrl-C that npm repeats to its child for one', async () => {
    const product = start()
    await product.ready()
    expect(await campaignIds()).toEqual(madeFirst)
    const second = start({}, await freePort())
    expect(await refusal(second)).toMatch(/^Another copy is running on the data in .* \(process \d+\): stop it first/)
    expect((await fetch(`${product.origin}/health`)).status).toBe(200)
    product.signal('SIGINT')
    await stopCleanly(product, 'SIGINT')
  })

  it('takes over after a kill of the program, and stops by itself when the script that started it is killed', async () => {
    const first = start()
    await first.ready()
    process.kill(runningOn(dataFolder())!, 'SIGKILL')
    expect((await first.ended).exitCode).toBe(137)
    const second = start()
    await second.ready()
    expect(second.said()).toContain('an earlier run had left over')
    second.signal('SIGKILL')
    await expect.poll(() => processesOn(folder), { timeout: 20_000 }).toEqual([])
  })

  it('a stop in the middle of a start leaves nothing running, the next start works, and a database of a newer version is refused', async () => {
    const early = start()
    await expect.poll(() => existsSync(join(dataFolder(), 'tucai.lock')), { timeout: 20_000, interval: 5 }).toBe(true)
    await stopCleanly(early)
    const next = start()
    await next.ready()
    await withClient(runningServerUrls(dataFolder())!.owner, (client) =>
      client.query("INSERT INTO schema_version (version, name) VALUES (9999, 'from the future')"),
    )
    await stopCleanly(next)
    expect(await refusal(start())).toMatch(/newer version of the program .*start the newer version/)
    expect(processesOn(folder)).toEqual([])
  })

  it('names the port that is taken, and what to do', async () => {
    const other = createServer()
    await new Promise<void>((listening) => other.listen(port, '127.0.0.1', listening))
    expect(await refusal(start())).toBe(
      `Port ${port} is already in use: stop the program that uses it, or choose another port, for example PORT=${port + 1} npm start.`,
    )
    await new Promise((closed) => other.close(closed))
  })

  it('refuses a data folder that it can not write', async () => {
    const file = join(folder, 'a-file')
    writeFileSync(file, '')
    expect(await refusal(start({}, port, join(file, 'data')))).toContain('TUCAI_DATA_DIR')
    expect(await refusal(start({}, port, '/proc/tucai'))).toContain('TUCAI_DATA_DIR')
  })

  it('names a wrong setting without repeating it', async () => {
    expect(await refusal(start({ DATABASE_URL: 'mysql://me:s3cret@db/x' }))).toBe(
      'DATABASE_URL must be an address that begins with postgres:// or postgresql://.',
    )
    expect(await refusal(start({ PORT: 'http' }))).toContain('PORT must be a whole number')
  })

  it('keeps its log free of the passwords it has made', () => {
    const log = readFileSync(join(dataFolder(), 'logs', 'tucai.log'), 'utf8')
    const passwords = databasePasswords(join(dataFolder(), 'keys'))
    for (const password of Object.values(passwords)) expect(log).not.toContain(password)
    expect(recordedSocketFolder(dataFolder())).toBeUndefined()
  })
})
