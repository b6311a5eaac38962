import type { TrackingRemark } from '@tucai/contract'
import { cellName, isDamagedNumber, plainHeading, type SheetReading, type SheetRow } from '../platform/sheets/sheet.ts'
import { type CourierCode, courierBy, courierNamed, couriers } from './couriers.ts'
import { parseOrderNumber, parseTrackingNumber, plainNumber } from './shipment.ts'

/** One row of a file with tracking numbers, checked as far as the file goes. */
export interface TrackingLine {
  row: number
  orderNumber: string
  courier: CourierCode
  trackingNumber: string
  cells: { order: Place; number: Place }
}

type Place = Pick<TrackingRemark, 'cell' | 'column'>

export interface TrackingReading {
  lines: TrackingLine[]
  problems: TrackingRemark[]
  warnings: TrackingRemark[]
  ignoredColumns: string[]
}

/** The word used in messages, and the headings by which couriers and shops call a column. */
const COLUMNS = {
  order: [
    ...['订单号', '订单编号', '客户订单号', '用户订单号', '内部订单号', '商家订单号', '商户订单号', '商品订单号'],
    ...['外部订单号', 'order', 'ordernumber', 'order_number', 'orderno', 'order_no'],
  ],
  number: [
    ...[
      '运单号',
      '快递单号',
      '物流单号',
      '运单号码',
      '运单编号',
      '物流编号',
      '物流运单号',
      '快递编号',
      '面单号',
      '邮件号',
    ],
    ...['邮件号码', '母单号', '单号', 'trackingnumber', 'tracking_number', 'trackingno', 'tracking_no', 'waybill'],
  ],
  courier: ['快递公司', '物流公司', '承运商', '快递', '物流', '快递名称', '物流公司名称', 'courier', 'carrier'],
} as const
type Field = keyof typeof COLUMNS

/** Headings that tell a heading row. */
export const trackingHeadings: readonly string[] = Object.values(COLUMNS).flat()

/** Everything that can be said about a row, with what to do. */
export const remarks = {
  'column-missing': { zh: '缺少这一列，请补上表头', en: 'This column is missing. Add its heading.' },
  'column-twice': { zh: '这一列出现了两次，请只留一列', en: 'This column is there twice. Keep one.' },
  'no-rows': { zh: '没有数据行', en: 'There are no rows of data.' },
  'quote-open': { zh: '引号没有闭合，后面的内容无法读取', en: 'A quote is never closed; what follows cannot be read.' },
  unreadable: { zh: '这一行无法读取', en: 'This row cannot be read.' },
  'order-empty': { zh: '没有填写订单号', en: 'The order number is missing.' },
  'number-empty': { zh: '没有填写运单号', en: 'The tracking number is missing.' },
  'number-damaged': {
    zh: '号码被表格软件变成了科学计数法，请把这一列设为文本后重新导出',
    en: 'A spreadsheet program turned the number into 1.1E+17. Make the column text and export it again.',
  },
  'order-malformed': {
    zh: '订单号应为20261122-48375-92016这样的18位数字',
    en: 'An order number has 18 digits, like 20261122-48375-92016.',
  },
  'number-malformed': {
    zh: '运单号只能是6到40位字母、数字和连字符',
    en: 'A tracking number has 6 to 40 letters, digits and hyphens.',
  },
  'courier-unknown': { zh: '没有这家快递公司，请核对名称', en: 'That courier is not known. Check its name.' },
  'courier-missing': {
    zh: '看不出是哪家快递公司，请填写快递公司一列，或导入时选择',
    en: 'Which courier is it? Fill in its column, or choose it for the import.',
  },
  'order-twice': { zh: '这个订单在文件中出现了两次', en: 'This order is in the file twice.' },
  'number-twice': { zh: '这个运单号在文件中出现了两次', en: 'This tracking number is in the file twice.' },
  'order-unknown': { zh: '没有这个订单，请核对订单号', en: 'There is no such order. Check its number.' },
  'order-without-parcel': {
    zh: '这个订单没有包裹：没有冲印、不邮寄，或还没有建包裹',
    en: 'This order has no parcel: it is not printed, not mailed, or its parcel is still to be made.',
  },
  'order-refunding': {
    zh: '这个订单正在退款或已退款，不能寄出，请取出照片',
    en: 'This order is being refunded or was. Take its prints out; they must not leave.',
  },
  'order-not-produced': {
    zh: '这个订单现在不能寄出，请查看订单状态',
    en: 'This order cannot leave now. Look at its state.',
  },
  'shipped-otherwise': {
    zh: '这个订单已用另一个运单号寄出',
    en: 'This order left under another tracking number already.',
  },
  'parcel-returned': {
    zh: '这个包裹已退回，请先选择重新寄送',
    en: 'This parcel came back. Choose to send it again first.',
  },
  'number-taken': { zh: '这个运单号已用于另一个包裹', en: 'This tracking number belongs to another parcel.' },
  'number-unusual': {
    zh: '运单号不像这家快递公司的号码，请核对',
    en: 'The number does not look like one of this courier. Please check it.',
  },
  'courier-guessed': { zh: '按号码判断的快递公司，请核对', en: 'The courier was told by its number. Please check it.' },
} as const
export type RemarkCode = keyof typeof remarks

export function remark(row: number, { cell, column }: Place, code: RemarkCode): TrackingRemark {
  return { row, cell, column, code, ...remarks[code] }
}

const FILE: Place = { cell: '', column: '' }

/** Checks every row and collects every problem: they are mended all at once. `usual` is the courier where no row says one. */
export function readTracking({ rows, broken }: SheetReading, usual: CourierCode | undefined): TrackingReading {
  const [heading, ...rest] = rows
  const headings = heading?.cells ?? []
  const fields = headings.map(fieldOf)
  const problems: TrackingRemark[] = broken ? [remark(broken.row, FILE, broken.why)] : []
  const ignoredColumns = headings.filter((words, place) => !fields[place] && words.trim() !== '')
  for (const field of ['order', 'number'] as const) {
    const count = fields.filter((found) => found === field).length
    if (count === 1) continue
    const place = { cell: '', column: COLUMNS[field][0] }
    problems.push(remark(heading?.row ?? 1, place, count === 0 ? 'column-missing' : 'column-twice'))
  }
  const reading = { lines: [] as TrackingLine[], problems, warnings: [] as TrackingRemark[], ignoredColumns }
  if (problems.some(({ code }) => code.startsWith('column-'))) return reading
  const places = Object.fromEntries(
    (Object.keys(COLUMNS) as Field[]).map((field) => [field, fields.indexOf(field)]),
  ) as Record<Field, number>
  for (const row of rest) readLine(row, headings, places, usual, reading)
  if (rest.length === 0 && problems.length === 0) problems.push(remark(2, FILE, 'no-rows'))
  refuseDoubles(reading)
  return reading
}

function fieldOf(heading: string): Field | undefined {
  const word = plainHeading(heading)
  return (Object.keys(COLUMNS) as Field[]).find((field) => (COLUMNS[field] as readonly string[]).includes(word))
}

function readLine(
  { row, cells }: SheetRow,
  headings: string[],
  places: Record<Field, number>,
  usual: CourierCode | undefined,
  { lines, problems, warnings }: TrackingReading,
): void {
  const text = (field: Field) => cells[places[field]] ?? ''
  const at = (field: Field): Place =>
    places[field] < 0 ? FILE : { cell: cellName(places[field], row), column: headings[places[field]]!.trim() }
  const order = readOrder(text('order'))
  const number = readNumber(text('number'))
  if (!('value' in order)) problems.push(remark(row, at('order'), order.wrong))
  if (!('value' in number)) problems.push(remark(row, at('number'), number.wrong))
  const called = plainHeading(text('courier'))
  const named = called === '' ? usual : courierNamed(called)
  if (called !== '' && named === undefined) return void problems.push(remark(row, at('courier'), 'courier-unknown'))
  if (!('value' in order) || !('value' in number)) return
  const courier = named ?? courierBy(number.value)
  if (courier === undefined) return void problems.push(remark(row, at('courier'), 'courier-missing'))
  if (named === undefined) warnings.push(remark(row, at('number'), 'courier-guessed'))
  if (!couriers[courier].numbers.test(number.value)) warnings.push(remark(row, at('number'), 'number-unusual'))
  const where = { order: at('order'), number: at('number') }
  lines.push({ row, orderNumber: order.value, courier, trackingNumber: number.value, cells: where })
}

type Read = { value: string } | { wrong: RemarkCode }

function readOrder(cell: string): Read {
  const text = plainNumber(cell)
  if (text === '') return { wrong: 'order-empty' }
  if (isDamagedNumber(text)) return { wrong: 'number-damaged' }
  const value = parseOrderNumber(text)
  return value === undefined ? { wrong: 'order-malformed' } : { value }
}

function readNumber(cell: string): Read {
  const text = plainNumber(cell)
  if (text === '') return { wrong: 'number-empty' }
  if (isDamagedNumber(text)) return { wrong: 'number-damaged' }
  try {
    return { value: parseTrackingNumber(text) }
  } catch {
    return { wrong: 'number-malformed' }
  }
}

/** Later rows that say something else of an order, or give a number to another one. Rows that repeat one are left out. */
function refuseDoubles(reading: TrackingReading): void {
  const orders = new Map<string, TrackingLine>()
  const numbers = new Map<string, TrackingLine>()
  const kept: TrackingLine[] = []
  for (const line of reading.lines) {
    const before = orders.get(line.orderNumber)
    const holder = numbers.get(line.trackingNumber)
    if (before && before.trackingNumber === line.trackingNumber && before.courier === line.courier) continue
    if (before) reading.problems.push(remark(line.row, line.cells.order, 'order-twice'))
    else if (holder) reading.problems.push(remark(line.row, line.cells.number, 'number-twice'))
    else {
      orders.set(line.orderNumber, line)
      numbers.set(line.trackingNumber, line)
      kept.push(line)
    }
  }
  reading.lines = kept
}
