import type { ErasureItem, ErasureView } from '@tucai/contract'

/** What deletion depends on, of one enrolment. */
export interface ErasureCase {
  /** Paid orders are business records, and their photo is owed to the student. */
  isPaid: boolean
  /** Payments were begun: money may still arrive and must be given back. */
  hasPayments: boolean
  /** Until when the finished photo of a paid order is kept. */
  photoUntil: Date
  /** Until when the records of a paid order are kept. */
  orderUntil: Date | null
}

type Words = { zh: string; en: string }

const removable = {
  photos: {
    zh: '没有支付的采集中的照片，以及没有选用的照片',
    en: 'Photos of unpaid collections and takes you did not choose',
  },
  progress: {
    zh: '没有支付的采集的进度、订单和纠错说明',
    en: 'Progress, orders and corrections of unpaid collections',
  },
  addresses: { zh: '保存的邮寄地址', en: 'Saved addresses' },
  exports: { zh: '导出的数据', en: 'Copies of your data' },
  wechat: { zh: '微信绑定', en: 'The link to your WeChat' },
  account: {
    zh: '账户：姓名、手机号、邮箱、密码、登录设备和登录记录',
    en: 'The account: name, phone, e-mail, password, devices and sessions',
  },
} satisfies Record<string, Words>

const keepable = {
  'paid-order': {
    zh: '已支付的订单、支付记录和发票：依法作为交易和会计记录保存',
    en: 'Paid orders, their payments and invoices: kept as business records, as the law requires',
  },
  'paid-photo': {
    zh: '已支付的照片：用于学历证书电子注册和纸质版照片，已经或将要按学校安排提交，不能撤回',
    en: 'Paid photos: needed for the registration of your diploma and for prints; what is delivered can’t be taken back',
  },
  'open-account': {
    zh: '账户：已支付的采集完成后仍需要它登录、查看和联系您，保存期满后自动删除',
    en: 'The account: paid collections need it to let you in and to reach you; it goes when their time is over',
  },
  payments: {
    zh: '发起过支付的订单：可能仍有款项到账，需要据此退款',
    en: 'Orders with a payment begun: money may still arrive and is given back by them',
  },
  roster: {
    zh: '学校提交的学籍信息：由学校决定，请联系学校删除',
    en: 'What your school submitted: that is the school’s decision, please contact it',
  },
  proof: {
    zh: '授权记录和操作记录：依法留存三年，不含证件号和照片',
    en: 'Records of consents and of access: kept three years as the law requires, without number or photo',
  },
} satisfies Record<string, Words>

/** What deletion removes and keeps now, and whether the account closes. */
export function planErasure(cases: ErasureCase[], askedAt: Date | null): ErasureView {
  const paid = cases.filter((one) => one.isPaid)
  const closes = paid.length === 0
  const removed: (keyof typeof removable)[] = ['photos', 'progress', 'addresses', 'exports', 'wechat']
  if (closes) removed.push('account')
  const kept: [keyof typeof keepable, Date | null][] = []
  if (!closes) {
    kept.push(['paid-order', latest(paid.map((one) => one.orderUntil))])
    kept.push(['paid-photo', latest(paid.map((one) => one.photoUntil))])
    kept.push(['open-account', latest(paid.map((one) => one.photoUntil))])
  }
  if (cases.some((one) => !one.isPaid && one.hasPayments)) kept.push(['payments', null])
  if (cases.length > 0) kept.push(['roster', null])
  kept.push(['proof', null])
  return {
    closes,
    removed: removed.map((code) => ({ code, ...removable[code], until: null })),
    kept: kept.map(([code, until]): ErasureItem => ({ code, ...keepable[code], until: until?.toISOString() ?? null })),
    askedAt: askedAt?.toISOString() ?? null,
  }
}

function latest(dates: (Date | null)[]): Date | null {
  const times = dates.filter((date) => date !== null).map((date) => date.getTime())
  return times.length === 0 ? null : new Date(Math.max(...times))
}
