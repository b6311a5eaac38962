import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateRawSync, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { goodPhoto } from '../../server/test/pictures.ts'
import { hostileFolder } from './fuzz-naughty.ts'

export interface HostileFile {
  /** `bomb/png_iccp_bomb.png` */
  name: string
  bytes: Buffer
  /** What the corpus says of it; empty where nothing is said. */
  expected: string
}

export const isCorpusHere = existsSync(join(hostileFolder, 'manifest.csv'))

/** The corpus, or where it is not there a few files of the same kinds; short: one of each folder. */
export async function hostileFiles(short: boolean): Promise<HostileFile[]> {
  const all = isCorpusHere ? ofCorpus() : await ownFiles()
  const first = new Set<string>()
  const isFirst = ({ name }: HostileFile) => {
    const folder = name.split('/')[0]!
    return !first.has(folder) && first.add(folder) !== undefined
  }
  return short ? all.filter(isFirst) : all
}

function ofCorpus(): HostileFile[] {
  const lines = readFileSync(join(hostileFolder, 'manifest.csv'), 'utf8').split('\n')
  const cells = lines.map((line) =>
    [...line.matchAll(/("[^"]*"|[^,]*)(?:,|$)/g)].map(([, cell]) => cell!.replaceAll('"', '')),
  )
  const said = new Map(cells.map(([file, , , , expected]) => [file!, expected ?? '']))
  const folders = readdirSync(hostileFolder).filter((name) => !name.includes('.') && name !== 'strings')
  return folders.flatMap((folder) =>
    readdirSync(join(hostileFolder, folder)).map((file) => {
      const name = `${folder}/${file}`
      return { name, bytes: readFileSync(join(hostileFolder, name)), expected: said.get(name) ?? '' }
    }),
  )
}

/** Pictures that hide something, bombs, and sheets that are none. */
async function ownFiles(): Promise<HostileFile[]> {
  const jpeg = await sharp({ create: { width: 600, height: 800, channels: 3, background: '#89a' } })
    .jpeg()
    .toBuffer()
  const svg =
    '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>'
  const laughs = `<!DOCTYPE l [<!ENTITY a "ha">${'bcdefghij'.replace(/./g, (c) => `<!ENTITY ${c} "${`&${String.fromCharCode(c.charCodeAt(0) - 1)};`.repeat(10)}">`)}]><l>&j;</l>`
  const rejected = 'reject 4xx'
  return [
    { name: 'bomb/png_dims.png', bytes: pngOf(2 ** 31 - 1, 2 ** 31 - 1, Buffer.alloc(9)), expected: rejected },
    { name: 'bomb/png_20000.png', bytes: pngOf(20_000, 20_000, Buffer.alloc(20_000 * 2501)), expected: rejected },
    { name: 'polyglot/html_as.jpg', bytes: Buffer.from('<html><script>alert(1)</script>'), expected: rejected },
    {
      name: 'polyglot/jpeg_zip.jpg',
      bytes: Buffer.concat([jpeg, zipOf('../../evil.sh', Buffer.from('id'))]),
      expected: '',
    },
    { name: 'metadata/gps.jpg', bytes: await taggedPhoto(), expected: '' },
    { name: 'jpeg-malformed/truncated.jpg', bytes: jpeg.subarray(0, jpeg.length >> 1), expected: '' },
    { name: 'not-allowed-format/x.bmp', bytes: Buffer.from('BM\0\0\0\0\0\0\0\0'), expected: rejected },
    { name: 'svg-xml/xxe.svg', bytes: Buffer.from(svg), expected: rejected },
    { name: 'svg-xml/laughs.xml', bytes: Buffer.from(laughs), expected: rejected },
    { name: 'zip/bomb.zip', bytes: zipOf('a.csv', Buffer.alloc(60_000_000, 0x30)), expected: rejected },
    { name: 'zip/slip.zip', bytes: zipOf('../../evil.sh', Buffer.from('id')), expected: rejected },
    {
      name: 'spreadsheet-hostile/sheet_bomb.xlsx',
      bytes: zipOf('xl/worksheets/sheet1.xml', Buffer.alloc(60_000_000, 0x20)),
      expected: rejected,
    },
    {
      name: 'csv/formula.csv',
      bytes: Buffer.from('学号,姓名,证件号码\n=1+1,"=HYPERLINK(""http://127.0.0.1"")",@SUM(1)\n'),
      expected: '',
    },
    { name: 'csv/nul.csv', bytes: Buffer.from('学号,姓名,证件号码\n1,\0,2\n'), expected: '' },
  ]
}

export const secretPlace = 'SECRET-PLACE-31.2304N'

/** A good photo that tells where it was taken and carries a page and an archive. */
export async function taggedPhoto(): Promise<Buffer> {
  const exif = {
    IFD0: { ImageDescription: secretPlace, Artist: secretPlace },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '31/1 13/1 49/1' },
  }
  const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description about="${secretPlace}"/></rdf:RDF></x:xmpmeta>`
  const photo = await sharp(await goodPhoto())
    .withExif(exif)
    .withXmp(xmp)
    .jpeg({ quality: 92 })
    .toBuffer()
  return Buffer.concat([
    photo,
    Buffer.from(`<script>${secretPlace}</script>`),
    zipOf('evil.sh', Buffer.from(secretPlace)),
  ])
}

/** A PNG of one bit a pixel that says it is so large. */
function pngOf(widthPx: number, heightPx: number, rows: Buffer): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(widthPx, 0)
  head.writeUInt32BE(heightPx, 4)
  head.writeUInt8(1, 8)
  const chunk = (kind: string, data: Buffer) => {
    const whole = Buffer.alloc(12 + data.length)
    whole.writeUInt32BE(data.length, 0)
    whole.write(kind, 4, 'latin1')
    data.copy(whole, 8)
    whole.writeUInt32BE(crc32(whole.subarray(4, 8 + data.length)), 8 + data.length)
    return whole
  }
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** An archive of one file under any name. */
function zipOf(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content)
  const sizes = [crc32(content), packed.length, content.length]
  const head = (sign: number, before: number[], after: number[]) => {
    const words = [
      ...before.map((word) => [word, 2]),
      ...sizes.map((size) => [size, 4]),
      [Buffer.byteLength(name), 2],
      ...after.map((word) => [word, 2]),
    ]
    const bytes = Buffer.alloc(4 + words.reduce((sum, [, width]) => sum + width!, 0))
    bytes.writeUInt32LE(sign, 0)
    let at = 4
    for (const [word, width] of words) at = bytes.writeUIntLE(word!, at, width!)
    return Buffer.concat([bytes, Buffer.from(name)])
  }
  const local = Buffer.concat([head(0x04034b50, [20, 0, 8, 0, 0], [0]), packed])
  const central = head(0x02014b50, [20, 20, 0, 8, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0])
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, central, end])
}
