import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import type { Files } from '../platform/files.ts'
import { xlsxStream } from '../platform/sheets/write-xlsx.ts'
import type { ChsiExporter, Export, ExportedFile, ExportOrder, ExportPhoto } from './exporter.ts'
import { openZipFile, storeHashed, type ZipFile } from './zip-file.ts'

/** Zips with nothing but photos in them, and beside them a list and the SHA-256 of every file. */
export function openZipExporter(files: Files): ChsiExporter {
  return { open: (order) => openPackage(files, order) }
}

interface OpenZip {
  standard: string
  name: string
  /** The name without its ending: what it unpacks to. */
  folder: string
  zip: ZipFile
}

function openPackage(files: Files, order: ExportOrder): Export {
  const zips: ExportedFile[] = []
  const list = order.list === null ? undefined : openList(files, order.list, keyOf(1, 'xlsx'))
  const hashes: string[] = []
  let open: OpenZip[] = []
  let photos = 0
  let part = 0
  let position = list === undefined ? 0 : 1

  function openPart(): OpenZip[] {
    part += 1
    const isSplit = order.photos > order.photosPerZip
    return order.standards.map((standard) => {
      const of = standard === order.main ? '' : `_${standard}`
      const folder = `${order.base}${of}${isSplit ? `_${part}` : ''}`
      position += 1
      return {
        standard,
        folder,
        name: `${folder}.zip`,
        zip: openZipFile(files, keyOf(position, 'zip'), order.at),
      }
    })
  }

  async function closePart(): Promise<void> {
    const closing = open
    open = []
    for (const { standard, name, zip } of closing) zips.push({ kind: 'zip', standard, name, ...(await zip.end()) })
  }

  return {
    async add(photo: ExportPhoto) {
      if (photos > 0 && photos % order.photosPerZip === 0) await closePart()
      if (open.length === 0) open = openPart()
      const path = photo.folder === '' ? photo.name : `${photo.folder}/${photo.name}`
      for (const { standard, folder, zip } of open) {
        const { bytes, sha256 } = photo.pictures.find((picture) => picture.standard === standard)!
        await zip.add(path, bytes)
        hashes.push(`${sha256}  ${folder}/${path}\n`)
        if (standard === order.main)
          await list?.add([String(photos + 1), ...photo.row, `${folder}/${path}`, String(bytes.length), sha256])
      }
      photos += 1
    },
    async end() {
      await closePart()
      // All zips of a standard behind one another, the own standard first.
      const made = zips.toSorted((one, other) => place(one.standard) - place(other.standard))
      const rest = { standard: null, photos }
      if (list !== undefined) made.push({ kind: 'list', name: `${order.number}.xlsx`, ...rest, ...(await list.end()) })
      const key = keyOf(position + 1, 'sha256')
      const ofFiles = made.map(({ sha256, name }) => `${sha256}  ${name}\n`)
      const stored = await storeHashed(files, key, Buffer.from([...ofFiles, ...hashes].join('')))
      made.push({ kind: 'manifest', name: `${order.number}.sha256`, ...rest, key, ...stored })
      return made
    },
  }

  function keyOf(nth: number, ending: string): string {
    return `${order.place}/${nth}.${ending}`
  }

  function place(standard: string | null): number {
    return order.standards.indexOf(standard ?? '')
  }
}

/** The list is written as the photos come: its rows never lie in memory all at once. */
function openList(files: Files, headings: string[], key: string) {
  const rows = new PassThrough({ objectMode: true })
  const columns = ['序号', ...headings, '文件', '字节', 'SHA-256'].map((title) => ({ title }))
  const written = storeHashed(files, key, xlsxStream('交付清单', columns, rows))
  // What goes wrong is told to whoever adds or ends.
  written.catch(() => {})
  return {
    async add(row: string[]) {
      if (!rows.write(row)) await Promise.race([once(rows, 'drain'), written])
    },
    async end() {
      rows.end()
      return { key, ...(await written) }
    },
  }
}
