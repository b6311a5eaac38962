import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** The product as a process of its own, which is killed and started again. */
export interface ServerProcess {
  readonly url: string
  readonly pid: number | undefined
  readonly isUp: boolean
  /** Resolves when /health says that everything is ready. @throws when it ends before */
  start(): Promise<void>
  /** SIGKILL: no handler runs, nothing is put in order. */
  kill(): Promise<void>
  /** Asks it to stop. */
  stop(): Promise<void>
}

const main = resolve(import.meta.dirname, '../../src/main.ts')

export function openServerProcess(port: number, environment: NodeJS.ProcessEnv): ServerProcess {
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  let ended: Promise<unknown> = Promise.resolve()
  let isUp = false
  let said = ''
  // Whoever is ended in the middle leaves no product behind.
  process.on('exit', () => child?.kill('SIGTERM'))

  async function end(signal: NodeJS.Signals): Promise<void> {
    isUp = false
    child?.kill(signal)
    await ended
  }

  return {
    url,
    get pid() {
      return child?.pid
    },
    get isUp() {
      return isUp
    },
    async start() {
      said = ''
      const started = spawn(process.execPath, [main], {
        env: { ...process.env, NODE_ENV: '', HOST: '127.0.0.1', PORT: String(port), ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      child = started
      for (const stream of [started.stdout, started.stderr])
        stream.setEncoding('utf8').on('data', (text) => {
          said = (said + text).slice(-4000)
        })
      ended = new Promise((done) => started.once('close', done))
      while (!isUp) {
        if (started.exitCode !== null) throw new Error(`the server did not start: ${said}`)
        isUp = await isHealthy(url)
        if (!isUp) await wait(50)
      }
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2000) })
    return answer.status === 200
  } catch {
    return false
  }
}
