import type { StaffOrder } from '@tucai/contract'
import type { BytesAnswer } from '../platform/http/route-table.ts'
import { momentCell, type SheetFormat, sheetAnswer, yuanCell } from '../platform/sheets/sheet-answer.ts'
import { orderStateWords } from './order.ts'

const deliveries: Record<string, string> = { none: '', mail: '邮寄', station: '到校领取' }

const columns: { title: string; width?: number; of(order: StaffOrder): string }[] = [
  { title: '订单号', width: 24, of: ({ number }) => number },
  { title: '姓名', of: ({ name }) => name },
  { title: '学号', of: ({ studentNumber }) => studentNumber },
  {
    title: '内容',
    of: ({ kind, printSets }) => (kind === 'retake' ? '重新采集' : printSets > 0 ? '电子 + 纸质' : '仅电子'),
  },
  { title: '套数', width: 8, of: ({ printSets }) => String(printSets) },
  { title: '领取方式', of: ({ delivery }) => deliveries[delivery] ?? delivery },
  { title: '状态', of: ({ state }) => orderStateWords[state] },
  { title: '学生支付（元）', of: ({ totalFen }) => yuanCell(totalFen) },
  { title: '学校支付（元）', of: ({ schoolFen }) => yuanCell(schoolFen) },
  { title: '已退（元）', of: ({ refundedFen }) => yuanCell(refundedFen) },
  { title: '下单时间', width: 20, of: ({ placedAt }) => momentCell(placedAt) },
  { title: '支付时间', width: 20, of: ({ paidAt }) => momentCell(paidAt) },
]

/** Orders as a sheet: names and student numbers stay covered, so that one person may take it. */
export function orderSheet(orders: StaffOrder[], format: SheetFormat, chinaDay: string): Promise<BytesAnswer> {
  const rows = orders.map((order) => columns.map(({ of }) => of(order)))
  return sheetAnswer(`订单-${chinaDay}`, format, columns, rows)
}
