import { join } from 'node:path'
import { openWechatPayEmulator, type WechatPayEmulator } from '../../emulators/wechat-pay/emulator.ts'
import { type Db, openDatabase } from '../../server/src/platform/db.ts'
import { runningServerUrls } from '../../server/src/platform/postgres/run-record.ts'
import { openSecrets, type Secrets } from '../../server/src/platform/secrets.ts'
import { apps, merchantSettings } from '../../server/test/payment-histories/merchant-settings.ts'
import { type RunningProduct, startProduct } from './running-product.ts'

/** A product of its own with its PostgreSQL, what people are enrolled with, and the emulator that takes the money. */
export interface Ground {
  product: RunningProduct
  emulator: WechatPayEmulator
  db: Db
  secrets: Secrets
  ownerUrl: string
  clock: { now(): Date }
  close(): Promise<void>
}

/**
 * The product as behind a centre’s proxy: it has a public address, and so believes a proxy of its own network from where
 * a request comes. No limit is off: every student comes from an address of the student’s own.
 */
export async function openGround(settings: NodeJS.ProcessEnv = {}): Promise<Ground> {
  const emulator = await openWechatPayEmulator({ appIds: apps })
  try {
    const product = await startProduct(async ({ dataDir, origin }) => ({
      ...(await merchantSettings(dataDir, emulator, origin)),
      ...{ TUCAI_MODE: 'demo', ...settings },
    }))
    return await opened(product, emulator)
  } catch (error) {
    await emulator.close()
    throw error
  }
}

async function opened(product: RunningProduct, emulator: WechatPayEmulator): Promise<Ground> {
  const urls = runningServerUrls(product.dataFolder)
  if (urls === undefined) {
    await product.stop()
    throw new Error('the product runs no PostgreSQL of its own')
  }
  const db = openDatabase(urls.app, { connections: 4 })
  return {
    ...{ product, emulator, db, ownerUrl: urls.owner, clock: { now: () => new Date() } },
    secrets: openSecrets(join(product.dataFolder, 'keys')),
    async close() {
      await db.close()
      await product.stop()
      await emulator.close()
    },
  }
}
