import { randomBytes } from 'node:crypto'
import type { RouteName } from '@tucai/contract'
import sharp from 'sharp'
import { qrCodeOf } from '../../server/test/qr-code.ts'
import type { Field } from './fuzz-wire.ts'

type Make = () => Promise<Buffer>

const plain = (side: number) => sharp({ create: { width: side, height: side, channels: 3, background: '#888' } })
const jpeg: Make = () => plain(120).jpeg().toBuffer()
const odd: Make[] = [
  async () => Buffer.alloc(0),
  async () => randomBytes(600),
  async () => Buffer.from('PK\x03\x04'),
  async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  async () => (await jpeg()).subarray(0, 300),
  () => plain(8).png().toBuffer(),
]

const qrCode: Make = () => qrCodeOf(randomBytes(120).toString('base64'))
const csv =
  (text: string): Make =>
  async () =>
    Buffer.from(text)

/** What a right upload of each route holds. */
const uploads: Partial<Record<RouteName, { fields: Record<string, string>; file: string; make: Make; name: string }>> =
  {
    photoSubmit: { fields: { source: 'camera', lens: 'rear' }, file: 'photo', make: jpeg, name: 'photo.jpg' },
    codeSubmit: { fields: { numberEnding: '0000' }, file: 'picture', make: qrCode, name: 'code.png' },
    documentRead: { fields: { consentId: 'con_none', kind: 'idcard' }, file: 'picture', make: jpeg, name: 'card.jpg' },
    staffRosterUpload: {
      fields: { whole: 'false' },
      file: 'file',
      make: async () =>
        Buffer.from(
          `学号,姓名,证件号码\n${randomBytes(4).toString('hex')},林知远,P${randomBytes(5).toString('hex')}\n`,
        ),
      name: 'r.csv',
    },
    staffInvoiceIssue: { fields: { number: '' }, file: 'file', make: csv('%PDF-1.4\n%%EOF\n'), name: 'invoice.pdf' },
    staffInvoiceNumbers: {
      fields: {},
      file: 'sheet',
      make: csv('申请编号,发票号码\nI1,26312000000000000001\n'),
      name: 'numbers.csv',
    },
    staffTrackingImport: {
      fields: { dryRun: 'true', takeGood: 'false' },
      file: 'file',
      make: csv('客户订单号,快递公司,运单号\n1,顺丰,SF1234567890\n'),
      name: 't.csv',
    },
    deliveryResultsImport: {
      fields: { kind: 'comparison', dryRun: 'true' },
      file: 'file',
      make: csv('学号,结果\n1,通过\n'),
      name: 'r.csv',
    },
  }

/** The parts of an upload. `drawn`: a number of a file, or fields to send instead of the right ones. */
export async function partsOf(route: RouteName, drawn: unknown, right: Record<string, string>): Promise<Field[]> {
  const upload = uploads[route]
  if (upload === undefined) throw new Error(`what is uploaded to ${route} is to be said in fuzz-files.ts`)
  const given = typeof drawn === 'number' ? { ...upload.fields, ...right } : (drawn as Record<string, string>)
  const fields = Object.entries(given).map(([name, value]) => ({ name: name.replace(/["\r\n]/g, '_'), value }))
  const nth = typeof drawn === 'number' ? drawn : 7
  const make = nth < 4 ? upload.make : odd[(nth + Object.keys(given).length) % odd.length]!
  return [...fields, { name: upload.file, value: await make(), fileName: upload.name }]
}
