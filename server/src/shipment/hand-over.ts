import { PassThrough, type Readable } from 'node:stream'
import { type Column, openFlow } from '../platform/paper/flow.ts'
import { A4, openPaper, type Paper } from '../platform/paper/paper.ts'
import { xlsxStream } from '../platform/sheets/write-xlsx.ts'
import type { Bundle, BundleItem } from './bundles.ts'
import { inListOrder } from './bundling.ts'

const COLUMNS: Column[] = [
  { title: '序号', widthMm: 12, align: 'right' },
  { title: '学院', widthMm: 42, lines: 2, spelled: true },
  { title: '班级', widthMm: 32, lines: 2, spelled: true },
  { title: '学号', widthMm: 30 },
  { title: '姓名', widthMm: 30, lines: 2, spelled: true },
  { title: '份数', widthMm: 12, align: 'right' },
  { title: '领取人签名', widthMm: 28 },
]

function rowsOf(items: BundleItem[]): string[][] {
  return inListOrder(items).map(({ college, className, studentNumber, name, printSets }, place) => {
    return [String(place + 1), college, className, studentNumber, name, String(printSets), '']
  })
}

/** The list that goes with a box, with room for signatures, by college, class and student number. */
export function handOverPdf(fonts: Paper['fonts'], bundle: Bundle, items: BundleItem[]): Readable {
  const output = new PassThrough()
  void write(output, fonts, bundle, items).catch((error: Error) => output.destroy(error))
  return output
}

async function write(output: PassThrough, fonts: Paper['fonts'], bundle: Bundle, items: BundleItem[]): Promise<void> {
  const { number, schoolName, campaignTitle, station, setCount } = bundle
  const paper = openPaper(output, { fonts, title: `领取签名表 ${number}` })
  try {
    const foot = (page: number) => `${number} 第 ${page} 页`
    const flow = await openFlow(paper, { size: A4, marginMm: 12, foot })
    await flow.paragraph(`${schoolName} 纸质版照片领取签名表`, { sizeMm: 5.5, align: 'center', leastMm: 3, lines: 2 })
    flow.space(2)
    const about = `${campaignTitle} 箱号 ${number} 领取点 ${station} 共 ${items.length} 人 ${setCount} 份`
    await flow.paragraph(about, { sizeMm: 3.6, leastMm: 2.4, lines: 4 })
    flow.space(3)
    const leftOut: number[] = []
    await flow.table(COLUMNS, rowsOf(items), (row) => leftOut.push(row + 1))
    // Nobody may be missing from a list that is signed.
    if (leftOut.length > 0) await flow.paragraph(`未能排版的序号：${leftOut.join('、')}`, { sizeMm: 3.6, lines: 20 })
    await paper.end()
  } catch (error) {
    await paper.fail(error as Error)
  }
}

export function handOverXlsx(items: BundleItem[]): Readable {
  return xlsxStream(
    '领取签名表',
    COLUMNS.map(({ title, widthMm }) => ({ title, width: widthMm / 2 })),
    rowsOf(items),
  )
}
