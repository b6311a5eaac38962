import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export type RunningProduct = {
  origin: string
  processId: number
  dataFolder: string
  /** Everything it has written to its terminal. */
  said: () => string
  stop: () => Promise<void>
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const startWithinMs = 240_000
const stopWithinMs = 30_000

/**
 * Starts the product with an empty data folder of its own on a free port, as `npm start` does, and waits until it is ready.
 * `settings`: further ones, which may depend on where it lives.
 */
export async function startProduct(
  settings: (place: { dataDir: string; origin: string }) => Promise<NodeJS.ProcessEnv> = async () => ({}),
): Promise<RunningProduct> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tucai-bench-'))
  // Root hands PostgreSQL to another account, which must be able to pass.
  chmodSync(dataDir, 0o711)
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const place = { PORT: String(port), HOST: '127.0.0.1', TUCAI_DATA_DIR: dataDir, TUCAI_MODE: 'demo', DATABASE_URL: '' }
  const child = spawn('node', ['scripts/start.mjs'], {
    cwd: root,
    env: { ...process.env, ...place, ...(await settings({ dataDir, origin })) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  child.stdout.on('data', (chunk) => said.push(String(chunk)))
  child.stderr.on('data', (chunk) => said.push(String(chunk)))
  // Whoever ends in the middle leaves no product behind.
  const endToo = () => void child.kill()
  process.once('exit', endToo)
  const stop = async () => {
    await ended(child)
    process.off('exit', endToo)
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    await ready(origin, child)
  } catch (error) {
    await stop()
    throw new Error(`the product did not start:\n${said.join('').slice(-2000)}`, { cause: error })
  }
  return { origin, processId: child.pid!, dataFolder: dataDir, said: () => said.join(''), stop }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

async function ready(origin: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + startWithinMs
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`it ended with code ${child.exitCode}`)
    const healthy = await fetch(`${origin}/health`).then(
      ({ status }) => status === 200,
      () => false,
    )
    if (healthy) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`it was not ready within ${startWithinMs / 1000} s`)
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    const hard = setTimeout(() => child.kill('SIGKILL'), stopWithinMs)
    child.once('exit', () => {
      clearTimeout(hard)
      resolve()
    })
    child.kill('SIGTERM')
  })
}
