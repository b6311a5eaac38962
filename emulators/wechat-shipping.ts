/**
 * What WeChat is told of parcels, so that it hands out the money of an order.
 * Source: developers.weixin.qq.com/miniprogram/dev/server/API/order_shipping (api_uploadshippinginfo, api_istrademanaged).
 */

/** How an order is named: by WeChat Pay’s number or by the merchant’s. */
export type OrderKey = { transactionId: string } | { mchid: string; outTradeNo: string }

/** A parcel or hand-over that was told and accepted. */
export interface Shipping {
  key: OrderKey
  openId: string
  /** 1 courier, 2 within the city, 3 nothing material, 4 fetched. */
  logisticsType: number
  trackingNumber: string | undefined
  courier: string | undefined
  description: string
  toldAt: Date
}

export interface ShippingDesk {
  /** Everything that was accepted, in order. */
  readonly shippings: Shipping[]
  /** Who paid the order; undefined: there is no such paid order. By default every order exists and is its payer’s. */
  payerOf: (key: OrderKey) => string | undefined | 'anybody'
  upload(body: string): object
}

const refused = (errcode: number, errmsg: string) => ({ errcode, errmsg })
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= most

export function openShippingDesk(): ShippingDesk {
  const shippings: Shipping[] = []
  const desk: ShippingDesk = {
    shippings,
    payerOf: () => 'anybody',
    upload(body) {
      const read = readShipping(body)
      if ('errcode' in read) return read
      const payer = desk.payerOf(read.key)
      if (payer === undefined) return refused(10060001, '支付单不存在')
      if (payer !== 'anybody' && payer !== read.openId) return refused(10060031, '该笔支付单不属于openid所指定的用户')
      const earlier = shippings.filter(({ key }) => JSON.stringify(key) === JSON.stringify(read.key))
      if (earlier.length >= 2) return refused(10060003, '支付单已使用重新发货机会')
      const last = earlier.at(-1)
      if (last && last.toldAt >= read.toldAt) return refused(10060023, '发货信息未更新')
      shippings.push(read)
      return { errcode: 0, errmsg: 'ok' }
    },
  }
  return desk
}

function readShipping(body: string): Shipping | ReturnType<typeof refused> {
  const given: unknown = JSON.parse(body)
  const { order_key: key, payer, shipping_list: list = [] } = isObject(given) ? given : {}
  if (!isObject(given) || !isObject(key) || !isObject(payer) || !Array.isArray(list) || !list.every(isObject))
    return refused(47001, 'data format error')
  if (typeof given.logistics_type !== 'number' || typeof given.delivery_mode !== 'number')
    return refused(47001, 'data format error')
  if (![1, 2, 3, 4].includes(given.logistics_type)) return refused(10060005, '物流类型有误')
  if (![1, 2].includes(given.delivery_mode)) return refused(268485224, '发货模式非法')
  if (given.delivery_mode === 2) return refused(10060006, '非快递发货时不允许分拆发货')
  if (list.length !== 1) return refused(268485228, '统一发货模式下，物流信息列表长度必须为1')
  const toldAt = readUploadTime(given.upload_time)
  if (!toldAt) return refused(268485216, '上传时间非法，请按照RFC 3339格式填写')
  const order = readKey(key)
  if ('errcode' in order) return order
  const item = readItem(list[0]!, given.logistics_type)
  if ('errcode' in item) return item
  if (!isText(payer.openid, 128)) return refused(40003, 'invalid openid')
  return { key: order, openId: payer.openid, logisticsType: given.logistics_type, ...item, toldAt }
}

function readUploadTime(text: unknown): Date | undefined {
  const isTime = typeof text === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text)
  return isTime && !Number.isNaN(Date.parse(text)) ? new Date(text) : undefined
}

function readKey(key: Record<string, unknown>): OrderKey | ReturnType<typeof refused> {
  if (key.order_number_type === 2)
    return isText(key.transaction_id, 32)
      ? { transactionId: key.transaction_id }
      : refused(268485195, '微信支付单号transaction_id不能为空')
  if (key.order_number_type !== 1) return refused(268485194, '订单单号类型非法')
  if (!isText(key.mchid, 32)) return refused(268485196, '商户号mchid不能为空')
  if (!isText(key.out_trade_no, 32)) return refused(268485197, '商户单号out_trade_no不能为空')
  return { mchid: key.mchid, outTradeNo: key.out_trade_no }
}

function readItem(item: Record<string, unknown>, logisticsType: number) {
  if (typeof item.item_desc !== 'string' || item.item_desc === '')
    return refused(10060008, '商品描述item_desc字段不能为空')
  if ([...item.item_desc].length > 120) return refused(10060009, '商品描述item_desc字段太长')
  const description = item.item_desc
  if (logisticsType !== 1) return { trackingNumber: undefined, courier: undefined, description }
  if (!isText(item.tracking_no, 128)) return refused(268485226, '物流单号不能为空')
  if (!isText(item.express_company, 128)) return refused(268485227, '物流公司编码不能为空')
  if (item.express_company === 'SF' && !isObject(item.contact)) return refused(10060014, '顺丰需要联系方式contact')
  return { trackingNumber: item.tracking_no, courier: item.express_company, description }
}
