/** One class of data: how long it is kept, counted from what, and on what ground. */
export interface RetentionClass {
  /** Null: it ends with what it belongs to. */
  keptDays: number
  from: string
  zh: string
  basis: string
}

const YEAR = 365

/** Every class of data that ends by itself. The job deletes rows, files and derivatives; docs/retention.md shows the table. */
export const retention = {
  'unchosen-takes': { keptDays: 30, from: 'taken', zh: '没有选用或不合格的照片', basis: 'PIPL 19, 47' },
  'abandoned-collections': {
    ...{ keptDays: 180, from: 'campaign closed', zh: '批次结束仍未支付的采集', basis: 'PIPL 19, 47' },
  },
  originals: { keptDays: 180, from: 'graduation', zh: '原始照片和打印母版', basis: 'PIPL 19' },
  'finished-photos': { keptDays: 3 * YEAR, from: 'graduation', zh: '毕业生图像', basis: 'PIPL 19; E-Commerce Law 31' },
  'print-files': { keptDays: 30, from: 'printed or cancelled', zh: '冲印文件', basis: 'PIPL 19' },
  'delivery-files': { keptDays: 30, from: 'fetched, cancelled or made', zh: '交付包的文件', basis: 'PIPL 19' },
  corrections: { keptDays: 180, from: 'campaign closed', zh: '信息有误的说明', basis: 'PIPL 19' },
  addresses: { keptDays: 2 * YEAR, from: 'last used', zh: '保存的邮寄地址', basis: 'PIPL 19' },
  sessions: { keptDays: 30, from: 'started', zh: '登录', basis: 'PIPL 19' },
  codes: { keptDays: 1, from: 'expired', zh: '验证码和微信凭据', basis: 'PIPL 19' },
  'answered-requests': { keptDays: 1, from: 'received', zh: '已答复请求的副本', basis: 'PIPL 19' },
  'roster-trials': { keptDays: 7, from: 'uploaded', zh: '没有接受的名单', basis: 'PIPL 19' },
  notices: { keptDays: 90, from: 'made', zh: '通知和发送记录', basis: 'PIPL 19' },
  'invoice-requests': { keptDays: 180, from: 'refused or cancelled', zh: '没有开出的发票申请', basis: 'PIPL 19' },
  exports: { keptDays: 0, from: 'expired', zh: '导出的数据', basis: 'PIPL 19' },
  accounts: { keptDays: 3 * YEAR, from: 'graduation of the last enrolment', zh: '账户', basis: 'PIPL 19, 47' },
  consents: { keptDays: 3 * YEAR, from: 'given, without account', zh: '授权记录', basis: 'PIPL 56' },
} as const satisfies Record<string, RetentionClass>

export type RetentionName = keyof typeof retention

/** Orders and payments are kept by the rules for account books (细则第二十九条, 10 years) and end by no job. */
export const ORDERS_KEPT_DAYS = 10 * YEAR

export function daysAfter(instant: Date, days: number): Date {
  return new Date(instant.getTime() + days * 86_400_000)
}

/** What happened before this instant has been kept long enough. */
export function endOfKeeping(name: RetentionName, now: Date): Date {
  return daysAfter(now, -retention[name].keptDays)
}
