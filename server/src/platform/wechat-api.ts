import type { Clock } from './clock.ts'
import { askWechat, openWechatCalls, refusalOf, type WechatSetting } from './wechat-calls.ts'
import { isTradeManaged, type Shipping, type ShippingOutcome, uploadShipping } from './wechat-shipping.ts'
import { type SubscribeMessage, type SubscribeOutcome, sendSubscribeMessage } from './wechat-subscribe.ts'

export { WechatAway, type WechatSetting } from './wechat-calls.ts'

/** The calls to WeChat’s server that a mini program’s server makes. */
export interface WechatApi {
  /** Who gave the code of `wx.login`; null when WeChat does not accept it. @throws WechatAway */
  openIdOf(code: string): Promise<string | null>
  /** The phone (E.164) whose owner pressed the button `getPhoneNumber`; null when WeChat does not accept the code. @throws WechatAway */
  phoneOf(code: string): Promise<string | null>
  /** The identity card in a picture (below 2 MB); null when WeChat sees none. @throws WechatAway */
  cardIn(picture: Uint8Array): Promise<WechatCard | null>
  /** Sends a subscribe message. @throws WechatAway */
  sendSubscribeMessage(message: SubscribeMessage): Promise<SubscribeOutcome>
  /** Tells of the delivery of what was paid for; may be repeated. @throws WechatAway */
  uploadShipping(shipping: Shipping): Promise<ShippingOutcome>
  /** Whether WeChat wants to be told of deliveries; null when it does not say. @throws WechatAway */
  isTradeManaged(): Promise<boolean | null>
}

/** What `cv/ocr/idcard` read: of the back only `type`. `nationality` is the ethnic group, `addr` the address. */
export interface WechatCard {
  type: 'Front' | 'Back'
  name?: string
  id?: string
  addr?: string
  gender?: string
  nationality?: string
}

/** A code that is invalid, was used, or belongs to somebody whom WeChat holds for a risk. */
const CODE_REFUSED = new Set([40029, 40163, 40226])
/** No picture, or no identity card in it. */
const PICTURE_REFUSED = new Set([101000, 101001, 101002, 101003])

export function openWechatApi(setting: WechatSetting, clock: Clock): WechatApi {
  const { appId, appSecret, apiUrl } = setting
  const call = openWechatCalls(setting, clock)
  return {
    async openIdOf(code) {
      const login = { appid: appId, secret: appSecret, js_code: code, grant_type: 'authorization_code' }
      const answer = await askWechat(apiUrl, '/sns/jscode2session', login)
      if (typeof answer.openid === 'string' && answer.openid !== '') return answer.openid
      if (CODE_REFUSED.has(answer.errcode ?? 0)) return null
      throw refusalOf('jscode2session', answer)
    },
    async phoneOf(code) {
      const answer = await call('/wxa/business/getuserphonenumber', { code })
      if (CODE_REFUSED.has(answer.errcode ?? 0)) return null
      const info = answer.phone_info as { purePhoneNumber?: unknown; countryCode?: unknown } | undefined
      if (answer.errcode !== 0 || info === undefined) throw refusalOf('getuserphonenumber', answer)
      return `+${info.countryCode}${info.purePhoneNumber}`
    },
    async cardIn(picture) {
      const form = new FormData()
      form.append('img', new Blob([Uint8Array.from(picture)], { type: 'image/jpeg' }), 'card.jpg')
      const answer = await call('/cv/ocr/idcard', form)
      if (PICTURE_REFUSED.has(answer.errcode ?? 0)) return null
      // The documents show the code of success as a text and as a number.
      if (Number(answer.errcode ?? 0) !== 0) throw refusalOf('cv/ocr/idcard', answer)
      return answer as unknown as WechatCard
    },
    sendSubscribeMessage: (message) => sendSubscribeMessage(call, message),
    uploadShipping: (shipping) => uploadShipping(call, shipping),
    isTradeManaged: () => isTradeManaged(call, appId),
  }
}
