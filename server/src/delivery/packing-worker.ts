/**
 * A process that makes the files of one package; made to be forked, watched and killed.
 *
 *   to the worker     { id, step: 'begin', kept, order }   once; where files are kept
 *                     { id, step: 'add', photos }          for some photos at a time
 *                     { id, step: 'end' }                  once
 *   from the worker   { ready: true }, then for each step { id, ... } or { id, error }
 *
 * When the parent goes away, the worker ends.
 */
import { createHash } from 'node:crypto'
import { FileMissing, type Files } from '../platform/files.ts'
import { type FilesSetting, openFiles } from '../platform/open-files.ts'
import type { Export, ExportOrder, ExportPhoto } from './exporter.ts'
import type { PackedPhoto } from './packer.ts'
import { openZipExporter } from './zip-exporter.ts'

type Step =
  | { step: 'begin'; kept: FilesSetting; order: Omit<ExportOrder, 'at'> & { at: string } }
  | { step: 'add'; photos: PackedPhoto[] }
  | { step: 'end' }

/** So many photos are read from the disk ahead of the one that is being packed. */
const READ_AHEAD = 4

let files: Files
let out: Export
let packed = 0

async function perform(step: Step): Promise<object> {
  switch (step.step) {
    case 'begin':
      files = (await openFiles(step.kept)).files
      out = openZipExporter(files).open({ ...step.order, at: new Date(step.order.at) })
      return {}
    case 'add':
      return add(step.photos)
    case 'end':
      return { files: packed > 0 ? await out.end() : [] }
  }
}

async function add(photos: PackedPhoto[]): Promise<{ changed: string[] }> {
  const changed: string[] = []
  for await (const { photo, pictures } of readAhead(photos)) {
    if (pictures === undefined) changed.push(photo.graduateId)
    else {
      packed += 1
      await out.add({ ...photo, pictures })
    }
  }
  return { changed }
}

interface Read {
  photo: PackedPhoto
  /** Undefined where a file is missing, or is not the one on record. */
  pictures: ExportPhoto['pictures'] | undefined
}

async function* readAhead(photos: PackedPhoto[]): AsyncGenerator<Read> {
  const ahead: Promise<Read>[] = []
  for (const photo of photos) {
    const read = readPictures(photo).then((pictures) => ({ photo, pictures }))
    // What goes wrong is met when its turn comes.
    read.catch(() => {})
    ahead.push(read)
    if (ahead.length > READ_AHEAD) yield await ahead.shift()!
  }
  for (const read of ahead) yield await read
}

async function readPictures({ pictures }: PackedPhoto): Promise<Read['pictures']> {
  const read: ExportPhoto['pictures'] = []
  for (const { standard, key, sha256 } of pictures) {
    const bytes = await files.read(key).catch((error: unknown) => {
      if (error instanceof FileMissing) return undefined
      throw error
    })
    if (bytes === undefined || createHash('sha256').update(bytes).digest('hex') !== sha256) return undefined
    read.push({ standard, bytes, sha256 })
  }
  return read
}

process.on('message', ({ id, ...step }: Step & { id: number }) => {
  perform(step).then(
    (done) => process.send?.({ id, ...done }),
    (error: Error) => process.send?.({ id, error: error.message }),
  )
})
process.on('disconnect', () => process.exit())
process.send?.({ ready: true })
