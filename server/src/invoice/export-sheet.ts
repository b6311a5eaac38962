import type { Readable } from 'node:stream'
import { type SheetFormat, sheetStream } from '../platform/sheets/sheet-answer.ts'
import type { ExportedInvoice } from './invoice-exports.ts'

/** The column that the finance system gives back, beside the one with the tax office's number. */
export const REQUEST_NUMBER = '申请编号'
export const INVOICE_NUMBER = '发票号码'

const columns: { title: string; width?: number; cell: (invoice: ExportedInvoice) => string }[] = [
  { title: REQUEST_NUMBER, width: 24, cell: ({ number }) => number },
  { title: '抬头类型', width: 10, cell: ({ request }) => (request?.titleKind === 'company' ? '单位' : '个人') },
  { title: '发票抬头', width: 36, cell: ({ request }) => request?.title ?? '' },
  { title: '纳税人识别号', width: 24, cell: ({ request }) => request?.taxNumber ?? '' },
  { title: '项目名称', cell: () => '图像采集服务' },
  { title: '价税合计（元）', cell: ({ amountFen }) => (amountFen / 100).toFixed(2) },
  { title: '购买方地址', width: 36, cell: ({ request }) => request?.address ?? '' },
  { title: '购买方电话', cell: ({ request }) => request?.phone ?? '' },
  { title: '开户银行', width: 28, cell: ({ request }) => request?.bank ?? '' },
  { title: '银行账号', width: 24, cell: ({ request }) => request?.bankAccount ?? '' },
  { title: '交付邮箱', width: 28, cell: ({ request }) => request?.mail ?? '' },
  { title: '备注', width: 40, cell: ({ orderNumber, campaignTitle }) => `订单${orderNumber} ${campaignTitle}` },
  { title: '状态', width: 10, cell: ({ state }) => (state === 'cancelled' || state === 'refused' ? '作废' : '') },
  { title: INVOICE_NUMBER, width: 24, cell: ({ invoiceNumber }) => invoiceNumber ?? '' },
]

/** An export as the finance system takes it; no cell is taken for a formula. */
export function exportSheet(invoices: readonly ExportedInvoice[], format: SheetFormat): Readable {
  const rows = invoices.map((invoice) => columns.map(({ cell }) => cell(invoice)))
  return sheetStream('发票申请', format, columns, rows)
}
