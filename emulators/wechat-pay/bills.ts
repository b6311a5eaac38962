/**
 * Yesterday’s bills, to reconcile with: text with a backtick before each value, in yuan.
 * Source: pay.weixin.qq.com, “下载账单”: trade bill, fund flow bill, file format.
 */
import { createHash, randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Book, Merchant, Refund, Trade } from './book.ts'
import { Refusal, wrongParameter } from './refusal.ts'
import { billTime, chinaDay } from './time.ts'

const DAY_MS = 86_400_000
const LINK_MS = 300_000
/** A day’s bill is there at ten in the morning after. */
const READY_HOURS = 34
const FEE_PER_TEN_THOUSAND = 60

export interface Bills {
  /** The answer of `GET /v3/bill/tradebill` and `/v3/bill/fundflowbill`. */
  ask(kind: 'trade' | 'fund', query: URLSearchParams, merchant: Merchant, baseUrl: string): object
  /** The file behind a download address. */
  download(token: string | null, merchant: Merchant): Buffer
}

export function openBills(book: Book, now: () => Date): Bills {
  const files = new Map<string, { mchid: string; bytes: Buffer; untilMs: number }>()
  return {
    ask(kind, query, merchant, baseUrl) {
      const day = readDay(query.get('bill_date'), now())
      const isPacked = readChoice(query, 'tar_type', ['GZIP']) === 'GZIP'
      const rows =
        kind === 'trade'
          ? tradeBill(book, merchant, day, readChoice(query, 'bill_type', ['ALL', 'SUCCESS', 'REFUND']) ?? 'ALL')
          : fundBill(book, merchant, day, readChoice(query, 'account_type', ['BASIC', 'OPERATION', 'FEES']) ?? 'BASIC')
      if (!rows) throw new Refusal(400, 'NO_STATEMENT_EXIST', '请求的账单文件不存在')
      const bytes = Buffer.from(`\ufeff${rows.map((row) => `${row}\r\n`).join('')}`)
      const token = randomBytes(24).toString('base64url')
      const link = `${baseUrl}/v3/billdownload/file?token=${token}${isPacked ? '&tartype=gzip' : ''}`
      const untilMs = now().getTime() + LINK_MS
      files.set(token, { mchid: merchant.mchid, bytes: isPacked ? gzipSync(bytes) : bytes, untilMs })
      const hash = createHash('sha1').update(bytes).digest('hex')
      return { hash_type: 'SHA1', hash_value: hash, download_url: link }
    },
    download(token, merchant) {
      const file = files.get(token ?? '')
      if (!file || file.mchid !== merchant.mchid || now().getTime() > file.untilMs)
        throw wrongParameter('token', token ?? undefined, '下载地址已失效', 'query')
      return file.bytes
    },
  }
}

/** The day’s first instant, once its bill can be there. */
function readDay(text: string | null, now: Date): string {
  const start = new Date(`${text}T00:00:00+08:00`)
  if (!/^\d{4}-\d\d-\d\d$/.test(text ?? '') || Number.isNaN(start.getTime()))
    throw wrongParameter('bill_date', text ?? undefined, '账单日期格式应为yyyy-MM-dd', 'query')
  if (start > now || start.getTime() < now.getTime() - 92 * DAY_MS)
    throw wrongParameter('bill_date', text, '仅支持三个月内的账单下载申请', 'query')
  if (now.getTime() - start.getTime() < READY_HOURS * 3_600_000)
    throw new Refusal(400, 'STATEMENT_CREATING', '账单生成中，请稍后再试')
  return text!
}

function readChoice<T extends string>(query: URLSearchParams, name: string, choices: T[]): T | undefined {
  const text = query.get(name)
  if (text === null) return undefined
  if (!choices.includes(text as T)) throw wrongParameter(name, text, `${name}应为${choices.join('、')}`, 'query')
  return text as T
}

const yuan = (fen: number) => (fen / 100).toFixed(2)
const feeFen = (fen: number) => Math.round((fen * FEE_PER_TEN_THOUSAND) / 10_000)
const line = (values: string[]) => values.map((value) => `\`${value.replace(/[\r\n]/g, ' ')}`).join()
/** Fees are written with five decimals. */
const feeYuan = (fen: number) => (fen / 100).toFixed(5)
const sum = (fens: number[]) => fens.reduce((total, fen) => total + fen, 0)

const order =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额'
const refunded = '微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态'
const heads = {
  ALL: `${order},${refunded},商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注`,
  SUCCESS: `${order},商品名称,商户数据包,手续费,费率,订单金额,费率备注`,
  REFUND: `${order},退款申请时间,退款成功时间,${refunded},商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注`,
}
const summaryHead = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'

/** Orders paid on the day and refunds taken on that day, in the order of time; undefined when there are none. */
function tradeBill(book: Book, { mchid }: Merchant, day: string, type: keyof typeof heads): string[] | undefined {
  const isThen = (at: Date | undefined) => at !== undefined && chinaDay(at) === day
  const paid = type === 'REFUND' ? [] : [...book.trades.values()].filter((t) => t.mchid === mchid && isThen(t.paidAt))
  const back =
    type === 'SUCCESS' ? [] : [...book.refunds.values()].filter((r) => r.mchid === mchid && isThen(r.createdAt))
  if (paid.length + back.length === 0) return undefined
  const rows = [
    ...paid.map((trade) => ({ at: trade.paidAt!, values: paidRow(trade, type) })),
    ...back.map((refund) => ({ at: refund.createdAt, values: refundRow(refund, type) })),
  ].sort((one, other) => one.at.getTime() - other.at.getTime())
  const paidFen = sum(paid.map(({ totalFen }) => totalFen))
  const backFen = sum(back.map(({ refundFen }) => refundFen))
  const fee = sum(paid.map(({ totalFen }) => feeFen(totalFen))) - sum(back.map(({ refundFen }) => feeFen(refundFen)))
  const amounts = [yuan(paidFen), yuan(backFen), '0.00', feeYuan(fee), yuan(paidFen), yuan(backFen)]
  return [heads[type], ...rows.map(({ values }) => line(values)), summaryHead, line([String(rows.length), ...amounts])]
}

function orderValues(trade: Trade, at: Date, state: string, dueFen: number): string[] {
  const who = [trade.appId, trade.mchid, '0', '', trade.transactionId!, trade.outTradeNo, trade.openId ?? '']
  const voucherFen = state === 'SUCCESS' ? trade.totalFen - trade.payerFen! : 0
  return [billTime(at), ...who, trade.tradeType, state, trade.bank!, 'CNY', yuan(dueFen), yuan(voucherFen)]
}

function paidRow(trade: Trade, type: keyof typeof heads): string[] {
  const none = type === 'ALL' ? ['0', '0', '0.00', '0.00', '', ''] : []
  const asked = type === 'ALL' ? ['0.00'] : []
  const goods = [trade.description, trade.attach ?? '', feeYuan(feeFen(trade.totalFen)), '0.60%', yuan(trade.totalFen)]
  return [...orderValues(trade, trade.paidAt!, 'SUCCESS', trade.totalFen), ...none, ...goods, ...asked, '']
}

function refundRow(refund: Refund, type: keyof typeof heads): string[] {
  const { trade, refundFen, refundId, outRefundNo, state } = refund
  const ended = state === 'SUCCESS' ? billTime(refund.endedAt!) : ''
  const times = type === 'REFUND' ? [billTime(refund.createdAt), ended] : []
  const told = [refundId, outRefundNo, yuan(refundFen), '0.00', 'ORIGINAL', state]
  const goods = [
    trade.description,
    trade.attach ?? '',
    feeYuan(-feeFen(refundFen)),
    '0.60%',
    '0.00',
    yuan(refundFen),
    '',
  ]
  return [...orderValues(trade, refund.createdAt, 'REFUND', 0), ...times, ...told, ...goods]
}

const fundHead =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额（元）,账户结余（元）,资金变更提交申请人,备注,业务凭证号'
const fundSummaryHead = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额'

interface Flow {
  at: Date
  businessNumber: string
  name: string
  inFen: number
  outFen: number
  voucher: string
}

/** What moved on the basic account on the day: payments in, fees and refunds out. */
function fundBill(book: Book, merchant: Merchant, day: string, account: string): string[] | undefined {
  if (account !== 'BASIC') return undefined
  const flows = flowsOf(book, merchant).sort((one, other) => one.at.getTime() - other.at.getTime())
  let balanceFen = 0
  const rows: string[] = []
  const ofDay: Flow[] = []
  for (const [index, flow] of flows.entries()) {
    balanceFen += flow.inFen - flow.outFen
    if (chinaDay(flow.at) !== day) continue
    ofDay.push(flow)
    const flowNumber = `${flow.businessNumber}${String(index).padStart(4, '0')}`
    const kind = [flow.name, flow.name, flow.inFen > 0 ? '收入' : '支出', yuan(flow.inFen + flow.outFen)]
    rows.push(
      line([billTime(flow.at), flow.businessNumber, flowNumber, ...kind, yuan(balanceFen), 'system', '', flow.voucher]),
    )
  }
  if (rows.length === 0) return undefined
  const incomes = ofDay.filter(({ inFen }) => inFen > 0)
  const counts = [String(rows.length), String(incomes.length), yuan(sum(ofDay.map(({ inFen }) => inFen)))]
  const outs = [String(rows.length - incomes.length), yuan(sum(ofDay.map(({ outFen }) => outFen)))]
  return [fundHead, ...rows, fundSummaryHead, line([...counts, ...outs])]
}

function flowsOf(book: Book, { mchid }: Merchant): Flow[] {
  const trades = [...book.trades.values()].filter((trade) => trade.mchid === mchid && trade.paidAt)
  const refunds = [...book.refunds.values()].filter((refund) => refund.mchid === mchid && refund.state !== 'CLOSED')
  return [
    ...trades.flatMap((trade): Flow[] => {
      const common = { at: trade.paidAt!, businessNumber: trade.transactionId!, voucher: trade.outTradeNo }
      const fee = { ...common, name: '扣除交易手续费', inFen: 0, outFen: feeFen(trade.totalFen) }
      return [{ ...common, name: '交易', inFen: trade.totalFen, outFen: 0 }, ...(fee.outFen > 0 ? [fee] : [])]
    }),
    ...refunds.map((refund) => ({
      at: refund.createdAt,
      businessNumber: refund.refundId,
      name: '退款',
      inFen: 0,
      // The fee of what is given back is given back too, so less than the refund leaves the account.
      outFen: refund.refundFen - feeFen(refund.refundFen),
      voucher: refund.outRefundNo,
    })),
  ]
}
