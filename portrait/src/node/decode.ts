import { readFile } from 'node:fs/promises'
import sharp, { type Metadata, type Sharp } from 'sharp'
import type { Frame } from '../frame.ts'
import { writtenQuality } from '../jpeg.ts'
import { decodeHeic, type HeicPicture, looksLikeHeic } from './heic.ts'
import { displayP3Profile, withProfile } from './profile.ts'
import { bytesMax, type Unreadable } from './unreadable.ts'

/** One photo at a time uses one core, and keeps nothing of the photo before. */
sharp.concurrency(1)
sharp.cache(false)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] })

/** A 50-megapixel camera (8192 x 6144) stays under it. */
const pixelsMax = 64_000_000
/** Longer over shorter side: beyond it is a strip, not a photo of a person. */
const sidesRatioMax = 8
/**
 * What a decoder may have to hold at once: interlaced, progressive and WebP pictures cannot be read row by row. A
 * 50-megapixel progressive JPEG of the usual kind (4:2:0) stays under it.
 */
const heldBytesMax = 200_000_000

/**
 * The longer side at which a photo is decoded first: twice what a bust that fills the photo needs. Within a factor of
 * two of it, the JPEG decoder does the shrinking (by whole halves), which costs a fifth of a full decode.
 */
const firstLookPx = 1500

export type PhotoInput = { path: string } | { bytes: Uint8Array }

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
  const decoded = await decodeBytes(bytes, 'error')
  if (!('unreadable' in decoded) || !lacksEnd(bytes)) return decoded
  const completed = await decodeBytes(Buffer.concat([bytes, endOfImage]), 'warning')
  return 'frame' in completed ? completed : decoded
}

const endOfImage = Uint8Array.of(0xff, 0xd9)

/**
 * A JPEG whose last marker was lost. It is whole where the decoder, given that marker, has not even a warning: with
 * rows missing it would warn of them. Of whole scans missing from a progressive file it would not, see openRaster.
 */
function lacksEnd(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && (bytes.at(-2) !== 0xff || bytes.at(-1) !== 0xd9)
}

async function decodeBytes(bytes: Uint8Array, failOn: 'error' | 'warning'): Promise<Decoded> {
  const source = await (looksLikeHeic(bytes) ? openHeic(bytes) : openRaster(bytes, failOn))
  if ('reason' in source) return { unreadable: source }
  try {
    return { frame: await decodeAt(source, firstLook(source)) }
  } catch {
    return { unreadable: { reason: 'damaged' } }
  }
}

interface Size {
  widthPx: number
  heightPx: number
}

/** A file whose head was found good: the size of the upright picture, and how to read it. */
interface Source extends Size {
  picture(): Sharp
  /** The profile of `picture()` where it does not carry it itself. */
  profile?: Uint8Array
  /** Pictures of 16 bits with a profile come out of sharp's conversion in Display P3 unless asked for sRGB by name. */
  needsNamedProfile?: boolean
  /** Of a JPEG, by its own tables. */
  quality?: number
}

function refuseSize({ widthPx, heightPx }: Size, heldBytesPerPx = 0): Unreadable | undefined {
  const pixels = widthPx * heightPx
  const limit = heldBytesPerPx > 0 ? Math.min(pixelsMax, Math.floor(heldBytesMax / heldBytesPerPx)) : pixelsMax
  if (pixels >= limit) return { reason: 'too-large', pixels, limit }
  if (Math.max(widthPx, heightPx) > sidesRatioMax * Math.min(widthPx, heightPx)) return { reason: 'format' }
  return undefined
}

async function openRaster(bytes: Uint8Array, failOn: 'error' | 'warning'): Promise<Source | Unreadable> {
  try {
    const metadata = await open(bytes, failOn).metadata()
    const { width, height, orientation, format, pages } = metadata
    if (!width || !height || !['jpeg', 'png', 'webp'].includes(format)) return { reason: 'format' }
    if ((pages ?? 1) > 1 && format !== 'webp') return { reason: 'format' }
    if (failOn === 'warning' && metadata.isProgressive) return { reason: 'damaged' }
    const turned = orientation !== undefined && orientation >= 5 && orientation <= 8
    const size = turned ? { widthPx: height, heightPx: width } : { widthPx: width, heightPx: height }
    const needsNamedProfile = metadata.space === 'rgb16' && metadata.hasProfile
    const quality = format === 'jpeg' ? qualityOf(bytes) : undefined
    const picture = () => open(bytes, failOn).autoOrient()
    return refuseSize(size, heldBytesPerPx(metadata)) ?? { ...size, quality, picture, needsNamedProfile }
  } catch {
    return { reason: 'format' }
  }
}

/** A file that libjpeg can read may still be too odd for a reader of markers; then its quality is not known. */
function qualityOf(jpeg: Uint8Array): number | undefined {
  try {
    return writtenQuality(jpeg) || undefined
  } catch {
    return undefined
  }
}

/** Bytes per pixel that must be in memory together before the first row can be given; 0 where rows just flow. */
function heldBytesPerPx({ format, isProgressive, channels, depth, chromaSubsampling }: Metadata): number {
  if (format === 'webp') return 4
  if (!isProgressive) return 0
  if (format === 'png') return channels * (depth === 'ushort' ? 2 : 1)
  // Two bytes for each coefficient; half resolution in both directions leaves a quarter of each colour channel.
  return 2 * (chromaSubsampling?.startsWith('4:2:0') ? 1.5 : channels)
}

function open(bytes: Uint8Array, failOn: 'error' | 'warning') {
  return sharp(bytes, {
    failOn,
    limitInputPixels: false,
    limitInputChannels: 5,
    pages: 1,
    sequentialRead: true,
  })
}

async function openHeic(bytes: Uint8Array): Promise<Source | Unreadable> {
  const decoded = await decodeHeic(bytes, Math.floor(Math.sqrt(pixelsMax)), refuseSize)
  if ('refusal' in decoded) return decoded.refusal
  if ('failure' in decoded) return { reason: decoded.failure }
  const { widthPx, heightPx, channels, pixels, colour } = decoded.picture
  const raw = { width: widthPx, height: heightPx, channels }
  return { widthPx, heightPx, picture: () => sharp(pixels, { raw }), profile: await profileOf(colour) }
}

function profileOf(colour: HeicPicture['colour']): Promise<Uint8Array> | Uint8Array | undefined {
  return colour === 'display-p3' ? displayP3Profile() : colour
}

function firstLook({ widthPx, heightPx }: Size): Size {
  let shrink = 1
  while (Math.max(widthPx, heightPx) / (shrink * 2) >= firstLookPx && shrink < 8) shrink *= 2
  return { widthPx: Math.round(widthPx / shrink), heightPx: Math.round(heightPx / shrink) }
}

async function decodeAt(source: Source, size: Size): Promise<Frame> {
  let picture = source.picture()
  if (size.widthPx !== source.widthPx || size.heightPx !== source.heightPx) {
    picture = picture.resize(size.widthPx, size.heightPx, { fit: 'fill', kernel: 'linear', fastShrinkOnLoad: true })
  }
  if (source.profile) picture = sharp(await withProfile(picture, source.profile))
  if (source.needsNamedProfile) picture = picture.withIccProfile('srgb')
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
    quality: source.quality,
  }
  if (info.width < source.widthPx) frame.finer = () => decodeAt(source, source)
  return frame
}
