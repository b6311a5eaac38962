import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { root, runNpm, SetupFailed, stopSignal } from './runtime.mjs'

const LOCK = join(root, '.setup.lock')
const LOCK_BEAT_MS = 2_000
const LOCK_STALE_MS = 15_000
const PROGRESS_EVERY_MS = 10_000
const OUTPUT_LIMIT_CHARACTERS = 100_000

const STUDENT = [
  'student/src',
  'student/config',
  'student/share',
  'student/package.json',
  'student/babel.config.js',
  'contract/src',
]
const CLIENTS = [
  {
    name: 'the web app',
    sources: STUDENT,
    output: 'student/dist/h5',
    first: 'index.html',
    build: ['run', 'build:h5', '-w', '@tucai/student'],
  },
  {
    name: 'the console',
    sources: ['console/src', 'console/index.html', 'console/vite.config.ts', 'console/package.json', 'contract/src'],
    output: 'console/dist',
    first: 'index.html',
    build: ['run', 'build', '-w', '@tucai/console'],
  },
]
/** WeChat takes it to phones, no server does: only tests need it here. */
const MINI_PROGRAM = {
  name: 'the mini program',
  sources: STUDENT,
  output: 'student/dist/weapp',
  first: 'app.json',
  build: ['run', 'build:weapp', '-w', '@tucai/student'],
}

/** Installs what the lock file says, when that has changed since. */
export async function ensureInstalled() {
  if (isInstalled()) return
  await locked(async () => {
    if (isInstalled()) return
    const progress = startProgress('Installing the dependencies (some minutes the first time)')
    const environment = { ...process.env, NODE_ENV: undefined }
    await npmOrFail(['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'], environment, {
      failure: 'The dependencies could not be installed: see the lines above, check the network, and start again.',
      progress,
    })
    writeStamp(installStamp, lockHash())
  })
}

/** Builds the web app and the console, for tests the mini program too, each when its sources have changed since. */
export async function ensureBuilt({ forTests = false } = {}) {
  const clients = forTests ? [...CLIENTS, MINI_PROGRAM] : CLIENTS
  if (clients.every(isBuilt)) return
  await locked(() => Promise.all(clients.filter((client) => !isBuilt(client)).map(build)))
}

async function build(client) {
  const hash = sourceHash(client)
  const progress = startProgress(`Building ${client.name}`)
  await npmOrFail(
    client.build,
    { ...process.env, NODE_ENV: 'production' },
    {
      failure: `Building ${client.name} failed: see the lines above.`,
      progress,
    },
  )
  if (!existsSync(join(root, client.output, client.first)))
    throw new SetupFailed(`Building ${client.name} made no ${client.first}.`)
  writeStamp(buildStamp(client), hash)
}

/** npm's own words are shown when it fails only. */
async function npmOrFail(args, env, { failure, progress }) {
  let output = ''
  let exitCode = 1
  try {
    const onOutput = (text) => {
      output = (output + text).slice(-OUTPUT_LIMIT_CHARACTERS)
    }
    exitCode = await runNpm(args, { env, stdio: ['ignore', 'pipe', 'pipe'], onOutput })
  } catch (error) {
    output += error.message
  }
  progress.end(exitCode === 0)
  if (exitCode === 0) return
  if (stopSignal() === undefined) console.error(tellingLines(output, args[0] === 'ci').join('\n'))
  if (/ENOSPC|no space left/i.test(output))
    throw new SetupFailed(`The disk that holds ${root} is full: free some space, and start again.`)
  if (/EACCES|EROFS/.test(output))
    throw new SetupFailed(`${root} is not writable by this user: make it writable, and start again.`)
  throw new SetupFailed(failure)
}

/** npm tells the reason of a failed install first and its manual after it; a failed build ends with its reason. */
function tellingLines(output, isInstall) {
  const lines = output.trim().split('\n')
  const errors = lines.filter((line) => line.startsWith('npm error'))
  return isInstall && errors.length > 0 ? errors.slice(0, 15) : lines.slice(-25)
}

function startProgress(what) {
  const startedAt = Date.now()
  const seconds = () => Math.round((Date.now() - startedAt) / 1000)
  console.log(`${what} …`)
  const timer = setInterval(() => console.log(`${what} … ${seconds()} s`), PROGRESS_EVERY_MS)
  return {
    end(good) {
      clearInterval(timer)
      if (good) console.log(`${what}: done in ${seconds()} s`)
    },
  }
}

const installStamp = join(root, 'node_modules', '.tucai-installed')
const buildStamp = (client) => join(root, client.output, '.built-from')

function isInstalled() {
  const hash = lockHash()
  if (readOrEmpty(installStamp) === hash) return true
  if (!matchesInstalledTree()) return false
  writeStamp(installStamp, hash)
  return true
}

/** npm notes at the end of an install what it has installed: somebody may have done it by hand. */
function matchesInstalledTree() {
  const notes = readOrEmpty(join(root, 'node_modules', '.package-lock.json'))
  if (notes === '') return false
  const installed = JSON.parse(notes).packages
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  return Object.entries(wanted).every(([path, { version, optional, devOptional, peer }]) => {
    if (path === '') return true
    const found = installed[path]
    return found ? found.version === version : Boolean(optional || devOptional || peer)
  })
}

function isBuilt(client) {
  return existsSync(join(root, client.output, client.first)) && readOrEmpty(buildStamp(client)) === sourceHash(client)
}

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')

function sourceHash({ sources }) {
  const hash = createHash('sha256').update(lockHash())
  for (const source of sources) {
    for (const path of filesUnder(source)) hash.update(`\n${path}\n`).update(readFileSync(join(root, path)))
  }
  return hash.digest('hex')
}

function filesUnder(path) {
  const found = statSync(join(root, path), { throwIfNoEntry: false })
  if (!found) return []
  if (found.isFile()) return [path]
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesUnder(`${path}/${name}`))
}

function writeStamp(path, text) {
  try {
    writeFileSync(path, text)
  } catch {
    // A checkout that somebody else owns: the work is done, only the note of it is missing.
  }
}

function readOrEmpty(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** Two starts in one checkout take turns; the lock of one that was killed grows stale. */
async function locked(work) {
  let told = false
  while (!takeLock()) {
    if (!told) console.log('Another start is installing or building here; waiting for it …')
    told = true
    await delay(500)
  }
  const beat = setInterval(touchLock, LOCK_BEAT_MS)
  const release = () => rmSync(LOCK, { recursive: true, force: true })
  process.once('exit', release)
  try {
    await work()
  } finally {
    clearInterval(beat)
    process.off('exit', release)
    release()
  }
}

function touchLock() {
  try {
    utimesSync(LOCK, new Date(), new Date())
  } catch {
    // Somebody has cleared it away; the work goes on.
  }
}

function takeLock() {
  try {
    mkdirSync(LOCK)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST')
      throw new SetupFailed(`${root} is not writable by this user (${error.code}): make it writable, and start again.`)
  }
  const beatAt = statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (Date.now() - beatAt > LOCK_STALE_MS) rmSync(LOCK, { recursive: true, force: true })
  return false
}
