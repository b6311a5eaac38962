import type { CallWechat } from './wechat-calls.ts'

/** How somebody gets what was paid for. Couriers are named by WeChat’s codes: ZTO, YTO, SF. */
export type Delivery =
  | { kind: 'courier'; courier: string; trackingNumber: string; recipientPhone: string }
  | { kind: 'pick-up' }
  /** Nothing on paper: a file. */
  | { kind: 'electronic' }

/** What WeChat is told of a payment’s delivery; until then it keeps the money back. */
export interface Shipping {
  /** WeChat Pay’s number of the payment. */
  providerTransaction: string
  /** Who paid. */
  openId: string
  /** What was delivered, at most 120 characters. */
  description: string
  delivery: Delivery
  /** The same on every repetition: with a later instant WeChat takes it for the one correction that it allows. */
  shippedAt: Date
}

/** `refused` holds WeChat’s code: a person has to look. */
export type ShippingOutcome = { kind: 'accepted' } | { kind: 'refused'; code: number } | { kind: 'away'; code: number }

const LOGISTICS = { courier: 1, electronic: 3, 'pick-up': 4 }
const SHIPPED_TOGETHER = 1
const BY_TRANSACTION = 2
/** System busy, quotas, a token that is not taken again; a payment that WeChat’s shipping desk does not know yet. */
const LATER = new Set([-1, 45009, 45011, 40001, 40014, 42001, 10060001])
/** What is told was told before. */
const TOLD_BEFORE = 10060023

/**
 * Repeatable. @throws WechatAway
 * @see https://developers.weixin.qq.com/miniprogram/dev/platform-capabilities/business-capabilities/order-shipping/order-shipping.html
 */
export async function uploadShipping(call: CallWechat, shipping: Shipping): Promise<ShippingOutcome> {
  const { providerTransaction, openId, description, delivery, shippedAt } = shipping
  const { errcode = 0 } = await call('/wxa/sec/order/upload_shipping_info', {
    order_key: { order_number_type: BY_TRANSACTION, transaction_id: providerTransaction },
    logistics_type: LOGISTICS[delivery.kind],
    delivery_mode: SHIPPED_TOGETHER,
    shipping_list: [{ item_desc: [...description].slice(0, 120).join(''), ...parcelOf(delivery) }],
    upload_time: shippedAt.toISOString(),
    payer: { openid: openId },
  })
  if (errcode === 0 || errcode === TOLD_BEFORE) return { kind: 'accepted' }
  return { kind: LATER.has(errcode) ? 'away' : 'refused', code: errcode }
}

/** Only one courier asks for the recipient’s phone, and only with its middle covered. */
function parcelOf(delivery: Delivery): object {
  if (delivery.kind !== 'courier') return {}
  const { courier, trackingNumber, recipientPhone } = delivery
  const phone = recipientPhone.replace(/^\+86/, '')
  const covered = `${phone.slice(0, 3)}****${phone.slice(-4)}`
  const contact = courier === 'SF' ? { contact: { receiver_contact: covered } } : {}
  return { tracking_no: trackingNumber, express_company: courier, ...contact }
}

/** Whether WeChat keeps the mini program’s money back until it is told of deliveries. @throws WechatAway */
export async function isTradeManaged(call: CallWechat, appId: string): Promise<boolean | null> {
  const { errcode = 0, is_trade_managed: isManaged } = await call('/wxa/sec/order/is_trade_managed', { appid: appId })
  return errcode === 0 && typeof isManaged === 'boolean' ? isManaged : null
}
