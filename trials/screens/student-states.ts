import { openState, studentStates } from '../../server/test/browser/student-states.ts'
import { cloneDatabase, startTestCluster } from '../../server/test/cluster.ts'
import { startWorld } from '../../server/test/world.ts'
import { openBrowser, type Shooting } from './shooting.ts'

/** Every state that a student may find the app in, each seeded, on a phone. */
export async function shots({ shot, language }: Shooting): Promise<void> {
  const { cluster, stop } = await startTestCluster()
  const world = await startWorld({ database: await cloneDatabase(cluster), handlesJobs: false })
  const browser = await openBrowser()
  try {
    const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: language }
    const context = await browser.newContext(phone)
    context.setDefaultTimeout(20_000)
    await context.addInitScript("localStorage.setItem('tucai.signed-in', 'yes')")
    for (const state of await studentStates(world)) {
      const page = await context.newPage()
      await openState(page, world.url, state)
      await shot(page, `state-${state.name}`)
      await page.close()
    }
  } finally {
    await browser.close()
    await world.close()
    await stop()
  }
}
