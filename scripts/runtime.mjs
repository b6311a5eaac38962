// What every script needs before anything is installed: dependency-free, in the syntax of Node 20.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** A failure that the one line says all about. */
export class SetupFailed extends Error {}

const OLDEST_MAJOR = 24
/** npm repeats to its child the Ctrl-C that the terminal has sent to both: within this time it is the same one. */
const SAME_SIGNAL_MS = 500

/** The Node that runs the product: the one that the lock file brings, or this machine's own when it is new enough. */
export function productNode() {
  const folder = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  const file = process.platform === 'win32' ? 'node.exe' : 'node'
  const pinned = join(root, 'node_modules', folder, 'bin', file)
  if (existsSync(pinned) && spawnSync(pinned, ['--version']).status === 0) return pinned
  if (Number(process.versions.node.split('.')[0]) >= OLDEST_MAJOR) return process.execPath
  throw new SetupFailed(
    `No Node ${OLDEST_MAJOR} comes with the program for ${process.platform}-${process.arch}: install Node ${OLDEST_MAJOR} or newer, and start again with it.`,
  )
}

/**
 * Lets Node keep what becomes of the sources, types removed and compiled: the next start takes half the processor time.
 * Beside the packages, as whoever may write there could change the code itself as well.
 */
export const keepCompiled = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled') }

const children = new Set()
let stoppedBy

/** The signal that asked this script to stop, or undefined. */
export const stopSignal = () => stoppedBy

/**
 * Passes SIGINT, SIGTERM and SIGHUP on to whatever child runs. They are in groups of their own, so that Ctrl-C reaches
 * them once, through here.
 */
export function forwardSignals() {
  let lastAt = 0
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      const isRepeat = Date.now() - lastAt < SAME_SIGNAL_MS
      lastAt = Date.now()
      if (isRepeat) return
      stop(signal)
    })
  }
  // npm's shell may end without passing the signal on: an orphan stops too.
  const parent = process.ppid
  if (process.env.npm_lifecycle_event && process.platform !== 'win32') {
    setInterval(() => {
      if (process.ppid !== parent && stoppedBy === undefined) stop('SIGTERM')
    }, 1000).unref()
  }
}

function stop(signal) {
  stoppedBy ??= signal
  for (const { child, toGroup } of children) {
    const name = signal === 'SIGHUP' ? 'SIGTERM' : signal
    try {
      if (toGroup && process.platform !== 'win32') process.kill(-child.pid, name)
      else child.kill(name)
    } catch {
      // It has ended in between.
    }
  }
  if (children.size === 0) process.exit(exitCodeOf(null, signal))
}

/**
 * Runs a program to its end.
 * @param {string} file
 * @param {string[]} args
 * @param {{ cwd?: string, env?: object, stdio?: any, toGroup?: boolean, onOutput?: (text: string) => void }} options
 *   toGroup: signals go to everything the program has started; otherwise to the program, which sees to its own
 * @returns {Promise<number>} its exit code
 */
export function run(file, args, { cwd = root, env = process.env, stdio = 'inherit', toGroup = true, onOutput } = {}) {
  if (stoppedBy !== undefined) process.exit(exitCodeOf(null, stoppedBy))
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, stdio, detached: process.platform !== 'win32' })
    const entry = { child, toGroup }
    children.add(entry)
    if (onOutput) for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', onOutput)
    child.on('error', (error) => {
      children.delete(entry)
      reject(error)
    })
    child.on('close', (code, signal) => {
      children.delete(entry)
      resolve(exitCodeOf(code, signal))
    })
  })
}

export function exitCodeOf(code, signal) {
  if (code !== null) return code
  return 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 0)
}

/** Runs npm, the one that started us where there is one. */
export function runNpm(args, options) {
  const own = process.env.npm_execpath
  if (own && /npm-cli\.c?js$/.test(own) && existsSync(own)) return run(process.execPath, [own, ...args], options)
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options)
}

/** Runs the script; a failure is told in one line. */
export async function main(script) {
  forwardSignals()
  try {
    process.exitCode = await script()
  } catch (error) {
    if (stoppedBy === undefined) {
      console.error(error instanceof SetupFailed ? error.message : (error.stack ?? String(error)))
    }
    process.exitCode = stoppedBy === undefined ? 1 : exitCodeOf(null, stoppedBy)
  }
}
