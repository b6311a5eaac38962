import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import sharp from 'sharp'
import { cloneDatabase, startTestCluster } from '../../server/test/cluster.ts'
import type { Visitor } from '../../server/test/visitor.ts'
import { type StaffOptions, startWorld, type World, type WorldOptions } from '../../server/test/world.ts'

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
  mkdirSync(path.resolve(root, out), { recursive: true })
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

/** A browser; `cameraFile`: what its camera sees; `language`: that of its own date and time fields. */
export function openBrowser(cameraFile?: string, language = 'en'): Promise<Browser> {
  const camera = [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${cameraFile}`,
  ]
  const args = ['--no-sandbox', '--disable-gpu', `--lang=${language}`, ...(cameraFile === undefined ? [] : camera)]
  return chromium.launch({ executablePath, args, env: { ...process.env, LANGUAGE: language.replace('-', '_') } })
}

/** Runs one part of the console on a world of its own. */
export async function onConsole(
  shooting: Shooting,
  part: (given: ConsoleShooting) => Promise<void>,
  options: WorldOptions = {},
): Promise<void> {
  const { cluster, stop } = await startTestCluster()
  const world = await startWorld({ ...options, database: await cloneDatabase(cluster) })
  const browser = await openBrowser(undefined, shooting.language)
  try {
    await part({ ...shooting, world, consolePage: consolePageIn(world, browser, shooting.language) })
  } finally {
    await browser.close()
    await world.close()
    await stop()
  }
}

/** The console of this browser in that language. */
export async function speak(context: BrowserContext, language: string): Promise<void> {
  const spoken = language.startsWith('en') ? 'en' : 'zh'
  // The script runs in the page.
  await context.addInitScript(`localStorage.setItem('tucai-console-language', '${spoken}')`)
}

function consolePageIn(world: World, browser: Browser, language: string): ConsoleShooting['consolePage'] {
  const signedIn = new Map<string, Visitor>()
  return async (staff, query = '') => {
    const who = `${staff.role} ${staff.schoolId}`
    const visitor = signedIn.get(who) ?? (await world.aStaff(staff))
    signedIn.set(who, visitor)
    await named(world)
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: language })
    const cookies = [...visitor.cookies].map(([name, value]) => ({ name, value, url: world.url }))
    await context.addCookies(cookies)
    await speak(context, language)
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    await page.goto(`${world.url}/console/${query}`)
    return page
  }
}

const schoolNames = ['浦江理工大学', '江湾师范学院', '临港海洋工程学院', '虹口商学院']
const staffNames = {
  administrator: ['周敏', '沈言', '韩冬', '陆青'],
  reviewer: ['陈晓', '李群', '魏然'],
  finance: ['何静', '冯悦'],
  print: ['吴桐', '丁一', '袁野'],
  school: ['赵倩', '蒋帆'],
  auditor: ['孙亦', '曹宁'],
}

/** Schools and staff that are made for tests are numbered; in pictures they have names. */
async function named(world: World): Promise<void> {
  const rows = await world.query<{ id: string; name: string; role: keyof typeof staffNames | null }>(
    'SELECT id, name, NULL AS role FROM school UNION SELECT id, login, role FROM staff ORDER BY id',
  )
  const isFree = (name: string) => rows.every((row) => row.name !== name)
  for (const row of rows.filter(({ name }) => /^(示范大学[0-9a-f]{8}|staff-[0-9a-f]{8})$/.test(name))) {
    const name = (row.role === null ? schoolNames : staffNames[row.role]).find(isFree)
    if (name === undefined) continue
    const [table, column] = row.role === null ? ['school', 'name'] : ['staff', 'login']
    await world.query(`UPDATE ${table} SET ${column} = $2 WHERE id = $1`, [row.id, name])
    row.name = name
  }
}
