import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './runtime.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const PLACES = [
  '/usr/bin',
  '/usr/local/bin',
  '/snap/bin',
  '/usr/lib/chromium',
  '/opt/google/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS',
  '/Applications/Chromium.app/Contents/MacOS',
]

/**
 * The path of a Chromium that runs, or undefined. TUCAI_CHROMIUM or CHROME_PATH names one; otherwise the usual places
 * are looked through; on Debian root may install it.
 */
export async function findChromium() {
  for (const name of ['TUCAI_CHROMIUM', 'CHROME_PATH']) {
    const path = process.env[name]
    if (path && runs(path)) return path
    if (path) console.log(`${name} names no browser that runs.`)
  }
  return found() ?? ((await installOnDebian()) ? found() : undefined)
}

function found() {
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...PLACES]
  const names = [...NAMES, 'Google Chrome', 'Chromium']
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(runs)
}

function runs(path) {
  try {
    accessSync(path, constants.X_OK)
  } catch {
    return false
  }
  return spawnSync(path, ['--version', '--no-sandbox'], { stdio: 'ignore', timeout: 20_000 }).status === 0
}

async function installOnDebian() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get') || !existsSync('/etc/debian_version')) return false
  console.log('Installing Chromium and a Chinese font for the browser tests …')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  let output = ''
  const options = {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    onOutput: (text) => {
      output = (output + text).slice(-3_000)
    },
  }
  const install = ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-noto-cjk']
  if ((await run('apt-get', install, options)) === 0) return true
  await run('apt-get', ['update', '-q'], options)
  if ((await run('apt-get', install, options)) === 0) return true
  console.log(`Chromium could not be installed: ${output.trim().split('\n').at(-1)}`)
  return false
}
