import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import path from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'
import { startProduct } from './bench/running-product.ts'
import { quantile, table } from './bench/table.ts'

/**
 * How soon the student's app is there, with nothing in the browser's cache, at 1.6 Mbit/s, 150 ms round trip and a
 * processor four times slower than this one; and how heavy the mini program's packages are:
 *   npm run load-bench [-- --runs 5]
 * Interactive: the first button is drawn and the page has nothing else to do.
 */
const LINE = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 }
const CPU_SLOWDOWN = 4
const bars = { interactiveSeconds: 3.5, firstScreenKb: 200, mainPackageKb: 1.2 * 1024, subPackageKb: 2 * 1024 }
const root = path.resolve(import.meta.dirname, '..')
const executablePath = process.env.TUCAI_CHROMIUM ?? '/usr/bin/chromium'

interface Opening {
  interactiveMs: number
  drawnMs: number
  bytes: number
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' } } })
  const runs = Number(values.runs)
  if (!Number.isInteger(runs) || runs < 1 || runs > 50) throw new Error('--runs is a number from 1 to 50')
  const product = await startProduct()
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  const openings: Opening[] = []
  try {
    for (let run = 0; run < runs; run++) openings.push(await opened(browser, product.origin))
  } finally {
    await browser.close()
    await product.stop()
  }
  const load = loadavg()[0]!.toFixed(1)
  console.log(`${cpus().length} CPUs, load ${load} (product and browser included), ${runs} openings`)
  const rows = [...openingRows(openings), ...(await packageRows())]
  console.log(table(['what', 'measured', 'bar', ''], rows))
  if (rows.some((row) => row.at(-1) === 'missed')) process.exitCode = 1
}

function openingRows(openings: Opening[]): string[][] {
  const median = (name: keyof Opening) =>
    quantile(
      openings.map((opening) => opening[name]),
      0.5,
    )
  const slowest = Math.max(...openings.map(({ interactiveMs }) => interactiveMs)) / 1000
  return [
    ['first picture, s (median)', (median('drawnMs') / 1000).toFixed(2), '', ''],
    row('interactive, s (median)', median('interactiveMs') / 1000, bars.interactiveSeconds, 2),
    ['interactive, s (slowest)', slowest.toFixed(2), '', ''],
    row('scripts and styles of the first screen, KB gzip', median('bytes') / 1024, bars.firstScreenKb),
  ]
}

function row(name: string, measured: number, bar: number, digits = 0): string[] {
  return [name, measured.toFixed(digits), `≤ ${bar.toFixed(digits === 0 ? 0 : 1)}`, measured <= bar ? 'kept' : 'missed']
}

async function opened(browser: Browser, origin: string): Promise<Opening> {
  const context = await browser.newContext({
    ...{ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2, locale: 'zh-CN' },
  })
  try {
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    await session.send('Network.emulateNetworkConditions', LINE)
    await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN })
    // Runs in the page: notes when the first button is there and the page rests.
    await page.addInitScript(`window.interactive = new Promise((resolve) => {
      new MutationObserver((_, observer) => {
        if (!document.querySelector('.btn.primary')) return
        observer.disconnect()
        requestAnimationFrame(() => requestIdleCallback(() => resolve(performance.now())))
      }).observe(document, { childList: true, subtree: true })
    })`)
    await page.goto(origin, { timeout: 60_000, waitUntil: 'commit' })
    const interactiveMs = await page.evaluate<number>('window.interactive')
    const rest = await page.evaluate<Omit<Opening, 'interactiveMs'>>(`({
      drawnMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
      bytes: performance.getEntriesByType('resource').filter(({ name }) => /\\.(js|css)$/.test(name))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
    })`)
    return { interactiveMs, ...rest }
  } finally {
    await context.close()
  }
}

async function packageRows(): Promise<string[][]> {
  await promisify(execFile)('npm', ['run', 'build:weapp', '-w', '@tucai/student'], {
    ...{ cwd: root, env: { ...process.env, NODE_ENV: 'production' }, maxBuffer: 50 * 1024 * 1024 },
  })
  const built = path.join(root, 'student/dist/weapp')
  const app = JSON.parse(readFileSync(path.join(built, 'app.json'), 'utf8')) as {
    subPackages?: { root: string }[]
    subpackages?: { root: string }[]
  }
  const subPackages = (app.subPackages ?? app.subpackages ?? []).map(({ root }) => root.replace(/\/$/, ''))
  const kb = (folder: string) => bytesBelow(path.join(built, folder)) / 1024
  const main = kb('.') - subPackages.reduce((sum, folder) => sum + kb(folder), 0)
  return [
    row('mini program, main package, KB', main, bars.mainPackageKb),
    ...subPackages.map((folder) => row(`mini program, package ${folder}, KB`, kb(folder), bars.subPackageKb)),
  ]
}

function bytesBelow(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.reduce((sum, file) => sum + statSync(path.join(file.parentPath, file.name)).size, 0)
}

await main()
