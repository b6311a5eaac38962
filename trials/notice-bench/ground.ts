import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWechatPayEmulator, type WechatPayEmulator } from '../../emulators/wechat-pay/emulator.ts'
import { unrelatedClient } from '../../emulators/wechat-pay/merchant.ts'
import { addOrder, lockOrder } from '../../server/src/order/orders.ts'
import { addPayment } from '../../server/src/payment/payments.ts'
import { type Db, inTransaction, openDatabase, SYSTEM } from '../../server/src/platform/db.ts'
import { runningServerUrls } from '../../server/src/platform/postgres/run-record.ts'
import { openSecrets, type Secrets } from '../../server/src/platform/secrets.ts'
import { apps, merchantSettings } from '../../server/test/payment-histories/merchant-settings.ts'
import { enrol, type Person } from '../../server/test/payment-histories/people.ts'
import { openServerProcess, type ServerProcess } from '../../server/test/payment-kills/server-process.ts'
import { freePort } from '../../server/test/started-product.ts'

/** The product as it runs at a centre, PostgreSQL and all, with the emulator as its provider. */
export interface BenchGround {
  server: ServerProcess
  emulator: WechatPayEmulator
  db: Db
  secrets: Secrets
  close(): Promise<void>
}

export async function openBenchGround(): Promise<BenchGround> {
  const folder = await mkdtemp(join(tmpdir(), 'tucai-notice-bench-'))
  // Root hands PostgreSQL to another account, which must be able to pass.
  await chmod(folder, 0o711)
  const emulator = await openWechatPayEmulator({ appIds: apps })
  const port = await freePort()
  const server = openServerProcess(port, {
    ...(await merchantSettings(folder, emulator, `http://127.0.0.1:${port}`)),
    DATABASE_URL: '',
    TUCAI_PHOTO_WORKERS: '1',
  })
  await server.start()
  const db = openDatabase(runningServerUrls(folder)!.app, { connections: 6 })
  return {
    ...{ server, emulator, db, secrets: openSecrets(join(folder, 'keys')) },
    async close() {
      await db.close()
      await server.stop()
      await emulator.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const TOTAL_FEN = 2000
const PER_CAMPAIGN = 250

/** So many students at the cashier, each with an order and an open payment; answers the numbers of the payments. */
export async function queueAtCashier(ground: BenchGround, count: number): Promise<string[]> {
  const registry = { ...ground, clock: { now: () => new Date() } }
  const rest = Array.from({ length: Math.ceil(count / PER_CAMPAIGN) }, (_, nth) =>
    Math.min(PER_CAMPAIGN, count - nth * PER_CAMPAIGN),
  )
  const numbers: string[] = []
  const worker = async () => {
    for (let size = rest.pop(); size !== undefined; size = rest.pop()) {
      const { people } = await enrol(registry, { collectionFeeFen: TOTAL_FEN, paperFeeFen: 1500 }, size)
      numbers.push(...(await atCashier(ground, people)))
    }
  }
  await Promise.all(Array.from({ length: 4 }, worker))
  return numbers
}

function atCashier({ db, secrets, emulator }: BenchGround, people: Person[]): Promise<string[]> {
  return inTransaction(db, SYSTEM, async (tx) => {
    const now = new Date()
    const numbers: string[] = []
    for (const { graduateId, identityId, schoolId, photoId } of people) {
      const lines = [{ kind: 'collection', zh: '图像采集', en: 'Photo collection', quantity: 1, amountFen: TOTAL_FEN }]
      const order = { graduateId, identityId, schoolId, photoId, kind: 'collection', printSets: 0 } as const
      const rest = { delivery: 'none', address: null, schoolFen: 0, expiresAt: new Date(now.getTime() + 86_400_000) }
      const id = await addOrder(tx, secrets, { ...order, ...rest, lines } as Parameters<typeof addOrder>[2], now)
      const placed = (await lockOrder(tx, secrets, id))!
      const merchant = `${emulator.merchant.mchid}/${apps[1]}`
      const attempt = { provider: 'wechat-pay', way: 'h5', merchant, payer: null } as const
      numbers.push((await addPayment(tx, secrets, placed, attempt, now)).tradeNumber)
    }
    return numbers
  })
}

/** A payment that was really made, of which every notice is a variation. */
export async function aTrueNotice({ emulator, server }: BenchGround): Promise<(number: string) => SignedNotice> {
  const client = unrelatedClient(emulator)
  const outTradeNo = 'BENCH00000000000000000000000001'
  await client.v3.pay.transactions.h5.post({
    ...{ mchid: emulator.merchant.mchid, appid: apps[1], out_trade_no: outTradeNo, description: 'bench' },
    notify_url: `${server.url}/api/payments/wechat-pay/notices`,
    amount: { total: TOTAL_FEN, currency: 'CNY' },
    scene_info: { payer_client_ip: '127.0.0.1', h5_info: { type: 'Wap' } },
  })
  emulator.fault({ at: 'notice', kind: 'lose' })
  emulator.payOrder(outTradeNo)
  return (number) => {
    const over = { out_trade_no: number, transaction_id: `42${number}` }
    const { url, headers, body } = emulator.makeNotice(outTradeNo, [{ kind: 'forge', over }])
    return { url, headers, body }
  }
}

export interface SignedNotice {
  url: string
  headers: Record<string, string>
  body: string
}
