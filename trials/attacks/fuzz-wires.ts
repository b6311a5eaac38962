import { gzipSync } from 'node:zlib'
import type { Wire } from './fuzz-plan.ts'
import { type Field, multipart, type Sent } from './fuzz-wire.ts'

type Dress = (sent: Sent & { body: Buffer }, fields: Field[] | undefined) => void

const header =
  (name: string, value: string): Dress =>
  ({ headers }) => {
    headers[name] = value
  }
const type = (value: string) => header('content-type', value)
const bytes =
  (change: (body: Buffer) => Buffer): Dress =>
  (sent) => {
    sent.body = change(sent.body)
  }
const json =
  (body: string | Buffer): Dress =>
  (sent) => {
    sent.body = Buffer.from(body as string)
    sent.headers['content-type'] = 'application/json'
  }
const path =
  (change: (path: string) => string): Dress =>
  (sent) => {
    sent.path = change(sent.path)
  }
/** Another set of parts; a request without parts is left as it is. */
const parts =
  (change: (fields: Field[]) => Field[]): Dress =>
  (sent, fields) => {
    if (fields) sent.body = multipart(change(fields))
  }

const dresses: Record<Wire, Dress> = {
  plain: () => {},
  'no-type': ({ headers }) => {
    delete headers['content-type']
  },
  'text-type': type('text/plain'),
  'form-type': type('application/x-www-form-urlencoded'),
  'xml-type': type('application/xml'),
  'odd-charset': type('application/json; charset=utf-16le; boundary="'),
  gzip: (sent) => {
    sent.body = gzipSync(sent.body)
    sent.headers['content-encoding'] = 'gzip'
  },
  'gzip-bomb': (sent) => {
    sent.body = gzipSync(Buffer.alloc(20_000_000, 0x20))
    Object.assign(sent.headers, { 'content-encoding': 'gzip', 'content-type': 'application/json' })
  },
  'bad-utf8': (sent) => {
    const at = Math.max(0, sent.body.indexOf('":"') + 3)
    sent.body = Buffer.concat([
      sent.body.subarray(0, at),
      Buffer.from([0xc3, 0x28, 0xff, 0xed, 0xa0, 0x80]),
      sent.body.subarray(at),
    ])
  },
  bom: bytes((body) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body])),
  'double-keys': (sent) => {
    const text = sent.body.toString()
    if (text.startsWith('{"')) sent.body = Buffer.from(text.replace('{', '{"id":1,"id":2,"__proto__":{"a":1},'))
  },
  cut: bytes((body) => body.subarray(0, body.length >> 1)),
  deep: json('['.repeat(20_000) + ']'.repeat(20_000)),
  'long-list': json(`[${'0,'.repeat(30_000)}0]`),
  'too-long': json(`{"a":"${'x'.repeat(70_000)}"}`),
  empty: json(''),
  blank: json(' \n'),
  'not-json': json('{a:1,}'),
  utf16: json(Buffer.from('{"a":1}', 'utf16le')),
  'big-number': json('{"version":1e400,"amountFen":123456789012345678901234567890,"count":-0.0}'),
  'other-method': (sent) => {
    sent.method = sent.method === 'GET' ? 'PATCH' : 'PUT'
  },
  head: (sent) => {
    sent.method = 'HEAD'
  },
  slashes: path((given) => given.replaceAll('/', '//')),
  dots: path((given) => given.replace('/api/', '/api/./x/../')),
  'encoded-path': path((given) => given.replace('/api/', '/%61pi/').replaceAll('_', '%5f')),
  'bad-percent': path((given) => `${given.split('?')[0]}%zz%`),
  'query-twice': path(
    (given) => `${given}${given.includes('?') ? '&' : '?'}limit=1&limit=2&format=csv&format=xlsx&by=a&by=b`,
  ),
  'query-list': path(
    (given) => `${given}${given.includes('?') ? '&' : '?'}limit[]=1&search[a]=b&__proto__[x]=1&=&&%00=1`,
  ),
  'long-query': path((given) => `${given}${given.includes('?') ? '&' : '?'}search=${'x'.repeat(6000)}`),
  idempotent: header('idempotency-key', 'the-same-key-for-all'),
  'bad-key': header('idempotency-key', 'short'),
  'bad-cookie': header('cookie', `tucai_session=%ff; tucai_staff=${'x'.repeat(3000)}; =; tucai_device="a; b`),
  'bad-token': ({ headers }) => {
    delete headers.cookie
    headers.authorization = `Bearer ${'-'.repeat(90)}`
  },
  weapp: header('x-tucai-client', 'weapp'),
  'odd-language': header('accept-language', `${'zh,'.repeat(500)}*;q=9`),
  range: header('range', 'bytes=9999999-,-0,a-b'),
  'bad-boundary': type('multipart/form-data; boundary='),
  'long-boundary': type(`multipart/form-data; boundary=${'x'.repeat(300)}`),
  'cut-parts': (sent, fields) => {
    if (fields) sent.body = sent.body.subarray(0, Math.max(1, sent.body.length - 40))
  },
  'more-files': parts((fields) => [...fields, ...fields.slice(-1)]),
  'more-fields': parts((fields) => [...Array.from({ length: 8 }, () => ({ name: 'source', value: 'x' })), ...fields]),
  'odd-name': parts((fields) =>
    fields.map((field) =>
      field.fileName === undefined ? field : { ...field, fileName: `../../${'名\0'.repeat(300)}` },
    ),
  ),
  expect: header('expect', '100-continue'),
}

/** Sends it in a way that is not meant. */
export function dressWire(sent: Sent, wire: Wire, fields: Field[] | undefined): Sent {
  const given = { ...sent, headers: { ...sent.headers }, body: sent.body ?? Buffer.alloc(0) }
  dresses[wire](given, fields)
  return { ...given, body: sent.body === undefined && given.body.length === 0 ? undefined : given.body }
}
