import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { Problem } from '@tucai/contract'
import iconv from 'iconv-lite'
import { afterAll, describe, expect, it } from 'vitest'
import yazl from 'yazl'
import { cellName } from './sheet.ts'
import { openSheetReader } from './sheet-reader.ts'
import { csvStream } from './write-csv.ts'
import { xlsxStream } from './write-xlsx.ts'

const told: string[] = []
const sheets = openSheetReader((sentence) => told.push(sentence))
afterAll(() => sheets.stop())
const read = (bytes: Uint8Array) => sheets.read(bytes, ['订单号', '学号'])
const codeOf = (bytes: Uint8Array) =>
  read(bytes).then(
    () => 'taken',
    (error: unknown) => (error instanceof Problem ? error.code : String(error)),
  )

const heading = ['订单号', '运单号']
const nasty = [
  ['20261122-48375-92016', '=HYPERLINK("http://x","y")'],
  ['+1', '-1'],
  ['@SUM(A1)', '\t=1'],
  ['"quoted", and\nbroken', '𠮷'],
  ['＝1', ''],
]

describe('what is exported', () => {
  it('as CSV begins with the mark of UTF-8 and no cell of it is taken for a formula', async () => {
    const text = (await buffer(csvStream([heading, ...nasty]))).toString()
    expect(text.startsWith('\ufeff"订单号","运单号"\r\n')).toBe(true)
    expect([...text.matchAll(/(?:^|,|\n)"[=+\-@\t＝]/g)]).toEqual([])
    expect(
      (await read(Buffer.from(text))).rows.map(({ cells }) => cells.map((cell) => cell.replace(/^'/, ''))),
    ).toEqual([heading, ...nasty])
  })

  it('as XLSX is text in every cell and comes back as it was', async () => {
    const bytes = await buffer(
      xlsxStream(
        '包裹',
        heading.map((title) => ({ title })),
        nasty,
      ),
    )
    expect((await read(bytes)).rows).toEqual(
      [heading, ...nasty].map((cells, place) => ({
        row: place + 1,
        cells: cells.map((cell) => cell.replace(/[\n\t]/g, ' ')),
      })),
    )
  })

  it('characters of every length survive, wherever the pieces of the stream end', async () => {
    const rows = Array.from({ length: 3_000 }, (_, place) => [`${'x'.repeat(place % 7)}林知远𠮷é`, String(place)])
    const bytes = await buffer(xlsxStream('名单', [{ title: '订单号' }, { title: '学号' }], rows))
    expect((await read(bytes)).rows.slice(1).map(({ cells }) => cells)).toEqual(rows)
  })
})

describe('a sheet is read alike', () => {
  const text = '订单号,运单号\r\n20261122-48375-92016,SF1402000008831\r\n'
  const rows = [
    { row: 1, cells: heading },
    { row: 2, cells: ['20261122-48375-92016', 'SF1402000008831'] },
  ]
  it.each([
    ['as UTF-8', Buffer.from(text)],
    ['as UTF-8 with its mark', Buffer.from(`\ufeff${text}`)],
    ['as GB18030', iconv.encode(text, 'gb18030')],
    ['as UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), iconv.encode(text, 'utf16le')])],
    ['with tabs', Buffer.from(text.replaceAll(',', '\t'))],
  ])('%s', async (_, bytes) => {
    expect(await read(bytes)).toEqual({ rows, broken: null })
  })

  it('as XLSX, where numbers beyond 15 digits show that they were damaged', async () => {
    const cells = '<c r="A1" t="inlineStr"><is><t>订单号</t></is></c><c r="C1"><v>123456789012</v></c>'
    const long = '<c r="A3"><v>123456789012345678</v></c><c r="B3" t="b"><v>1</v></c>'
    const bytes = await workbook(`<row r="1">${cells}</row><row r="3">${long}</row>`)
    expect((await read(bytes)).rows).toEqual([
      { row: 1, cells: ['订单号', '', '123456789012'] },
      { row: 3, cells: ['1.2345678901234568E+17', 'true'] },
    ])
  })
})

it('a cell of CSV is cut where those of the other kinds are', async () => {
  const { rows } = await read(Buffer.from(`订单号\n${'1'.repeat(5_000)}\n`))
  expect(rows[1]!.cells[0]).toHaveLength(1_000)
})

it('cells are named as spreadsheet programs name them', () => {
  expect([cellName(0, 2), cellName(25, 1), cellName(27, 3)]).toEqual(['A2', 'Z1', 'AB3'])
})

describe('what would cost too much is refused', () => {
  it.each([
    ['more rows than are taken', () => Buffer.from(`订单号\n${'1\n'.repeat(30_000)}`), 'sheet-too-large'],
    ['more columns', () => Buffer.from(`订单号${',x'.repeat(300)}\n`), 'sheet-too-large'],
    ['more bytes', () => Buffer.alloc(9_000_000, 0x31), 'sheet-too-large'],
    ['a part that inflates without end', () => workbook(' '.repeat(80_000_000)), 'sheet-too-large'],
    [
      'a column that spans everything',
      () => workbook('', '<cols><col min="1" max="2147483647"/></cols>'),
      'sheet-empty',
    ],
    ['no file', () => Buffer.alloc(0), 'sheet-empty'],
    ['an old workbook', () => Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'sheet-old-format'],
    ['a zip that is none', () => Buffer.from('504b03040000', 'hex'), 'sheet-unreadable'],
    ['a zip without a sheet', () => zipped({ 'a.txt': 'x' }), 'sheet-unreadable'],
    ['entities', () => workbook('', '<!DOCTYPE x [<!ENTITY a "b">]>'), 'sheet-unreadable'],
  ])('%s', async (_, bytes, code) => {
    expect(await codeOf(await bytes())).toBe(code)
  })
})

const hostile = resolve(import.meta.dirname, '../../../../../shared/data/hostile')
const groups = ['spreadsheet', 'spreadsheet-hostile', 'csv'].filter((group) => existsSync(join(hostile, group)))
describe.runIf(groups.length > 0)('each hostile file is read or refused in one sentence, within its limits', () => {
  it.each(groups)(
    '%s',
    async (group) => {
      for (const name of await readdir(join(hostile, group))) {
        const started = performance.now()
        const code = await codeOf(await readFile(join(hostile, group, name)))
        expect([name, code]).toEqual([name, expect.stringMatching(/^(taken|sheet-[a-z-]+)$/)])
        expect([name, performance.now() - started < 30_000]).toEqual([name, true])
      }
    },
    300_000,
  )
})

/** An XLSX file by hand: what stands in its sheet, and before the rows. */
function workbook(rows: string, before = ''): Promise<Buffer> {
  const space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  return zipped({
    'xl/workbook.xml': `<workbook ${space} xmlns:r="${relations}"><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `${before.startsWith('<!') ? before : ''}<worksheet ${space}>${before.startsWith('<!') ? '' : before}<sheetData>${rows}</sheetData></worksheet>`,
  })
}

function zipped(files: Record<string, string>): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  return buffer(zip.outputStream)
}
