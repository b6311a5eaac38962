import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import type { Picture } from '../picture.ts'

/** One picture at a time, and nothing kept of the one before; no loader but these three touches foreign bytes. */
sharp.concurrency(1)
sharp.cache(false)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] })

const pixelsMax = 64_000_000
const bytesMax = 60_000_000
const sidesRatioMax = 8
/** A card that fills a third of the picture still has characters of 20 pixels. */
const longerSidePx = 2800

export type Unreadable = 'missing' | 'empty' | 'too-heavy' | 'too-large' | 'format' | 'damaged'
export type PictureInput = { path: string } | { bytes: Uint8Array }

/** Decodes upright (EXIF), in 8-bit sRGB, transparency on white. A bad picture is a value, never an exception. */
export async function decodePicture(input: PictureInput): Promise<{ picture: Picture } | { unreadable: Unreadable }> {
  let bytes: Uint8Array
  try {
    bytes = 'bytes' in input ? input.bytes : await readFile(input.path)
  } catch {
    return { unreadable: 'missing' }
  }
  if (bytes.length === 0) return { unreadable: 'empty' }
  if (bytes.length > bytesMax) return { unreadable: 'too-heavy' }
  const refused = await refusal(bytes)
  if (refused) return { unreadable: refused }
  try {
    return { picture: await decode(bytes) }
  } catch {
    return { unreadable: 'damaged' }
  }
}

const open = (bytes: Uint8Array) =>
  sharp(bytes, { failOn: 'error', limitInputPixels: false, limitInputChannels: 5, pages: 1, sequentialRead: true })

async function refusal(bytes: Uint8Array): Promise<Unreadable | undefined> {
  try {
    const { width, height, format } = await open(bytes).metadata()
    if (!width || !height || !['jpeg', 'png', 'webp'].includes(format)) return 'format'
    if (width * height >= pixelsMax) return 'too-large'
    if (Math.max(width, height) > sidesRatioMax * Math.min(width, height)) return 'format'
    return undefined
  } catch {
    return 'format'
  }
}

async function decode(bytes: Uint8Array): Promise<Picture> {
  const { data, info } = await open(bytes)
    .autoOrient()
    .resize(longerSidePx, longerSidePx, {
      fit: 'inside',
      withoutEnlargement: true,
      kernel: 'cubic',
      fastShrinkOnLoad: true,
    })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  if (info.channels !== 3) throw new Error('the decoder gave no RGB picture')
  return { widthPx: info.width, heightPx: info.height, rgb: new Uint8Array(data.buffer, data.byteOffset, data.length) }
}
