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
  const rows: string[][] = []
  const hashes: string[] = []
  let open: OpenZip[] = []
  let photos = 0
  let part = 0
  let position = 0

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
        zip: openZipFile(files, order.keyOf(position, 'zip'), order.at),
      }
    })
  }

  async function closePart(): Promise<void> {
    const closing = open
    open = []
    for (const { standard, name, zip } of closing) zips.push({ kind: 'zip', standard, name, ...(await zip.end()) })
  }

  async function store(kind: 'list' | 'manifest', ending: string, source: Parameters<typeof storeHashed>[2]) {
    position += 1
    const key = order.keyOf(position, ending)
    const stored = await storeHashed(files, key, source)
    return { kind, standard: null, name: `${order.number}.${ending}`, photos, key, ...stored }
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
        if (standard === order.main && order.list !== null)
          rows.push([...photo.row, `${folder}/${path}`, String(bytes.length), sha256])
      }
      photos += 1
    },
    async end() {
      await closePart()
      // All zips of a standard behind one another, the own standard first.
      const made = zips.toSorted((one, other) => place(one.standard) - place(other.standard))
      if (order.list !== null) {
        const columns = [...order.list, '文件', '字节', 'SHA-256'].map((title) => ({ title }))
        made.push(await store('list', 'xlsx', xlsxStream('交付清单', columns, rows)))
      }
      const ofFiles = made.map(({ sha256, name }) => `${sha256}  ${name}\n`)
      made.push(await store('manifest', 'sha256', Buffer.from([...ofFiles, ...hashes].join(''))))
      return made
    },
    async abort() {
      for (const { zip } of open) await zip.abort()
      for (const { key } of zips) await files.remove(key)
    },
  }

  function place(standard: string | null): number {
    return order.standards.indexOf(standard ?? '')
  }
}
