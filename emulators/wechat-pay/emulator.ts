import { createPublicKey, randomBytes } from 'node:crypto'
import type { OrderKey } from '../wechat-shipping.ts'
import { openBills } from './bills.ts'
import {
  type Book,
  keyOf,
  type Ledger,
  ledgerOf,
  type Merchant,
  openBook,
  type Refund,
  type RefundState,
  type Trade,
} from './book.ts'
import { type Clock, openClock } from './clock.ts'
import { type Fault, type Faults, openFaults } from './faults.ts'
import { buildRequest, type NoticeRequest } from './notice-request.ts'
import { type Notice, openNotices, type Telling } from './notices.ts'
import { type Paying, type PayParameters, type PayResult, payByParameters, payTrade, tradeOfPrepay } from './payer.ts'
import { transactionOf } from './payments.ts'
import { type KeyMode, newKeyPair, openPlatform, type Platform } from './platform.ts'
import { moveRefund, refundNoticeOf } from './refunds.ts'
import { listenToMerchants } from './server.ts'

export interface WechatPayOptions {
  /** 0: any free port. */
  port?: number
  /** How the platform’s signatures are verified: with a key that has an id, or with certificates. */
  mode?: KeyMode
  /** The time; given, nothing is done before `settle` or `advance`. */
  now?: () => Date
  /** Whether things are done by themselves when their time has come; by default when no `now` is given. */
  timers?: boolean
  mchid?: string
  /** The apps that are bound to the merchant. */
  appIds?: string[]
  /** 32 bytes. */
  apiKey?: string
  /** The merchant’s private key in PEM; by default one is made. */
  privateKey?: string
  /** The merchant’s certificate’s serial. */
  serial?: string
  /** Whether the openid belongs to the app; by default every one that looks like one does. */
  knowsOpenId?: (appId: string, openId: string) => boolean
  /** Whether refunds of one order must be a minute apart; by default they must. */
  refundsApart?: boolean
  /** How long the merchant may take to answer a notice; by default five seconds. */
  noticeTimeoutMs?: number
}

/** What becomes of refunds; `delayMs` null: nothing until `endRefund`. */
export interface RefundPlan {
  delayMs: number | null
  outcome: Exclude<RefundState, 'PROCESSING'>
}

/** WeChat Pay on this machine, for one merchant. */
export interface WechatPayEmulator {
  /** The base address, e.g. http://127.0.0.1:41235 */
  url: string
  /** What the merchant knows of itself: id, certificate serial, private key (PEM), APIv3 key, bound apps. */
  merchant: { mchid: string; serial: string; privateKey: string; apiKey: string; appIds: string[] }
  /** The platform’s keys: `publicKey` in public-key mode, certificates otherwise. */
  platform: Platform
  now(): Date
  settle(): Promise<void>
  advance(milliseconds: number): Promise<void>
  /** Pays by the parameters that a page hands to the phone. */
  pay(parameters: PayParameters, paying?: Paying): PayResult
  /** Pays by the address of the H5 cashier. */
  payH5(h5Url: string, paying?: Paying): PayResult
  /** Pays an order by its number, without any screen. */
  payOrder(outTradeNo: string, paying?: Paying): PayResult
  refundPlan: RefundPlan
  refundsApart: boolean
  /** Ends a refund that is under way or went wrong. */
  endRefund(outRefundNo: string, outcome: RefundPlan['outcome']): void
  fault(fault: Fault): void
  readonly faults: Faults
  /** Every notice with its attempts. */
  readonly notices: Notice[]
  /** A rightly signed notice of a payment or refund, not sent: to be sent, or changed and sent, by the test. */
  makeNotice(number: string, faults?: Parameters<typeof buildRequest>[3]): NoticeRequest
  /** Who paid an order, named as WeChat’s other interfaces name it; undefined when nobody did. */
  payerOf(key: OrderKey): string | undefined
  ledger(): Ledger
  /** What every answered request was: method, path, status. */
  readonly answered: { method: string; url: string; status: number }[]
  /** Forgets orders, refunds, notices and faults; keys stay. */
  reset(): void
  close(): Promise<void>
}

/** The state that the emulator’s parts share. */
export interface Inside {
  book: Book
  clock: Clock
  merchant: Merchant
  emulator: WechatPayEmulator
}

export async function openWechatPayEmulator(options: WechatPayOptions = {}): Promise<WechatPayEmulator> {
  const clock = openClock(options.now ?? (() => new Date()), options.timers ?? options.now === undefined)
  const known = knownMerchant(options)
  const merchant: Merchant = { ...known, publicKey: createPublicKey(known.privateKey) }
  const platform = openPlatform(options.mode ?? 'public-key', clock.now())
  const faults = openFaults()
  const book = openBook()
  const notices = openNotices({ clock, platform, faults, timeoutMs: options.noticeTimeoutMs ?? 5000 })
  const answered: WechatPayEmulator['answered'] = []
  const paid = (trade: Trade) => notices.tell(tellPayment(trade, merchant))
  const payer = { book, now: clock.now, merchantOf: () => merchant, paid }

  function endRefund(outRefundNo: string, outcome: RefundPlan['outcome']) {
    const refund = book.refunds.get(keyOf(merchant.mchid, outRefundNo))
    if (!refund) throw new Error(`no refund ${outRefundNo}`)
    moveRefund(refund, outcome, clock.now())
    if (refund.notifyUrl !== undefined) notices.tell(tellRefund(refund, merchant))
  }

  /** Lets the refund end by itself, unless a test has ended it before. */
  function refunding({ outRefundNo }: Refund) {
    const { delayMs, outcome } = emulator.refundPlan
    if (delayMs === null) return
    clock.later(delayMs, () => {
      if (book.refunds.get(keyOf(merchant.mchid, outRefundNo))?.state === 'PROCESSING') endRefund(outRefundNo, outcome)
    })
  }

  function tradeOf(outTradeNo: string): Trade {
    const trade = book.trades.get(keyOf(merchant.mchid, outTradeNo))
    if (!trade) throw new Error(`no order ${outTradeNo}`)
    return trade
  }

  const emulator: WechatPayEmulator = {
    url: '',
    merchant: known,
    platform,
    now: clock.now,
    settle: clock.settle,
    advance: clock.advance,
    pay: (parameters, paying = {}) => payByParameters(parameters, paying, payer),
    payH5(h5Url, paying = {}) {
      const prepayId = new URL(h5Url).searchParams.get('prepay_id') ?? ''
      const trade = tradeOfPrepay(book, prepayId)
      if (!trade) throw new Error(`no order behind ${h5Url}`)
      return payTrade(trade, prepayId, paying, payer)
    },
    payOrder: (outTradeNo, paying = {}) => payTrade(tradeOf(outTradeNo), undefined, paying, payer),
    refundPlan: { delayMs: 1000, outcome: 'SUCCESS' },
    refundsApart: options.refundsApart ?? true,
    endRefund,
    fault: faults.add,
    faults,
    get notices() {
      return notices.all
    },
    makeNotice(number, wrong = []) {
      const refund = book.refunds.get(keyOf(merchant.mchid, number))
      const telling = refund ? tellRefund(refund, merchant) : tellPayment(tradeOf(number), merchant)
      const id = randomBytes(16).toString('hex')
      const notice: Notice = { ...telling, id, createdAt: clock.now(), attempts: [], state: 'open' }
      return buildRequest(notice, platform, clock.now(), wrong)
    },
    payerOf(key) {
      const isIt = ({ mchid, outTradeNo, transactionId }: Trade) =>
        'transactionId' in key
          ? transactionId === key.transactionId
          : mchid === key.mchid && outTradeNo === key.outTradeNo
      const trade = [...book.trades.values()].find(isIt)
      return trade?.paidAt && trade.openId
    },
    ledger: () => ledgerOf(book),
    answered,
    reset() {
      book.trades.clear()
      book.refunds.clear()
      notices.clear()
      faults.clear()
      clock.clear()
      answered.length = 0
    },
    close: async () => {},
  }
  const bills = openBills(book, clock.now)
  const api = { book, bills, platform, now: clock.now, baseUrl: () => emulator.url, refunding }
  const knowsOpenId = options.knowsOpenId ?? ((_appId: string, openId: string) => /^[A-Za-z0-9_-]{1,128}$/.test(openId))
  const listening = await listenToMerchants(
    { ...api, knowsOpenId, refundsApart: () => emulator.refundsApart },
    { book, clock, merchant, emulator },
    options.port ?? 0,
  )
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

function tellPayment(trade: Trade, merchant: Merchant): Telling {
  const { notifyUrl, outTradeNo } = trade
  const resource = transactionOf(trade)
  const common = { originalType: 'transaction' as const, resource, notifyUrl, merchant }
  return { ...common, event: 'TRANSACTION.SUCCESS', summary: '支付成功', number: outTradeNo }
}

const refundSummaries = { SUCCESS: '退款成功', ABNORMAL: '退款异常', CLOSED: '退款关闭' }

function tellRefund(refund: Refund, merchant: Merchant): Telling {
  if (refund.state === 'PROCESSING') throw new Error(`${refund.outRefundNo} has not ended`)
  const common = { originalType: 'refund' as const, resource: refundNoticeOf(refund), merchant }
  const what = { event: `REFUND.${refund.state}` as const, summary: refundSummaries[refund.state] }
  return { ...common, ...what, number: refund.outRefundNo, notifyUrl: refund.notifyUrl ?? '' }
}
