/** What the emulator is given and gives. */
import type { OrderKey } from '../wechat-shipping.ts'
import type { Ledger, RefundState } from './book.ts'
import type { Fault, Faults, NoticeFault } from './faults.ts'
import type { NoticeRequest } from './notice-request.ts'
import type { Notice } from './notices.ts'
import type { Paying, PayParameters, PayResult } from './payer.ts'
import type { KeyMode, Platform } from './platform.ts'

export interface WechatPayOptions {
  /** 0: any free port. */
  port?: number
  /** How the platform’s signatures are verified: with a key that has an id, with certificates, or either. */
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
  /** The platform’s keys: `publicKey`, certificates. */
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
  makeNotice(number: string, faults?: NoticeFault[]): NoticeRequest
  /** Who paid an order, named as WeChat’s other interfaces name it; undefined when nobody did. */
  payerOf(key: OrderKey): string | undefined
  ledger(): Ledger
  /** What every answered request was: method, path, status. */
  readonly answered: { method: string; url: string; status: number }[]
  /** Forgets orders, refunds, notices and faults; keys stay. */
  reset(): void
  close(): Promise<void>
}
