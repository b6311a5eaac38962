import type { ChildProcess } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { StartRefused } from '../start-refused.ts'
import { type ServerSettings, serverRefusal, signalServer, spawnServer } from './cluster.ts'
import type { Place } from './place.ts'
import { withClient } from './roles.ts'

export interface Running {
  child: ChildProcess
  /** Resolves when the process has ended. */
  ended: Promise<void>
}

export interface Launch {
  place: Place
  socketFolder: string
  logPath: string
  superuserUrl: string
  settings: ServerSettings
  tell(sentence: string): void
}

const LOG_LIMIT_BYTES = 5_000_000

/**
 * Starts the server and waits until it answers.
 * @throws StartRefused
 */
export async function launchServer(launch: Launch): Promise<Running> {
  const { place, logPath } = launch
  mkdirSync(dirname(logPath), { recursive: true })
  if (sizeOf(logPath) > LOG_LIMIT_BYTES) renameSync(logPath, `${logPath}.1`)
  // Right after a kill the old server's processes may still hold its memory: the new one refuses until they are gone.
  const deadline = Date.now() + 30_000
  for (;;) {
    const logStart = sizeOf(logPath)
    const child = spawnServer(place, launch.socketFolder, logPath, launch.settings)
    const ended = new Promise<void>((resolve) => {
      child.on('error', () => resolve())
      child.on('exit', () => resolve())
    })
    if (await answers(child, launch)) return { child, ended }
    await ended
    const words = tailFrom(logPath, logStart)
    const transient = /still in use|lock file .* already exists/i.test(words)
    if (!transient || Date.now() > deadline) throw serverRefusal(words, place, `exit code ${child.exitCode}`)
    await delay(250)
  }
}

/** Waits as long as the process lives: the recovery after a crash takes the time it takes. */
async function answers(child: ChildProcess, launch: Launch): Promise<boolean> {
  const startedAt = Date.now()
  let told = false
  while (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    try {
      await withClient(launch.superuserUrl, (client) => client.query('SELECT 1'))
      return true
    } catch (error) {
      if ((error as { code?: string }).code === '28P01') {
        signalServer(child.pid, 'SIGINT')
        throw new StartRefused(
          'The passwords in the folder keys do not belong to the database beside it: restore that folder from a backup.',
        )
      }
    }
    if (!told && Date.now() - startedAt > 5_000) {
      launch.tell('Waiting for the database, which recovers from an earlier crash.')
      told = true
    }
    await delay(40)
  }
  return false
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

function tailFrom(path: string, startByte: number): string {
  const length = Math.min(sizeOf(path) - startByte, 20_000)
  if (length <= 0) return ''
  const bytes = Buffer.alloc(length)
  const file = openSync(path, 'r')
  try {
    readSync(file, bytes, 0, length, startByte)
  } finally {
    closeSync(file)
  }
  return bytes.toString('utf8')
}
