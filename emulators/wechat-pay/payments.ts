/**
 * Placing, asking for and closing orders.
 * Source: pay.weixin.qq.com/docs/merchant/products/jsapi-payment/apilist.html, h5-payment, close-order, query-order.
 */
import { randomBytes, randomInt } from 'node:crypto'
import { type Fields, readBody } from './body.ts'
import { type Book, keyOf, type Merchant, type Trade, type TradeState } from './book.ts'
import { invalidRequest, Refusal, wrongParameter } from './refusal.ts'
import { chinaTime, digitsOfTime, readTime } from './time.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** Where an order may go from each state. An order with a refund stays one, whatever becomes of the refund. */
const tradeMoves: Record<TradeState, TradeState[]> = {
  NOTPAY: ['USERPAYING', 'PAYERROR', 'SUCCESS', 'CLOSED'],
  USERPAYING: ['NOTPAY', 'PAYERROR', 'SUCCESS', 'CLOSED'],
  PAYERROR: ['USERPAYING', 'SUCCESS', 'CLOSED'],
  SUCCESS: ['REFUND'],
  CLOSED: [],
  REFUND: [],
}

export function moveTrade(trade: Trade, to: TradeState) {
  if (!tradeMoves[trade.state].includes(to)) throw new Error(`${trade.outTradeNo}: ${trade.state} does not go to ${to}`)
  trade.state = to
}

export interface PlacingRules {
  now: Date
  /** Whether the openid belongs to the app. */
  knowsOpenId(appId: string, openId: string): boolean
}

/** Places an order, or gives a fresh prepay id for the same one. */
export function place(
  book: Book,
  merchant: Merchant,
  tradeType: Trade['tradeType'],
  text: string,
  rules: PlacingRules,
) {
  const { fields, spelling } = readBody(text)
  const wanted = readTrade(fields, merchant, tradeType, rules)
  const key = keyOf(merchant.mchid, wanted.outTradeNo)
  const parameters = `${tradeType} ${spelling}`
  const known = book.trades.get(key)
  if (known) checkRepetition(known, tradeType, parameters, rules.now)
  const trade = known ?? { ...wanted, parameters }
  book.trades.set(key, trade)
  const prepay = { id: `wx${digitsOfTime(rules.now)}${randomBytes(10).toString('hex')}`, madeAt: rules.now }
  trade.prepays.push(prepay)
  return prepay.id
}

function checkRepetition(known: Trade, tradeType: Trade['tradeType'], parameters: string, now: Date) {
  if (known.state === 'CLOSED') throw new Refusal(400, 'ORDER_CLOSED', '订单已关闭')
  if (known.state === 'SUCCESS' || known.state === 'REFUND' || known.tradeType !== tradeType)
    throw new Refusal(403, 'OUT_TRADE_NO_USED', '商户订单号重复')
  if (known.parameters !== parameters) throw invalidRequest('请求重入时，参数与首次请求时不一致')
  if (now >= known.expiresAt) throw invalidRequest('订单已超过支付结束时间，请使用新的商户订单号下单')
}

function readTrade(fields: Fields, merchant: Merchant, tradeType: Trade['tradeType'], rules: PlacingRules) {
  const appId = fields.text('appid', { most: 32 })
  if (fields.text('mchid', { most: 32 }) !== merchant.mchid) throw invalidRequest('请求中的mchid与签名的商户号不一致')
  if (!merchant.appIds.includes(appId))
    throw new Refusal(400, 'APPID_MCHID_NOT_MATCH', 'AppID和mch_id不匹配，请确认AppID和mch_id是否匹配')
  const amount = fields.inside('amount')
  const currency = amount.optionalText('currency', { most: 16 })
  if (currency !== undefined && currency !== 'CNY') throw wrongParameter('/amount/currency', currency, '币种仅支持CNY')
  fields.optionalText('goods_tag', { most: 32 })
  fields.optionalFlag('support_fapiao')
  return {
    mchid: merchant.mchid,
    appId,
    outTradeNo: fields.text('out_trade_no', { least: 6, most: 32, form: /^[0-9A-Za-z_\-|*]+$/ }),
    tradeType,
    state: 'NOTPAY' as const,
    totalFen: amount.whole('total', 1),
    description: fields.text('description', { most: 127 }),
    attach: fields.optionalText('attach', { most: 128 }),
    notifyUrl: readNotifyUrl(fields.text('notify_url', { most: 255 })),
    openId: tradeType === 'JSAPI' ? readPayer(fields.inside('payer'), appId, rules) : readScene(fields),
    placedAt: rules.now,
    expiresAt: readExpiry(fields.optionalText('time_expire', { most: 64 }), rules.now),
    prepays: [],
    transactionId: undefined,
    payerFen: undefined,
    bank: undefined,
    paidAt: undefined,
    closedAt: undefined,
    forged: undefined,
  }
}

/** HTTPS without a query. On this machine plain HTTP will do, as over a private line. */
export function readNotifyUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isLocal = url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  if (!url || (url.protocol !== 'https:' && !isLocal))
    throw wrongParameter('/notify_url', text, '通知地址应为https地址')
  if (/[?#]/.test(text)) throw wrongParameter('/notify_url', text, '通知地址不能携带参数')
  return text
}

function readPayer(payer: Fields, appId: string, { knowsOpenId }: PlacingRules): string {
  const openId = payer.text('openid', { most: 128 })
  if (!knowsOpenId(appId, openId)) throw wrongParameter('/payer/openid', openId, '无效的openid')
  return openId
}

/** What H5 orders must tell of where they are placed; there, nobody in particular has to pay. */
function readScene(fields: Fields): undefined {
  const scene = fields.inside('scene_info')
  scene.text('payer_client_ip', { most: 45, form: /^([0-9.]+|[0-9A-Fa-f:.]+)$/ })
  scene.inside('h5_info').text('type', { most: 32 })
}

/** Seven days when nothing is said; never sooner than a minute or later than 90 days from now. */
function readExpiry(text: string | undefined, now: Date): Date {
  if (text === undefined) return new Date(now.getTime() + 7 * DAY_MS)
  const wanted = readTime(text)
  if (!wanted) throw wrongParameter('/time_expire', text, '支付结束时间应为rfc3339格式')
  const earliestMs = now.getTime() + MINUTE_MS
  return new Date(Math.min(Math.max(wanted.getTime(), earliestMs), now.getTime() + 90 * DAY_MS))
}

/** The order of this merchant. `mchid` comes from the query or the body and must be the one that signed. */
export function findTrade(book: Book, merchant: Merchant, number: { outTradeNo: string } | { transactionId: string }) {
  const trade =
    'outTradeNo' in number
      ? book.trades.get(keyOf(merchant.mchid, number.outTradeNo))
      : [...book.trades.values()].find(
          ({ mchid, transactionId }) => mchid === merchant.mchid && transactionId === number.transactionId,
        )
  if (!trade) throw new Refusal(404, 'ORDER_NOT_EXIST', '订单不存在')
  return trade
}

export function checkMchid(mchid: string | null, merchant: Merchant, location: 'query' | 'body') {
  if (!mchid)
    throw wrongParameter(location === 'body' ? '/mchid' : 'mchid', mchid ?? undefined, 'mchid为必填项', location)
  if (mchid !== merchant.mchid) throw invalidRequest('请求中的mchid与签名的商户号不一致')
}

export function closeTrade(book: Book, merchant: Merchant, outTradeNo: string, text: string, now: Date) {
  checkMchid(readBody(text).fields.text('mchid', { most: 32 }), merchant, 'body')
  const trade = findTrade(book, merchant, { outTradeNo })
  if (trade.state === 'CLOSED') throw new Refusal(400, 'ORDER_CLOSED', '订单已关闭')
  if (trade.state === 'SUCCESS' || trade.state === 'REFUND')
    throw new Refusal(400, 'ORDERPAID', '订单已支付，不能发起关单')
  moveTrade(trade, 'CLOSED')
  trade.closedAt = now
}

const stateWords: Record<TradeState, string> = {
  NOTPAY: '订单未支付',
  USERPAYING: '用户支付中',
  PAYERROR: '支付失败',
  SUCCESS: '支付成功',
  CLOSED: '订单已关闭',
  REFUND: '订单发生过退款',
}

/** The order as queries and notices tell it. Who paid, when and what is told only once somebody has. */
export function transactionOf(trade: Trade): Record<string, unknown> {
  const paid = trade.paidAt && {
    transaction_id: trade.transactionId,
    trade_type: trade.tradeType,
    bank_type: trade.bank,
    success_time: chinaTime(trade.paidAt),
    payer: { openid: trade.openId },
    ...(trade.attach !== undefined && { attach: trade.attach }),
  }
  const amount = paid
    ? { total: trade.totalFen, payer_total: trade.payerFen, currency: 'CNY', payer_currency: 'CNY' }
    : { total: trade.totalFen, payer_currency: 'CNY' }
  const state = { trade_state: trade.state, trade_state_desc: stateWords[trade.state] }
  const told = { mchid: trade.mchid, appid: trade.appId, out_trade_no: trade.outTradeNo, ...paid, ...state, amount }
  return overlay(told, trade.forged ?? {})
}

/** The object with other values laid over it, in depth. */
export function overlay(object: Record<string, unknown>, over: Record<string, unknown>): Record<string, unknown> {
  const laid = { ...object }
  for (const [name, value] of Object.entries(over)) {
    const below = laid[name]
    const both = isPlain(below) && isPlain(value)
    laid[name] = both ? overlay(below, value) : value
  }
  return laid
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A number of the provider’s own: 28 digits. */
export const newTransactionId = (now: Date) => `42000${digitsOfTime(now)}${String(randomInt(1e9)).padStart(9, '0')}`
