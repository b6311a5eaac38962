import sharp from 'sharp'
import type { NameEngines } from '../card/read-name.ts'
import type { Picture, Quad } from '../picture.ts'
import { grown, heightOf, lengthOf, straighten } from '../quad.ts'
import { readDocument, unread } from '../read-document.ts'
import type { FieldName, Kind, Reading } from '../reading.ts'
import { decodePicture, type PictureInput } from './decode.ts'
import { loadLetterforms } from './load-letterforms.ts'
import { loadTextNetworks } from './text-networks.ts'

export interface FileReading {
  /** False when the file is no picture. */
  ok: boolean
  reading: Reading
  /** Small straightened JPEG pictures of the fields, when asked for. */
  crops: Partial<Record<FieldName, Uint8Array>>
}

export interface FileOptions {
  kind?: Kind
  crops?: boolean
  /** The present day in China, YYYYMMDD; today when left out. */
  today?: string
}

const threads = 2
let loading: Promise<NameEngines> | undefined
/** Networks and letter forms of this process, loaded once. */
export function engines(): Promise<NameEngines> {
  loading ??= Promise.all([loadTextNetworks(threads), loadLetterforms()]).then(([networks, letterforms]) => ({
    networks,
    letterforms,
  }))
  return loading
}

/** Reads one picture of a document. A file that is no picture gives a reading with the warning `unreadable`. */
export async function readFile(
  input: PictureInput,
  { kind, crops, today = todayInChina() }: FileOptions = {},
): Promise<FileReading> {
  const decoded = await decodePicture(input)
  if ('unreadable' in decoded)
    return { ok: false, reading: { ...unread(kind ?? null), warnings: ['unreadable'] }, crops: {} }
  const reading = await readDocument(await engines(), decoded.picture, { kind, today })
  return { ok: true, reading, crops: crops ? await cropsOf(decoded.picture, reading) : {} }
}

/** YYYYMMDD; the day begins in China eight hours before it begins at Greenwich. */
export function todayInChina(now: Date = new Date()): string {
  return new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '')
}

async function cropsOf(picture: Picture, { fields }: Reading): Promise<FileReading['crops']> {
  const crops: FileReading['crops'] = {}
  for (const [name, { quad }] of Object.entries(fields)) {
    if (quad) crops[name as FieldName] = await cropOf(picture, quad)
  }
  return crops
}

const cropLongestPx = 900
const cropTallestPx = 160

async function cropOf(picture: Picture, quad: Quad): Promise<Uint8Array> {
  const wide = grown(quad, 0.3, 0.18)
  const scale = Math.min(1.5, cropLongestPx / lengthOf(wide), cropTallestPx / heightOf(wide))
  const size = (px: number) => Math.max(8, Math.round(px * scale))
  const { rgb, widthPx, heightPx } = straighten(picture, wide, size(lengthOf(wide)), size(heightOf(wide)))
  return sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality: 72 })
    .toBuffer()
}
