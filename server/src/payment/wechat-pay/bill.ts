import { parse } from 'csv-parse/sync'
import type { BillLine } from '../provider.ts'
import { Malformed } from './fields.ts'

type Row = Record<string, string>

/**
 * The text of a trade bill of type ALL: headings, one line for each payment and each refund, then headings and numbers
 * of the sum. Every value has a grave accent before it, so that a comma in a description ends nothing.
 * @throws Malformed
 * @see https://pay.weixin.qq.com/docs/merchant/products/bill-download/format-trade.html
 */
export function parseBill(text: string): BillLine[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  const [heading = '', ...rest] = lines.filter((line) => line.trim() !== '')
  const end = rest.findIndex((line) => !line.startsWith('`'))
  if (end === -1) throw new Malformed('a bill without its sum')
  const rows = rowsOf(heading, rest.slice(0, end))
  const [sum] = rowsOf(rest[end]!, rest.slice(end + 1))
  if (sum?.总交易单数 !== String(rows.length)) throw new Malformed('a bill whose sum is of other lines')
  // A closed refund stands in the bill though its money never moved.
  return rows.filter((row) => row.退款状态 !== 'CLOSED').map(lineOf)
}

function rowsOf(heading: string, lines: string[]): Row[] {
  const columns = heading.split(',').map((name) => name.trim())
  const bare = lines.map((line) => line.replace(/^`/, '')).join('\n')
  try {
    return parse(bare, { columns, delimiter: ',`', quote: false, trim: true })
  } catch {
    throw new Malformed('a bill with other columns')
  }
}

function lineOf(row: Row): BillLine {
  const state = cell(row, '交易状态')
  const isRefund = state === 'REFUND' || state === 'REVOKED'
  if (!isRefund && state !== 'SUCCESS') throw new Malformed('a bill with a state that is not known here')
  // Merchants of old have no column for what was paid before coupons: there the total is called so.
  const [usual, old] = isRefund ? ['申请退款金额', '退款金额'] : ['订单金额', '总金额']
  return {
    kind: isRefund ? 'refund' : 'payment',
    tradeNumber: cell(row, '商户订单号'),
    providerTransaction: cell(row, '微信订单号'),
    refundNumber: isRefund ? cell(row, '商户退款单号') : null,
    amountFen: fenOfYuan(cell(row, usual in row ? usual : old)),
    at: instantOfChina(cell(row, '交易时间')),
  }
}

function cell(row: Row, heading: string): string {
  const value = row[heading]
  if (value) return value
  throw new Malformed(`a bill without ${heading}`)
}

function fenOfYuan(yuan: string): number {
  const [, whole, part = ''] = /^(\d{1,9})(?:\.(\d{1,2})0*)?$/.exec(yuan) ?? []
  if (whole === undefined) throw new Malformed('a bill with something else for an amount')
  return Number(whole) * 100 + Number(part.padEnd(2, '0'))
}

function instantOfChina(time: string): Date {
  const instant = new Date(`${time.replace(' ', 'T')}+08:00`)
  if (/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(time) && !Number.isNaN(instant.getTime())) return instant
  throw new Malformed('a bill with something else for a time')
}
