import type { PaymentWay } from '@tucai/contract'
import type { Clock } from '../../platform/clock.ts'
import type { PaymentProvider } from '../provider.ts'
import { bill } from './bills.ts'
import { openCalls } from './calls.ts'
import { readNotice } from './notices.ts'
import { appIdOf, close, prepare, query } from './payments.ts'
import { openPlatformKeys } from './platform-keys.ts'
import { queryRefund, refund } from './refunds.ts'
import type { WechatPaySetting } from './setting.ts'
import { openExchange } from './transport.ts'

const WAYS: PaymentWay[] = ['weapp', 'wechat-page', 'h5']

/** WeChat Pay (APIv3) for a merchant of its own, not by way of a service provider. */
export function openWechatPay(setting: WechatPaySetting, clock: Clock): PaymentProvider {
  const exchange = openExchange(setting, clock)
  const keys = openPlatformKeys(setting, clock, exchange)
  const pay = { setting, clock, ask: openCalls(exchange, keys, clock) }
  return {
    name: 'wechat-pay',
    ways: WAYS.filter((way) => appIdOf(setting, way) !== undefined),
    merchantOf: (way) => `${setting.merchantId}/${appIdOf(setting, way)}`,
    prepare: (request) => prepare(pay, request),
    query: (tradeNumber) => query(pay, tradeNumber),
    close: (tradeNumber) => close(pay, tradeNumber),
    refund: (request) => refund(pay, request),
    queryRefund: (refundNumber) => queryRefund(pay, refundNumber),
    bill: (day) => bill(pay, exchange, day),
    readNotice: (headers, body) => readNotice(setting, { keys, clock }, headers, body),
  }
}
