import { join } from 'node:path'
import { type Db, openDatabase } from '../../server/src/platform/db.ts'
import { runningServerUrls } from '../../server/src/platform/postgres/run-record.ts'
import { openSecrets, type Secrets } from '../../server/src/platform/secrets.ts'
import { type RunningProduct, startProduct } from './running-product.ts'

/** A product of its own with its PostgreSQL, and what people are enrolled with. */
export interface Ground {
  product: RunningProduct
  db: Db
  secrets: Secrets
  ownerUrl: string
  clock: { now(): Date }
  close(): Promise<void>
}

export async function openGround(settings?: Parameters<typeof startProduct>[0]): Promise<Ground> {
  const product = await startProduct(settings)
  const urls = runningServerUrls(product.dataFolder)
  if (urls === undefined) {
    await product.stop()
    throw new Error('the product runs no PostgreSQL of its own')
  }
  const db = openDatabase(urls.app, { connections: 4 })
  return {
    ...{ product, db, ownerUrl: urls.owner, clock: { now: () => new Date() } },
    secrets: openSecrets(join(product.dataFolder, 'keys')),
    async close() {
      await db.close()
      await product.stop()
    },
  }
}

/** A product that lives as behind the centre’s proxy, which says from where a request comes. */
export async function behindProxy({ origin }: { origin: string }): Promise<NodeJS.ProcessEnv> {
  return { TUCAI_PUBLIC_URL: origin }
}
