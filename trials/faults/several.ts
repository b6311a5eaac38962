import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bucketSettings, type ObjectStore, startObjectStore } from '../../server/test/object-store.ts'
import { openServerProcess, type ServerProcess } from '../../server/test/payment-kills/server-process.ts'
import { freePort } from '../../server/test/started-product.ts'
import { type Ground, openGround } from './ground.ts'
import { type OwnPostgres, startOwnPostgres } from './own-postgres.ts'
import { type Line, openProxy } from './proxy.ts'

/** Two web processes and a worker on a PostgreSQL and an object store of their own, behind one address. */
export interface Several extends Ground {
  postgres: OwnPostgres
  webs: ServerProcess[]
  worker: ServerProcess
}

export async function openSeveral(): Promise<Several> {
  const folder = mkdtempSync(join(tmpdir(), 'tucai-faults-'))
  chmodSync(folder, 0o711)
  const closes: (() => Promise<unknown>)[] = [async () => rmSync(folder, { recursive: true, force: true })]
  const opened = <T>(part: T, close: (part: T) => Promise<unknown>): T => {
    closes.unshift(() => close(part))
    return part
  }
  const close = async () => {
    for (const one of closes.splice(0)) await one().catch((error: Error) => console.error(error.message))
  }
  try {
    const postgres = opened(await startOwnPostgres(join(folder, 'postgres')), (it) => it.close())
    const store = opened(await startObjectStore(), (it: ObjectStore) => it.close())
    let webs: ServerProcess[] = []
    const proxy = opened(await openProxy(webThatIsUp), (it: Line) => it.close())
    const ground = opened(
      await openGround({
        ...{ postgres, isStill: true, publicUrl: `http://127.0.0.1:${proxy.port}` },
        environment: { ...(await settingsOf(store)), TUCAI_PHOTO_WORKERS: '1' },
      }),
      (it) => it.close(),
    )
    const start = async (name: string, role: 'web' | 'worker') => {
      const { environment } = ground
      const own = { ...environment, TUCAI_ROLE: role, TUCAI_DATA_DIR: join(ground.folder, name) }
      const made = opened(openServerProcess(await freePort(), own), (it) => it.stop())
      await made.start()
      return made
    }
    // The first one makes tables and keys, on which the others stand.
    const first = await start('web-1', 'web')
    const [second, worker] = [await start('web-2', 'web'), await start('worker', 'worker')]
    webs = [first, second]
    let turn = 0
    function webThatIsUp(): number | undefined {
      const up = webs.filter(({ isUp }) => isUp)
      return up.length === 0 ? undefined : Number(new URL(up[turn++ % up.length]!.url).port)
    }
    return { ...ground, postgres, webs, worker, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function settingsOf(store: ObjectStore): Promise<NodeJS.ProcessEnv> {
  const bucket = await store.aBucket()
  return {
    ...bucketSettings(bucket),
  }
}
