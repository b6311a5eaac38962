import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { InvoiceAsk } from '@tucai/contract'
import excel from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import yazl from 'yazl'
import { anOrder, aPaidOrder } from '../../test/steps.ts'
import type { Visitor } from '../../test/visitor.ts'
import { startWorld, type World } from '../../test/world.ts'
import { openInvoiceEvents } from '../collection/invoice-events.ts'
import { openTell } from '../notice/notices.ts'
import { openSheetReader } from '../platform/sheets/sheet-reader.ts'
import { attachInvoices, exportInvoices, listInvoices } from './invoice-commands.ts'

let world: World
let finance: Visitor
let auditor: Visitor
beforeAll(async () => {
  world = await startWorld()
  finance = await world.aStaff({ role: 'finance' })
  auditor = await world.aStaff({ role: 'auditor' })
})
afterAll(() => world.close())

const personal: InvoiceAsk = { titleKind: 'personal', title: '林知远', mail: 'someone@example.org' }
const company: InvoiceAsk = {
  ...{ titleKind: 'company', title: '=示范（上海）有限公司', taxNumber: '91350100M000100Y43', mail: 'tax@example.org' },
  ...{
    address: '上海市示范路100号',
    phone: '021-60000000',
    bank: '示范银行上海分行',
    bankAccount: '6222 0000 1111 2222',
  },
}
const pdf = Buffer.from('%PDF-1.7\n% an invoice of nobody\n%%EOF\n')
let numbersGiven = 0
const aNumber = () => String(26_312_000_000_000_000_000n + BigInt(++numbersGiven))

async function asked(request: InvoiceAsk = personal, campaign: Parameters<typeof aPaidOrder>[1] = {}) {
  const way = await aPaidOrder(world, campaign)
  const params = { orderId: way.order.orderId }
  const invoice = await way.student.call('invoiceAsk', { params, body: request })
  return { ...way, params, invoice, campaignId: way.person.campaignId }
}

const code = async (reply: Promise<{ status: number; body: { code?: string; field?: string } }>) =>
  (await reply).body.code

async function exported(campaignId: string): Promise<string> {
  const { exportId } = await finance.call('staffInvoiceExportMake', { body: { campaignId } })
  await finance.ask('staffInvoiceExportFile', { exportId })
  return exportId
}

function issue(invoiceId: string, { number, file }: { number?: string; file?: Buffer }) {
  const form = new FormData()
  if (number !== undefined) form.append('number', number)
  if (file !== undefined) form.append('file', new Blob([new Uint8Array(file)]), 'invoice')
  return finance.send('POST', `/api/staff/invoices/${invoiceId}/issue`, { body: form })
}

async function refund({ params }: { params: { orderId: string } }, amountFen: number) {
  const body = { amountFen, reason: '活动减免', key: `test-${params.orderId}-${amountFen}` }
  return finance.call('staffRefundAsk', { params, body })
}

async function sheetOf(bytes: Buffer): Promise<string[][]> {
  const book = new excel.Workbook()
  await book.xlsx.load(bytes as never)
  const rows: string[][] = []
  book.worksheets[0]!.eachRow((row) => {
    const cells: string[] = []
    for (let at = 1; at <= 14; at++) {
      expect(typeof (row.getCell(at).value ?? '')).toBe('string')
      cells.push(String(row.getCell(at).value ?? ''))
    }
    rows.push(cells)
  })
  return rows
}

describe('asking for an invoice', () => {
  it('is for what was paid less what goes back, once per order, and sealed', async () => {
    const way = await aPaidOrder(world)
    const params = { orderId: way.order.orderId }
    expect((await way.student.call('invoiceShow', { params })).possibleFen).toBe(2000)
    await refund({ params }, 500)
    expect((await way.student.call('invoiceShow', { params })).possibleFen).toBe(1500)
    const invoice = await way.student.call('invoiceAsk', { params, body: company })
    expect(invoice).toMatchObject({ state: 'asked', amountFen: 1500, taxNumber: '91350100M000100Y43' })
    expect(await code(way.student.ask('invoiceAsk', params, company))).toBe('invoice-present')
    const [row] = await world.query('SELECT * FROM invoice WHERE id = $1', [invoice.invoiceId])
    expect(JSON.stringify(row)).not.toMatch(/示范|91350100M|example\.org|6222/)
  })

  it('of many at once exactly one is kept', async () => {
    const way = await aPaidOrder(world)
    const params = { orderId: way.order.orderId }
    const replies = await Promise.all(Array.from({ length: 20 }, () => way.student.ask('invoiceAsk', params, personal)))
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(replies.filter(({ body }) => body.code === 'invoice-present')).toHaveLength(19)
  })

  it('what is wrong is said beside its field, and nothing is kept', async () => {
    const way = await aPaidOrder(world)
    const params = { orderId: way.order.orderId }
    const answer = async (changed: object) => {
      const { body } = await way.student.ask('invoiceAsk', params, { ...company, ...changed })
      return [body.code, body.field]
    }
    expect(await answer({ taxNumber: '91350100M000100Y44' })).toEqual(['tax-number-wrong', 'taxNumber'])
    expect(await answer({ taxNumber: undefined })).toEqual(['tax-number-wrong', 'taxNumber'])
    expect(await answer({ title: ' \u0007 ' })).toEqual(['invoice-title-wrong', 'title'])
    expect((await answer({ mail: 'nowhere' }))[1]).toBe('mail')
    expect((await way.student.call('invoiceShow', { params })).invoices).toEqual([])
  })

  it('a school that paid, an unpaid order and one that was given back have none', async () => {
    const campaign = await world.aCampaign({ payer: 'school' })
    const free = await anOrder(world, campaign)
    await free.student.call('paymentStart', { params: { orderId: free.order.orderId }, body: { way: 'simulated' } })
    const unpaid = await anOrder(world)
    expect(await code(unpaid.student.ask('invoiceAsk', { orderId: unpaid.order.orderId }, personal))).toBe(
      'invoice-not-possible',
    )
    expect(await code(free.student.ask('invoiceAsk', { orderId: free.order.orderId }, personal))).toBe(
      'invoice-not-possible',
    )
    const back = await aPaidOrder(world)
    await back.student.call('refundAsk', { params: { orderId: back.order.orderId }, body: { reason: '' } })
    expect(await code(back.student.ask('invoiceAsk', { orderId: back.order.orderId }, personal))).toBe(
      'invoice-not-possible',
    )
  })

  it('is taken back while nobody has begun with it, and asked for anew', async () => {
    const way = await asked()
    expect((await way.student.call('invoiceWithdraw', { params: way.params })).possibleFen).toBe(2000)
    expect(await code(way.student.ask('invoiceWithdraw', way.params))).toBe('invoice-decided')
    await way.student.call('invoiceAsk', { params: way.params, body: company })
    await exported(way.campaignId)
    expect(await code(way.student.ask('invoiceWithdraw', way.params))).toBe('invoice-decided')
  })

  it('ends by itself when everything is given back', async () => {
    const way = await asked()
    await way.student.call('refundAsk', { params: way.params, body: { reason: '' } })
    const state = async () => (await way.student.call('invoiceShow', { params: way.params })).invoices[0]!.state
    await expect.poll(state, { timeout: 20_000 }).toBe('cancelled')
  })
})

describe('an export', () => {
  it('takes each request once, whoever exports at the same time, and says so on record', async () => {
    const campaign = await world.aCampaign()
    for (let count = 0; count < 3; count++) await asked(personal, campaign)
    const body = { campaignId: campaign.campaignId }
    const replies = await Promise.all(Array.from({ length: 6 }, () => finance.ask('staffInvoiceExportMake', {}, body)))
    expect(replies.filter(({ status }) => status === 200).map((reply) => reply.body.invoiceCount)).toEqual([3])
    expect(replies.filter(({ body }) => body.code === 'invoice-none-waiting')).toHaveLength(5)
    const { exportId } = replies.find(({ status }) => status === 200)!.body
    const records = () =>
      world.query("SELECT 1 FROM audit WHERE action = 'invoices-exported' AND $1 = ANY(subject_ids)", [exportId])
    expect(await records()).toHaveLength(1)
    await finance.ask('staffInvoiceExportFile', { exportId })
    expect(await records()).toHaveLength(2)
  })

  it('is the same however often it is fetched, and no cell is a formula', async () => {
    const way = await asked(company)
    const exportId = await exported(way.campaignId)
    const fetched = () => finance.send('GET', `/api/staff/invoice-exports/${exportId}/file?format=xlsx`)
    const [first, again] = [await sheetOf((await fetched()).bytes), await sheetOf((await fetched()).bytes)]
    expect(again).toEqual(first)
    expect(first[1]!.slice(0, 6)).toEqual([
      ...[way.invoice.number, '单位', company.title, company.taxNumber, '图像采集服务', '20.00'],
    ])
    expect(first[1]![9]).toBe('6222000011112222')
    const csv = (await finance.send('GET', `/api/staff/invoice-exports/${exportId}/file?format=csv`)).bytes.toString()
    expect(csv).toContain(`"'${company.title}"`)
    expect(await finance.call('staffInvoiceExportList', {})).toContainEqual(
      expect.objectContaining({ exportId, invoiceCount: 1 }),
    )
  })

  it('has the amount of the moment: a refund in between is not invoiced', async () => {
    const way = await asked()
    await refund(way, 800)
    await exported(way.campaignId)
    expect((await way.student.call('invoiceShow', { params: way.params })).invoices[0]).toMatchObject({
      ...{ state: 'exported', amountFen: 1200 },
    })
  })
})

describe('what comes back', () => {
  it('number and file reach the student, who is told once', async () => {
    const way = await asked()
    await exported(way.campaignId)
    const { invoiceId } = way.invoice
    const number = aNumber()
    expect((await issue(invoiceId, { number, file: pdf })).body).toMatchObject({
      state: 'issued',
      fileName: `${number}.pdf`,
    })
    expect((await issue(invoiceId, { number })).status).toBe(200)
    const [invoice] = (await way.student.call('invoiceShow', { params: way.params })).invoices
    expect(invoice).toMatchObject({ state: 'issued', invoiceNumber: number })
    // Also for an invoice that is not there, whatever its id.
    expect((await issue('NO%20BODY', { file: pdf })).status).toBe(404)
    const file = await way.student.ask('invoiceDownload', { invoiceId })
    expect([file.bytes.equals(pdf), file.headers.get('content-type')]).toEqual([true, 'application/pdf'])
    expect(file.headers.get('content-disposition')).toContain(`attachment; filename="${number}.pdf"`)
    const notices = await world.query("SELECT 1 FROM notice WHERE kind = 'invoice-issued' AND dedupe_key LIKE $1", [
      `%invoice-issued ${invoiceId}`,
    ])
    expect(notices).toHaveLength(1)
    const other = await aPaidOrder(world)
    expect((await other.student.ask('invoiceDownload', { invoiceId })).status).toBe(404)
  })

  it('a number is right, of one invoice only, and comes after the export', async () => {
    const way = await asked()
    const { invoiceId } = way.invoice
    expect((await issue(invoiceId, { number: aNumber() })).body.code).toBe('invoice-decided')
    await exported(way.campaignId)
    for (const number of ['123', `${aNumber()}1`, '=1+1'])
      expect((await issue(invoiceId, { number })).body.code).toBe('invoice-number-wrong')
    const used = aNumber()
    expect((await issue(invoiceId, { number: used })).status).toBe(200)
    const other = await asked()
    await exported(other.campaignId)
    expect((await issue(other.invoice.invoiceId, { number: used })).body.code).toBe('invoice-number-used')
  })

  it('a file is what its bytes are: PDF, OFD or XML without entities, 5 MB at most', async () => {
    const way = await asked()
    await exported(way.campaignId)
    const { invoiceId } = way.invoice
    expect((await issue(invoiceId, { file: pdf })).body.code).toBe('invoice-decided')
    await issue(invoiceId, { number: aNumber() })
    const refused = [
      ...[Buffer.from('<html>'), Buffer.from('MZ'), Buffer.alloc(0), Buffer.from('<?xml version="1.0"?><!DOCTYPE a>')],
      ...[await zipOf('word/document.xml'), Buffer.from([0x3c, 0x3f, 0x78, 0x6d, 0x6c, 0x20, 0xff])],
    ]
    for (const file of refused) expect((await issue(invoiceId, { file })).body.code).toBe('invoice-file-wrong')
    const large = Buffer.concat([pdf, Buffer.alloc(5_000_000)])
    expect((await issue(invoiceId, { file: large })).body.code).toBe('invoice-file-too-large')
    for (const [file, type] of [
      [await zipOf('OFD.xml'), 'application/ofd'],
      [Buffer.from('<?xml version="1.0" encoding="UTF-8"?><Invoice/>'), 'application/xml'],
    ] as const) {
      expect((await issue(invoiceId, { file })).status).toBe(200)
      const kept = await way.student.ask('invoiceDownload', { invoiceId })
      expect([kept.bytes.equals(file), kept.headers.get('content-type')]).toEqual([true, type])
    }
  })

  it('numbers by a sheet are noted all together or not at all', async () => {
    const campaign = await world.aCampaign()
    const [one, two] = [await asked(personal, campaign), await asked(personal, campaign)]
    await exported(campaign.campaignId)
    const send = (rows: string[][]) => {
      const form = new FormData()
      const csv = [['申请编号', '发票号码'], ...rows].map((cells) => cells.join(',')).join('\r\n')
      form.append('sheet', new Blob([csv]), 'numbers.csv')
      return finance.send('POST', '/api/staff/invoice-numbers', { body: form })
    }
    const good = [one.invoice.number, aNumber()]
    const broken = await send([good, [two.invoice.number, '12'], ['F0', aNumber()]])
    expect(broken.body).toMatchObject({ issuedCount: 0, troubles: [{ row: 3 }, { row: 4 }] })
    expect((await one.student.call('invoiceShow', { params: one.params })).invoices[0]!.state).toBe('exported')
    expect((await send([good, [two.invoice.number, aNumber()]])).body).toEqual({ issuedCount: 2, troubles: [] })
    expect((await send([good])).body).toEqual({ issuedCount: 1, troubles: [] })
    const form = new FormData()
    form.append('sheet', new Blob(['a,b\r\n1,2']), 'x.csv')
    const other = await finance.send('POST', '/api/staff/invoice-numbers', { body: form })
    expect(other.body.code).toBe('invoice-sheet-wrong')
  })

  it('a refund after the export stops the number; refused with words, it can be asked for anew', async () => {
    const way = await asked()
    await exported(way.campaignId)
    await refund(way, 700)
    const { invoiceId } = way.invoice
    expect((await issue(invoiceId, { number: aNumber() })).body.code).toBe('invoice-amount-changed')
    await finance.call('staffInvoiceRefuse', { params: { invoiceId }, body: { reason: '金额有变化，请重新申请' } })
    const { possibleFen, invoices } = await way.student.call('invoiceShow', { params: way.params })
    expect([possibleFen, invoices[0]!.refusalReason]).toEqual([1300, '金额有变化，请重新申请'])
  })

  it('an issued one is reversed after a refund only, and the rest can be invoiced', async () => {
    const way = await asked()
    await exported(way.campaignId)
    const { invoiceId } = way.invoice
    await issue(invoiceId, { number: aNumber() })
    const reverse = (reversalNumber: string) => finance.ask('staffInvoiceReverse', { invoiceId }, { reversalNumber })
    expect(await code(reverse(aNumber()))).toBe('invoice-not-refunded')
    await refund(way, 500)
    const list = await finance.call('staffInvoiceList', { query: { campaignId: way.campaignId } })
    expect(list.invoices[0]).toMatchObject({ state: 'issued', amountFen: 2000, possibleFen: 1500 })
    expect((await reverse(aNumber())).body.state).toBe('reversed')
    const again = await way.student.call('invoiceAsk', { params: way.params, body: personal })
    expect(again.amountFen).toBe(1500)
  })
})

it('the auditor looks and changes nothing; what is read is on record', async () => {
  const way = await asked()
  const list = await auditor.call('staffInvoiceList', { query: { campaignId: way.campaignId, state: 'asked' } })
  expect(list).toMatchObject({ total: 1, invoices: [{ title: '林知远', orderNumber: way.order.number }] })
  expect(await code(auditor.ask('staffInvoiceExportMake', {}, {}))).toBe('role-not-allowed')
  const read = await world.query("SELECT 1 FROM audit WHERE action = 'invoices-read' AND $1 = ANY(subject_ids)", [
    way.invoice.invoiceId,
  ])
  expect(read).toHaveLength(1)
})

it('what came to nothing is forgotten after its time, but for what happened', async () => {
  const { sweepAll } = await import('../rights/retention-jobs.ts')
  const way = await asked()
  await way.student.call('invoiceWithdraw', { params: way.params })
  const later = { now: () => new Date(Date.now() + 181 * 86_400_000) }
  expect((await sweepAll({ ...world.deps, clock: later }))['invoice-requests']).toBeGreaterThanOrEqual(1)
  const [row] = await world.query('SELECT state, request_sealed FROM invoice WHERE id = $1', [way.invoice.invoiceId])
  expect(row).toEqual({ state: 'cancelled', request_sealed: null })
})

it('goes the whole way at the command line as well', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'tucai-invoices-'))
  const sheets = openSheetReader()
  const ground = { ...world.deps, sheets, folder, events: openInvoiceEvents(openTell(world.deps, world.deps.clock)) }
  const said: string[] = []
  const say = (line: string) => said.push(line)
  try {
    const way = await asked(company)
    const { campaignId, invoice } = way
    expect(await exportInvoices(ground, ['--out', 'out.xlsx', '--campaign', campaignId], say)).toBe(0)
    const exportId = said.at(-1)!.split(' ')[0]!
    expect(await exportInvoices(ground, ['--out', 'again.csv', '--again', exportId], say)).toBe(0)
    expect(await readFile(path.join(folder, 'again.csv'), 'utf8')).toContain(invoice.number)
    expect(await exportInvoices(ground, ['--out', 'none.csv', '--campaign', campaignId], say)).toBe(0)
    expect(said.at(-1)).toBe('没有待导出的发票申请')
    await writeFile(path.join(folder, 'numbers.csv'), `申请编号,发票号码\n${invoice.number},${aNumber()}\n`)
    await writeFile(path.join(folder, 'invoice.pdf'), pdf)
    expect(await attachInvoices(ground, ['--sheet', 'numbers.csv'], say)).toBe(0)
    expect(await attachInvoices(ground, [invoice.number, '--file', 'invoice.pdf'], say)).toBe(0)
    await listInvoices(ground, ['--campaign', campaignId], say)
    expect(said.at(-2)).toContain(`${invoice.number}  已开票  ¥20.00`)
    expect(said.join('\n')).not.toContain('示范')
    expect((await way.student.call('invoiceShow', { params: way.params })).invoices[0]).toMatchObject({
      fileName: expect.stringMatching(/^\d{20}\.pdf$/),
    })
  } finally {
    await sheets.stop()
    await rm(folder, { recursive: true, force: true })
  }
})

async function zipOf(name: string): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  zip.addBuffer(Buffer.from('<x/>'), name)
  zip.end()
  const chunks: Buffer[] = []
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
