import sharp from 'sharp'
import { densityBytes, withDensity } from '../jpeg.ts'
import type { Standard } from '../standard.ts'

export interface EncodedJpeg {
  bytes: Uint8Array
  quality: number
}

/** Aim below the upper limit: a step of one quality near 90 is about 4 % of the bytes. */
const aimShareOfMax = 0.975
const trellisMax = 4

/**
 * Baseline JPEG, 4:4:4, trellis quantisation with quantisation table 3, at the highest quality whose size fits under
 * the standard's upper limit. A trellis encode costs four plain ones, so plain ones bracket the quality first.
 * The result may be smaller than the standard's lower limit only where quality 100 is; bytes are never padded.
 */
export async function encodePortrait(rgb: Uint8Array, standard: Standard): Promise<EncodedJpeg> {
  const aim = standard.bytes.max * aimShareOfMax - densityBytes
  const limit = standard.bytes.max - densityBytes
  const plain = await searchPlain(rgb, standard, aim)
  const tried = new Map<number, Uint8Array>()
  let quality = plain.quality
  for (let attempt = 0; attempt < trellisMax && !tried.has(quality); attempt++) {
    const jpeg = await encode(rgb, standard, quality, true)
    tried.set(quality, jpeg)
    const next = stepTowards(quality, jpeg.length, aim)
    if (jpeg.length <= limit && (next <= quality || attempt >= 1)) break
    quality = jpeg.length > limit ? Math.min(next, quality - 1) : next
  }
  const fitting = [...tried].filter(([, jpeg]) => jpeg.length <= limit).sort((a, b) => b[0] - a[0])
  const [best] = fitting.length > 0 ? fitting : [...tried].sort((a, b) => a[0] - b[0])
  return { bytes: withDensity(best[1], standard.dpi), quality: best[0] }
}

/** A trellis encode is smaller than a plain one of the same quality by about so much (0.90 to 0.94 on 20 portraits). */
const trellisShareOfPlain = 0.92

async function searchPlain(rgb: Uint8Array, standard: Standard, aim: number): Promise<{ quality: number }> {
  let quality = 88
  for (let attempt = 0; attempt < 2; attempt++) {
    const { length } = await encode(rgb, standard, quality, false)
    const next = stepTowards(quality, length * trellisShareOfPlain, aim)
    if (Math.abs(next - quality) <= 2) return { quality: next }
    quality = next
  }
  return { quality }
}

/**
 * The quality at which about `aim` bytes are expected, from one size. libjpeg's quality q scales the quantisation
 * table by 200 - 2q above 50, and bytes go with about the -0.75th power of that scale.
 */
function stepTowards(quality: number, bytes: number, aim: number): number {
  const scale = Math.max(1, 200 - 2 * quality)
  const wanted = scale * (bytes / aim) ** (1 / 0.75)
  return Math.min(100, Math.max(30, Math.floor((200 - wanted) / 2)))
}

async function encode(rgb: Uint8Array, standard: Standard, quality: number, trellis: boolean): Promise<Uint8Array> {
  return sharp(rgb, { raw: { width: standard.widthPx, height: standard.heightPx, channels: 3 } })
    .jpeg({
      quality,
      progressive: false,
      chromaSubsampling: '4:4:4',
      quantisationTable: 3,
      optimiseCoding: true,
      trellisQuantisation: trellis,
      overshootDeringing: trellis,
    })
    .toBuffer()
}

/** Lossless PNG of an RGB picture. */
export async function encodePng(rgb: Uint8Array, widthPx: number, heightPx: number): Promise<Uint8Array> {
  return sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .png({ compressionLevel: 6 })
    .toBuffer()
}

/** 8-bit grey PNG of a matte in 0..1. */
export async function encodeMatte(alpha: Float32Array, widthPx: number, heightPx: number): Promise<Uint8Array> {
  const grey = new Uint8Array(alpha.length)
  for (let i = 0; i < alpha.length; i++) grey[i] = Math.round(Math.min(1, Math.max(0, alpha[i])) * 255)
  return sharp(grey, { raw: { width: widthPx, height: heightPx, channels: 1 } })
    .toColourspace('b-w')
    .png({ compressionLevel: 6 })
    .toBuffer()
}

/** The print master: quality 95, same density, no limit of size. */
export async function encodeMaster(
  rgb: Uint8Array,
  widthPx: number,
  heightPx: number,
  dpi: number,
): Promise<Uint8Array> {
  const jpeg = await sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality: 95, progressive: false, chromaSubsampling: '4:4:4', optimiseCoding: true })
    .toBuffer()
  return withDensity(jpeg, dpi)
}
