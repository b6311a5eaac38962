import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type Browser, chromium, type Worker } from 'playwright-core'
import { demoGraduates } from '../server/src/demo/demo-roster.ts'
import { writeFakeCamera } from '../server/test/browser/fake-camera.ts'
import { openBrowser } from './bench/browser.ts'
import { goToCamera } from './bench/journey.ts'
import { startProduct } from './bench/running-product.ts'
import { quantile, table } from './bench/table.ts'

/**
 * How often guidance looks, in a real browser with a drawn person before the camera (bar: 10 pictures a second):
 *   npm run guidance-bench [-- --seconds 20]
 * `ready` is from the opened viewfinder to the first picture answered, with nothing in the browser's cache.
 */
const BAR_PER_SECOND = 10
const { values } = parseArgs({ options: { seconds: { type: 'string', default: '20' } } })
const seconds = Number(values.seconds)
if (!Number.isInteger(seconds) || seconds < 1 || seconds > 600) throw new Error('--seconds is a number from 1 to 600')
const executablePath = process.env.TUCAI_CHROMIUM ?? '/usr/bin/chromium'
const student = demoGraduates.find(({ kind }) => kind === 'idcard')!

const folder = await mkdtemp(path.join(tmpdir(), 'tucai-guidance-bench-'))
const camera = path.join(folder, 'camera.mjpeg')
const product = await startProduct()
let browser: Browser | undefined
try {
  // Far away, so that the hint stays and no picture is taken.
  await writeFakeCamera(camera, undefined, { faceWidthShare: 0.22 })
  browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${camera}`,
    ],
  })
  const { finder, readyMs } = await openViewfinder(browser)
  const { perSecond, lookMs } = await watch(finder)
  const load = loadavg()[0]!.toFixed(1)
  console.log(`${cpus().length} CPUs, load ${load} (product and browser included), Node ${process.version}`)
  const row = [perSecond.toFixed(1), quantile(lookMs, 0.5).toFixed(0), quantile(lookMs, 0.95).toFixed(0)]
  console.log(
    table(['pictures a second', 'look median ms', 'look p95 ms', 'ready s'], [[...row, (readyMs / 1000).toFixed(1)]]),
  )
  const isFine = perSecond >= BAR_PER_SECOND
  console.log(`${isFine ? 'Within' : 'Not within'} the bar of ${BAR_PER_SECOND} pictures a second.`)
  if (!isFine) process.exitCode = 1
} finally {
  await browser?.close()
  await product.stop()
  await rm(folder, { recursive: true, force: true })
}

/** A student's phone at the viewfinder, and the worker that looks for the face. */
async function openViewfinder(browser: Browser): Promise<{ finder: Worker; readyMs: number }> {
  const http = openBrowser(product.origin)
  const graduateId = await goToCamera(http, student, (_, run) => run())
  const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: 'zh-CN' }
  const context = await browser.newContext(phone)
  await context.addCookies([...http.cookies].map(([name, value]) => ({ name, value, url: product.origin })))
  await context.addInitScript("localStorage.setItem('tucai.signed-in', 'yes')")
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  const begunAt = performance.now()
  const [finder] = await Promise.all([
    page.waitForEvent('worker'),
    page.goto(`${product.origin}/#/pages/viewfinder/viewfinder?graduateId=${graduateId}`),
  ])
  await page.getByRole('status').getByText('请再靠近一点').waitFor()
  return { finder, readyMs: performance.now() - begunAt }
}

/** Counts what the finder answers, and how long it looks at each picture. */
async function watch(finder: Worker): Promise<{ perSecond: number; lookMs: number[] }> {
  const begunAt = performance.now()
  const lookMs = await finder.evaluate((forMs) => {
    const scope = globalThis as unknown as {
      postMessage: (message: unknown) => void
      onmessage: (event: unknown) => void
    }
    const answer = scope.postMessage.bind(globalThis)
    const hear = scope.onmessage.bind(globalThis)
    const taken: number[] = []
    let askedAtMs = performance.now()
    scope.onmessage = (event) => {
      askedAtMs = performance.now()
      hear(event)
    }
    scope.postMessage = (message) => {
      taken.push(performance.now() - askedAtMs)
      answer(message)
    }
    return new Promise<number[]>((resolve) => setTimeout(() => resolve(taken), forMs))
  }, seconds * 1000)
  return { perSecond: (lookMs.length * 1000) / (performance.now() - begunAt), lookMs }
}
