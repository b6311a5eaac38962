import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { resolve } from 'node:path'

/** `npm start` as a process of its own. */
export interface StartedProduct {
  pid: number
  origin: string
  /** All that it has said so far. */
  said(): string
  /** Resolves when /health says that everything is ready. @throws when the process ends before */
  ready(): Promise<void>
  ended: Promise<{ exitCode: number | null; errors: string }>
  signal(name: NodeJS.Signals): void
}

const startScript = resolve(import.meta.dirname, '../../scripts/start.mjs')

export function startAsProcess(dataFolder: string, port: number, environment: NodeJS.ProcessEnv = {}): StartedProduct {
  const { DATABASE_URL: _, ...inherited } = process.env
  const child = spawn(process.execPath, [startScript], {
    env: { ...inherited, NODE_ENV: '', HOST: '', TUCAI_DATA_DIR: dataFolder, PORT: String(port), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors += text
  })
  const ended = new Promise<{ exitCode: number | null; errors: string }>((done) => {
    child.once('close', (exitCode) => done({ exitCode, errors: errors.trim() }))
  })
  const origin = `http://127.0.0.1:${port}`
  return {
    pid: child.pid!,
    origin,
    said: () => said,
    ended,
    signal: (name) => void child.kill(name),
    async ready() {
      let isOver = false
      void ended.then(() => {
        isOver = true
      })
      while (!isOver) if (await isHealthy(origin)) return
      throw new Error(`it ended before it was ready: ${said}${errors}`)
    },
  }
}

/** One look; the pause between looks is the time an answer may take. */
async function isHealthy(origin: string): Promise<boolean> {
  const pause = new Promise((done) => setTimeout(done, 100))
  try {
    const answer = await fetch(`${origin}/health`, { signal: AbortSignal.timeout(2_000) })
    if (answer.status === 200) return true
  } catch {
    // It does not listen yet.
  }
  await pause
  return false
}

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => done(port))
    })
  })
}

/** Process ids whose command line or environment names the folder. */
export function processesOn(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter(
      (pid) =>
        readOrEmpty(`/proc/${pid}/cmdline`).includes(folder) || readOrEmpty(`/proc/${pid}/environ`).includes(folder),
    )
    .map(Number)
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
