import type { Cashier, PaymentWay } from '@tucai/contract'
import { keepForNow, keptForNow } from './storage.h5'

type WechatBridge = {
  invoke(name: string, parameters: Record<string, string>, onAnswer: (answer: { err_msg?: string }) => void): void
}
declare global {
  interface Window {
    WeixinJSBridge?: WechatBridge
  }
}

const isInWechat = /MicroMessenger/i.test(navigator.userAgent)

/** How somebody can pay here, the usual way first. A page inside WeChat can't open the cashier of other browsers. */
export function waysHere(pageAppId: string): PaymentWay[] {
  if (!isInWechat) return ['h5', 'simulated']
  return pageAppId === '' ? ['simulated'] : ['wechat-page', 'simulated']
}

/**
 * What tells the server whose WeChat pays. Only WeChat's own page gives it, so this one is left for it and opened again:
 * then `fetchedPayerCode` has the code.
 */
export async function payerCode(way: PaymentWay, pageAppId: string): Promise<string | undefined> {
  if (way !== 'wechat-page') return undefined
  const state = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16)).join('')
  keepForNow('wechat-way', JSON.stringify({ state, page: window.location.hash }))
  const query = new URLSearchParams({
    appid: pageAppId,
    redirect_uri: `${window.location.origin}/`,
    response_type: 'code',
    scope: 'snsapi_base',
    state,
  })
  window.location.assign(`https://open.weixin.qq.com/connect/oauth2/authorize?${query}#wechat_redirect`)
  // The page is being left; nothing that follows shall run.
  return new Promise(() => {})
}

/** The code that WeChat's page came back with, once. */
export function fetchedPayerCode(): string | undefined {
  const code = keptForNow('wechat-code') ?? undefined
  keepForNow('wechat-code', null)
  return code
}

/**
 * Hands over to WeChat. True: it says that the money was given, which the server is still to confirm; false: the payer
 * changed their mind, or it did not work.
 */
export async function payWithWechat(cashier: Exclude<Cashier, { kind: 'simulated' }>): Promise<boolean> {
  if (cashier.kind === 'wechat-h5') {
    window.location.assign(cashier.url)
    return new Promise(() => {})
  }
  const { appId, timeStamp, nonceStr, package: prepaid, signType, paySign } = cashier
  const bridge = await bridgeOfWechat()
  return new Promise((resolve) => {
    const parameters = { appId, timeStamp, nonceStr, package: prepaid, signType, paySign }
    bridge.invoke('getBrandWCPayRequest', parameters, ({ err_msg }) =>
      resolve(err_msg === 'get_brand_wcpay_request:ok'),
    )
  })
}

function bridgeOfWechat(): Promise<WechatBridge> {
  const bridge = window.WeixinJSBridge
  if (bridge !== undefined) return Promise.resolve(bridge)
  return new Promise((resolve) => {
    document.addEventListener('WeixinJSBridgeReady', () => resolve(window.WeixinJSBridge!), { once: true })
  })
}
