import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import type { Frame } from '../frame.ts'

/** One photo at a time uses one core, and keeps nothing of the photo before. */
sharp.concurrency(1)
sharp.cache(false)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] })

/** A 50-megapixel camera (8192 x 6144) stays under it. */
export const pixelsMax = 64_000_000
/** Longer over shorter side: beyond it is a strip, not a photo of a person. */
const sidesRatioMax = 8
export const bytesMax = 60_000_000

/**
 * The longer side at which a photo is decoded first: twice what a bust that fills the photo needs. Within a factor of
 * two of it, the JPEG decoder does the shrinking (by whole halves), which costs a fifth of a full decode.
 */
const firstLookPx = 1500

export type PhotoInput = { path: string } | { bytes: Uint8Array }

/** Why a file cannot be read as a photo. */
export type Unreadable =
  | { reason: 'missing' }
  | { reason: 'empty' }
  | { reason: 'too-heavy'; bytes: number }
  | { reason: 'too-large'; pixels: number }
  | { reason: 'format' }
  | { reason: 'damaged' }
  | { reason: 'gave-up'; seconds: number }

export type Decoded = { frame: Frame } | { unreadable: Unreadable }

/** Decodes upright, in 8-bit sRGB, transparency on white. A bad picture is a value, never an exception. */
export async function decodePhoto(input: PhotoInput): Promise<Decoded> {
  let bytes: Uint8Array
  try {
    bytes = 'bytes' in input ? input.bytes : await readFile(input.path)
  } catch {
    return { unreadable: { reason: 'missing' } }
  }
  if (bytes.length === 0) return { unreadable: { reason: 'empty' } }
  if (bytes.length > bytesMax) return { unreadable: { reason: 'too-heavy', bytes: bytes.length } }
  const size = await uprightSize(bytes)
  if ('reason' in size) return { unreadable: size }
  try {
    return { frame: await decodeAt(bytes, size, firstLook(size)) }
  } catch {
    return { unreadable: { reason: 'damaged' } }
  }
}

interface Size {
  widthPx: number
  heightPx: number
}

async function uprightSize(bytes: Uint8Array): Promise<Size | Unreadable> {
  try {
    const { width, height, orientation, format, pages } = await open(bytes).metadata()
    if (!width || !height || !['jpeg', 'png', 'webp'].includes(format)) return { reason: 'format' }
    if (width * height >= pixelsMax) return { reason: 'too-large', pixels: width * height }
    if (Math.max(width, height) > sidesRatioMax * Math.min(width, height)) return { reason: 'format' }
    if ((pages ?? 1) > 1 && format !== 'webp') return { reason: 'format' }
    const turned = orientation !== undefined && orientation >= 5 && orientation <= 8
    return turned ? { widthPx: height, heightPx: width } : { widthPx: width, heightPx: height }
  } catch {
    return { reason: 'format' }
  }
}

function open(bytes: Uint8Array) {
  return sharp(bytes, {
    failOn: 'error',
    limitInputPixels: false,
    limitInputChannels: 5,
    pages: 1,
    sequentialRead: true,
  })
}

function firstLook({ widthPx, heightPx }: Size): Size {
  let shrink = 1
  while (Math.max(widthPx, heightPx) / (shrink * 2) >= firstLookPx && shrink < 8) shrink *= 2
  return { widthPx: Math.round(widthPx / shrink), heightPx: Math.round(heightPx / shrink) }
}

async function decodeAt(bytes: Uint8Array, source: Size, size: Size): Promise<Frame> {
  let picture = open(bytes).autoOrient()
  if (size.widthPx !== source.widthPx || size.heightPx !== source.heightPx) {
    picture = picture.resize(size.widthPx, size.heightPx, { fit: 'fill', kernel: 'linear', fastShrinkOnLoad: true })
  }
  const { data, info } = await picture
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  if (info.channels !== 3) throw new Error('the decoder gave no RGB picture')
  const frame: Frame = {
    widthPx: info.width,
    heightPx: info.height,
    rgb: new Uint8Array(data.buffer, data.byteOffset, data.length),
    sourceWidthPx: source.widthPx,
    sourceHeightPx: source.heightPx,
  }
  if (info.width < source.widthPx) frame.finer = () => decodeAt(bytes, source, source)
  return frame
}
