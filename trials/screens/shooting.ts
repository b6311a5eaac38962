import path from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import sharp from 'sharp'
import { cloneDatabase, startTestCluster } from '../../server/test/cluster.ts'
import { type StaffOptions, startWorld, type World } from '../../server/test/world.ts'

const root = path.resolve(import.meta.dirname, '../..')
const executablePath = process.env.TUCAI_CHROMIUM ?? '/usr/bin/chromium'

/** What every part is given. */
export interface Shooting {
  /** zh-CN or en */
  language: string
  /** One picture of what is on the screen, in few colours so that it stays small. */
  shot(page: Page, name: string): Promise<void>
}

/** What parts of the console are given besides: a product of their own, still empty, and pages signed in to it. */
export interface ConsoleShooting extends Shooting {
  world: World
  /** The console at 1440 × 900 in the reader's language, signed in as that role; `query`: the place, e.g. `?page=staff`. */
  consolePage(staff: StaffOptions, query?: string): Promise<Page>
}

export function openShooting(language: string, out: string): Shooting {
  return {
    language,
    async shot(page, name) {
      // Toasts and sheets have come to rest after this long.
      await page.waitForTimeout(2300)
      const file = path.resolve(root, out, `${name}.png`)
      await sharp(await page.screenshot())
        .png({ palette: true, colours: 192, effort: 10 })
        .toFile(file)
      console.log(path.relative(root, file))
    },
  }
}

/** A browser; `cameraFile`: what its camera sees. */
export function openBrowser(cameraFile?: string): Promise<Browser> {
  const camera = [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${cameraFile}`,
  ]
  const args = ['--no-sandbox', '--disable-gpu', ...(cameraFile === undefined ? [] : camera)]
  return chromium.launch({ executablePath, args })
}

/** Runs one part of the console on a world of its own. */
export async function onConsole(shooting: Shooting, part: (given: ConsoleShooting) => Promise<void>): Promise<void> {
  const { cluster, stop } = await startTestCluster()
  const world = await startWorld({ database: await cloneDatabase(cluster) })
  const browser = await openBrowser()
  try {
    await part({ ...shooting, world, consolePage: consolePageIn(world, browser, shooting.language) })
  } finally {
    await browser.close()
    await world.close()
    await stop()
  }
}

function consolePageIn(world: World, browser: Browser, language: string): ConsoleShooting['consolePage'] {
  return async (staff, query = '') => {
    const visitor = await world.aStaff(staff)
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: language })
    const cookies = [...visitor.cookies].map(([name, value]) => ({ name, value, url: world.url }))
    await context.addCookies(cookies)
    const spoken = language.startsWith('en') ? 'en' : 'zh'
    // The script runs in the page.
    await context.addInitScript(`localStorage.setItem('tucai-console-language', '${spoken}')`)
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    await page.goto(`${world.url}/console/${query}`)
    return page
  }
}
