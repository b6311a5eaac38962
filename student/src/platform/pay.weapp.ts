import Taro from '@tarojs/taro'
import type { Cashier, PaymentWay } from '@tucai/contract'
import { wechatLoginCode } from './wechat.weapp'

/** How somebody can pay here, the usual way first. */
export function waysHere(_pageAppId: string): PaymentWay[] {
  return ['weapp', 'simulated']
}

/** What tells the server whose WeChat pays. */
export async function payerCode(way: PaymentWay, _pageAppId: string): Promise<string | undefined> {
  return way === 'weapp' ? wechatLoginCode() : undefined
}

/** A code that the screen left to fetch: a mini program never leaves its screen for one. */
export function fetchedPayerCode(): string | undefined {
  return undefined
}

/**
 * Hands over to WeChat. True: it says that the money was given, which the server is still to confirm; false: the payer
 * changed their mind, or it did not work.
 */
export async function payWithWechat(cashier: Exclude<Cashier, { kind: 'simulated' }>): Promise<boolean> {
  if (cashier.kind !== 'wechat') throw new Error('a mini program opens no page of the cashier')
  const { timeStamp, nonceStr, package: prepaid, signType, paySign } = cashier
  return Taro.requestPayment({ timeStamp, nonceStr, package: prepaid, signType, paySign }).then(
    () => true,
    () => false,
  )
}
