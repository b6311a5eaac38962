/** What a cell of a courier’s file says. */
export type CourierField =
  | 'orderNumber'
  | 'recipient'
  | 'phone'
  | 'province'
  | 'city'
  | 'district'
  | 'detail'
  | 'address'
  | 'goods'
  | 'pieces'
  | 'senderName'
  | 'senderPhone'
  | 'senderAddress'
  | 'nothing'

/** Columns in their order: the title that the courier’s import asks for, and what goes there. */
export type CourierLayout = readonly (readonly [title: string, field: CourierField])[]

export interface Courier {
  zh: string
  en: string
  /** Its code at WeChat (get_delivery_list). */
  wechat: string
  /** Other names under which files call it, plain (see plainHeading). */
  aliases: readonly string[]
  /** What its numbers look like at present. Couriers change that, so another look is a warning and no more. */
  numbers: RegExp
  /** The columns of its own import; others get the usual ones. */
  layout?: CourierLayout
}

/** Columns that most programs of couriers recognise, and that come back with the last two filled in. */
export const usualLayout: CourierLayout = [
  ['订单号', 'orderNumber'],
  ['收件人', 'recipient'],
  ['手机', 'phone'],
  ['省', 'province'],
  ['市', 'city'],
  ['区县', 'district'],
  ['详细地址', 'detail'],
  ['物品', 'goods'],
  ['件数', 'pieces'],
  ['寄件人', 'senderName'],
  ['寄件电话', 'senderPhone'],
  ['寄件地址', 'senderAddress'],
  ['快递公司', 'nothing'],
  ['运单号', 'nothing'],
]

/** Couriers by our short names. An operator’s contract may come with other columns: then they are changed here. */
export const couriers = {
  sf: {
    ...{ zh: '顺丰速运', en: 'SF Express', wechat: 'SF' },
    aliases: ['顺丰', '顺丰快递', '顺丰标快', 'sfexpress'],
    numbers: /^(SF\d{13}|\d{12}|\d{15})$/,
    layout: [
      ['客户订单号', 'orderNumber'],
      ['收件人姓名', 'recipient'],
      ['收件人手机', 'phone'],
      ['收件人省份', 'province'],
      ['收件人城市', 'city'],
      ['收件人区县', 'district'],
      ['收件人详细地址', 'detail'],
      ['寄托物内容', 'goods'],
      ['寄托物数量', 'pieces'],
      ['寄件人姓名', 'senderName'],
      ['寄件人手机', 'senderPhone'],
      ['寄件人详细地址', 'senderAddress'],
    ],
  },
  ems: {
    ...{ zh: 'EMS', en: 'EMS', wechat: 'EMS' },
    aliases: ['邮政ems', '邮政特快', '中国邮政速递', '特快专递', '邮政特快专递'],
    // The first form is the one of the Universal Postal Union, S10.
    numbers: /^([A-Z]{2}\d{9}CN|\d{13})$/,
    layout: [
      ['内部订单号', 'orderNumber'],
      ['收件人姓名', 'recipient'],
      ['收件人手机', 'phone'],
      ['收件人省', 'province'],
      ['收件人市', 'city'],
      ['收件人区县', 'district'],
      ['收件人地址', 'detail'],
      ['内件品名', 'goods'],
      ['内件数量', 'pieces'],
      ['寄件人姓名', 'senderName'],
      ['寄件人手机', 'senderPhone'],
      ['寄件人地址', 'senderAddress'],
    ],
  },
  jd: {
    ...{ zh: '京东快递', en: 'JD Logistics', wechat: 'JD' },
    aliases: ['京东', '京东物流', 'jdl'],
    numbers: /^(JD[A-Z]{0,2}\d{10,15}(-\d+-\d+-?)?|\d{15})$/,
    layout: [
      ['商家订单号', 'orderNumber'],
      ['收件人姓名', 'recipient'],
      ['收件人手机', 'phone'],
      ['收件人地址', 'address'],
      ['托寄物名称', 'goods'],
      ['包裹数量', 'pieces'],
      ['寄件人姓名', 'senderName'],
      ['寄件人手机', 'senderPhone'],
      ['寄件人地址', 'senderAddress'],
    ],
  },
  zto: {
    ...{ zh: '中通快递', en: 'ZTO Express', wechat: 'ZTO' },
    aliases: ['中通', 'ztoexpress'],
    numbers: /^(7[3-9]\d{12}|[2-7]\d{11})$/,
    layout: [
      ['订单号', 'orderNumber'],
      ['收件人', 'recipient'],
      ['收件人手机', 'phone'],
      ['收件省', 'province'],
      ['收件市', 'city'],
      ['收件区', 'district'],
      ['收件人详细地址', 'detail'],
      ['物品名称', 'goods'],
      ['数量', 'pieces'],
      ['发件人', 'senderName'],
      ['发件人手机', 'senderPhone'],
      ['发件人详细地址', 'senderAddress'],
    ],
  },
  yto: {
    ...{ zh: '圆通速递', en: 'YTO Express', wechat: 'YTO' },
    aliases: ['圆通', '圆通快递'],
    numbers: /^(YT\d{13}|\d{12}|\d{18})$/,
  },
  sto: {
    ...{ zh: '申通快递', en: 'STO Express', wechat: 'STO' },
    aliases: ['申通'],
    numbers: /^(77\d{13}|\d{12}|\d{13})$/,
  },
  yunda: {
    ...{ zh: '韵达快递', en: 'Yunda Express', wechat: 'YD' },
    aliases: ['韵达', '韵达速递', 'yd'],
    numbers: /^(\d{13}|\d{15})$/,
  },
  jt: {
    ...{ zh: '极兔速递', en: 'J&T Express', wechat: 'JTSD' },
    aliases: ['极兔', '极兔快递', 'jtsd'],
    numbers: /^JT\d{13}$/,
  },
  post: {
    ...{ zh: '邮政快递包裹', en: 'China Post parcel', wechat: 'YZPY' },
    aliases: ['邮政', '中国邮政', '邮政包裹', '邮政快递', 'yzpy'],
    numbers: /^(9\d{12}|[A-Z]{2}\d{9}CN|\d{13})$/,
  },
  deppon: {
    ...{ zh: '德邦快递', en: 'Deppon Express', wechat: 'DBL' },
    aliases: ['德邦', '德邦物流', 'dbl'],
    numbers: /^DPK\d{12}$|^\d{8,10}$/,
  },
} as const satisfies Record<string, Courier>

export type CourierCode = keyof typeof couriers
export const courierCodes = Object.keys(couriers) as CourierCode[]

export function courierOf(code: string): (Courier & { code: CourierCode }) | undefined {
  return Object.hasOwn(couriers, code) ? { ...couriers[code as CourierCode], code: code as CourierCode } : undefined
}

/** Which courier a file calls so; `name` is plain (see plainHeading). */
export function courierNamed(name: string): CourierCode | undefined {
  return courierCodes.find((code) => {
    const { zh, aliases } = couriers[code] as Courier
    return name === code || name === zh.toLowerCase() || aliases.includes(name)
  })
}

/** The courier whose numbers look so, where it is one only. */
export function courierBy(trackingNumber: string): CourierCode | undefined {
  const possible = courierCodes.filter((code) => couriers[code].numbers.test(trackingNumber))
  return possible.length === 1 ? possible[0] : undefined
}
