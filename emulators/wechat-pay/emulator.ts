import { createPublicKey, randomBytes } from 'node:crypto'
import { type ApiDeps, routesOf } from './api.ts'
import { openBills } from './bills.ts'
import { ledgerOf, type Merchant, openBook, payerOf } from './book.ts'
import { openClock } from './clock.ts'
import type { WechatPayEmulator, WechatPayOptions } from './face.ts'
import { openFaults } from './faults.ts'
import { openNotices } from './notices.ts'
import { openPayer } from './payer.ts'
import { newKeyPair, openPlatform } from './platform.ts'
import { openRefundDesk } from './refund-desk.ts'
import { listenToMerchants } from './server.ts'
import { tellingOf, tellPayment } from './tellings.ts'

export type { WechatPayEmulator, WechatPayOptions } from './face.ts'

export async function openWechatPayEmulator(options: WechatPayOptions = {}): Promise<WechatPayEmulator> {
  const clock = openClock(options.now ?? (() => new Date()), options.timers ?? options.now === undefined)
  const known = knownMerchant(options)
  const merchant: Merchant = { ...known, publicKey: createPublicKey(known.privateKey) }
  const platform = openPlatform(options.mode ?? 'public-key', clock.now())
  const [faults, book] = [openFaults(), openBook()]
  const notices = openNotices({ clock, platform, faults, timeoutMs: options.noticeTimeoutMs ?? 5000 })
  const desk = openRefundDesk({ book, clock, merchant, tell: notices.tell, plan: () => emulator.refundPlan })
  const answered: WechatPayEmulator['answered'] = []
  const emulator: WechatPayEmulator = {
    ...{ url: '', merchant: known, platform, faults, answered, notices: notices.all },
    ...{ now: clock.now, settle: clock.settle, advance: clock.advance },
    ...openPayer({ book, merchant, now: clock.now, paid: (trade) => notices.tell(tellPayment(trade, merchant)) }),
    refundPlan: { delayMs: 1000, outcome: 'SUCCESS' },
    refundsApart: options.refundsApart ?? true,
    endRefund: desk.end,
    fault: faults.add,
    makeNotice: (number, wrong = []) => notices.make(tellingOf(book, merchant, number), wrong),
    payerOf: (key) => payerOf(book, key),
    ledger: () => ledgerOf(book),
    reset() {
      for (const one of [book.trades, book.refunds, notices, faults, clock]) one.clear()
      answered.length = 0
    },
    close: async () => {},
  }
  const api: ApiDeps = {
    ...{ book, platform, now: clock.now, bills: openBills(book, clock.now), refunding: desk.taken },
    baseUrl: () => emulator.url,
    knowsOpenId: options.knowsOpenId ?? ((_appId, openId) => /^[A-Za-z0-9_-]{1,128}$/.test(openId)),
    refundsApart: () => emulator.refundsApart,
  }
  const inside = { book, now: clock.now, emulator }
  const listening = await listenToMerchants({ ...inside, merchant, platform, routes: routesOf(api) }, options.port ?? 0)
  emulator.url = listening.url
  emulator.close = async () => {
    clock.clear()
    await listening.close()
  }
  return emulator
}

function knownMerchant(options: WechatPayOptions): WechatPayEmulator['merchant'] {
  const made = () => newKeyPair().privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return {
    mchid: options.mchid ?? '1900000109',
    serial: options.serial ?? randomBytes(20).toString('hex').toUpperCase(),
    privateKey: options.privateKey ?? made(),
    apiKey: options.apiKey ?? randomBytes(16).toString('hex'),
    appIds: options.appIds ?? ['wx0000000000000000', 'wx1111111111111111'],
  }
}
