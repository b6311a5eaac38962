import sharp from 'sharp'
import { densityBytes, flatColourError, withDensity, writtenQuality } from '../jpeg.ts'
import type { Standard } from '../standard.ts'

export interface EncodedJpeg {
  bytes: Uint8Array
  /** As readers of the quantisation tables find it, 1 to 100: nothing else in a file tells its quality. */
  quality: number
}

/** Aim below the upper limit: a step of one quality near 78 is about 3 % of the bytes, an expected size is off by 1 %. */
const aimShareOfMax = 0.99
/** A size between this share of the aim and the limit ends the search. */
const closeEnough = 0.95
const trellisMax = 7
/** A trellis encode has so many of a plain one's bytes: .85 to .90 on 8 portraits at qualities 66 to 90. */
const trellisShareOfPlain = 0.87
/** Bytes go with this power of the quantisation steps: -.63 to -.83 on the same portraits. */
const bytesExponent = -0.71
/** The usual result; from one plain encode there the right quality is known within so many steps of it. */
const firstQuality = 78
const nearSteps = 5

/** Bytes made with one of libjpeg's qualities for the recipe's tables. */
interface Attempt {
  bytes: Uint8Array
  quality: number
  trellis: boolean
}

interface Recipe {
  chromaSubsampling: '4:4:4' | '4:2:0'
  quantisationTable: 0 | 3 | 7
}

/**
 * The first is the best for its bytes. Eight portraits at the highest quality under 40,000 bytes, error ΔE76 in the hair
 * band, background within 2 levels, quality that readers find: table 7 2.03, 98.0 %, 87; table 3 2.17, 98.0 %, 69; table 0
 * 2.73, 97.7 %, 87; table 3 with 4:2:0 3.31, 97.5 %, 80. A picture so rich that readers would find less than the standard's
 * lowest quality is tried with half the colour's pixels.
 */
const recipes: Recipe[] = [
  { chromaSubsampling: '4:4:4', quantisationTable: 7 },
  { chromaSubsampling: '4:2:0', quantisationTable: 3 },
  { chromaSubsampling: '4:2:0', quantisationTable: 0 },
]

/** Baseline JPEG under the standard's upper limit, by the first recipe that keeps the standard's lowest quality. */
export async function encodePortrait(rgb: Uint8Array, standard: Standard): Promise<EncodedJpeg> {
  let best: EncodedJpeg | undefined
  for (const recipe of recipes) {
    const bytes = await encodeBy(recipe, rgb, standard)
    const encoded = { bytes, quality: writtenQuality(bytes) }
    if (encoded.quality >= standard.jpegQualityMin) return encoded
    if (!best || encoded.quality > best.quality) best = encoded
  }
  if (!best) throw new Error('no recipe for a JPEG')
  return best
}

/**
 * Trellis quantisation at about the highest quality whose size fits under the standard's upper limit. A trellis encode
 * costs four plain ones, so plain ones come near it first. The result is smaller than the standard's lower limit only
 * where quality 100 is; bytes are never padded.
 */
async function encodeBy(recipe: Recipe, rgb: Uint8Array, standard: Standard): Promise<Uint8Array> {
  const limit = standard.bytes.max - densityBytes
  const aim = limit * aimShareOfMax
  let quality = await searchPlain(recipe, rgb, standard, aim)
  let fits: Attempt | undefined
  let tooLarge = 101
  for (let attempt = 0; attempt < trellisMax; attempt++) {
    const bytes = await encode(recipe, rgb, standard, quality, true)
    const next = expectedQuality(quality, bytes.length, aim)
    if (bytes.length <= limit) {
      fits = { bytes, quality, trellis: true }
      if (bytes.length >= closeEnough * aim) break
      quality = Math.max(quality + 1, Math.min(next, tooLarge - 1))
    } else {
      tooLarge = quality
      quality = Math.min(quality - 1, Math.max(next, (fits?.quality ?? 0) + 1))
    }
    if (quality >= tooLarge || quality > 100 || quality < 1 || quality === fits?.quality) break
  }
  if (!fits || fits.bytes.length < standard.bytes.min - densityBytes)
    fits = await plainWithin(recipe, rgb, standard, limit)
  const bytes =
    (await withTrueBackground(recipe, rgb, standard, fits)) ??
    (await withTrueBackground(recipe, rgb, standard, await plainWithin(recipe, rgb, standard, limit))) ??
    fits.bytes
  return withDensity(bytes, standard.dpi)
}

/** Levels that the background may be off as a whole, and how many qualities further down are tried for it. */
const backgroundErrorMax = 1
const backgroundTries = 4

/**
 * At some low qualities the background's colour falls between two steps of the tables and comes out three levels wrong
 * all over; a quality or two below, it does not. Undefined where none of them does.
 */
async function withTrueBackground(
  recipe: Recipe,
  rgb: Uint8Array,
  standard: Standard,
  { bytes, quality, trellis }: Attempt,
): Promise<Uint8Array | undefined> {
  let tried = bytes
  for (let lower = 1; flatColourError(tried, standard.backgroundRgb) > backgroundErrorMax; lower++) {
    if (lower > backgroundTries || quality - lower < 1) return undefined
    tried = await encode(recipe, rgb, standard, quality - lower, trellis)
    if (tried.length < standard.bytes.min - densityBytes) return undefined
  }
  return tried
}

/**
 * Trellis quantisation may drop a fine, even texture all at once, from far over the limit to far under the window.
 * Plain quantisation does not; its sizes grow steadily with the quality.
 */
async function plainWithin(recipe: Recipe, rgb: Uint8Array, standard: Standard, limit: number): Promise<Attempt> {
  let low: Attempt = { bytes: await encode(recipe, rgb, standard, 1, false), quality: 1, trellis: false }
  let high = 101
  while (high - low.quality > 1) {
    const quality = (low.quality + high) >> 1
    const bytes = await encode(recipe, rgb, standard, quality, false)
    if (bytes.length <= limit) low = { bytes, quality, trellis: false }
    else high = quality
  }
  return low
}

async function searchPlain(recipe: Recipe, rgb: Uint8Array, standard: Standard, aim: number): Promise<number> {
  let quality = firstQuality
  for (let attempt = 0; attempt < 2; attempt++) {
    const { length } = await encode(recipe, rgb, standard, quality, false)
    const next = expectedQuality(quality, length * trellisShareOfPlain, aim)
    const near = Math.abs(next - quality) <= nearSteps
    quality = next
    if (near) break
  }
  return quality
}

/**
 * The highest quality at which no more than `aim` bytes are expected, from one size. libjpeg's quality q scales the
 * quantisation table by 200 - 2q above 50.
 */
function expectedQuality(quality: number, bytes: number, aim: number): number {
  const scale = Math.max(1, 200 - 2 * quality)
  const wanted = scale * (aim / bytes) ** (1 / bytesExponent)
  return Math.min(100, Math.max(30, Math.floor((200 - wanted) / 2)))
}

async function encode(
  recipe: Recipe,
  rgb: Uint8Array,
  standard: Standard,
  quality: number,
  trellis: boolean,
): Promise<Uint8Array> {
  return sharp(rgb, { raw: { width: standard.widthPx, height: standard.heightPx, channels: 3 } })
    .jpeg({
      quality,
      progressive: false,
      ...recipe,
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

/**
 * The print master: quality 95, same density, no limit of size. The usual code tables cost 1 to 5 % more bytes and save
 * half the time.
 */
export async function encodeMaster(
  rgb: Uint8Array,
  widthPx: number,
  heightPx: number,
  dpi: number,
): Promise<Uint8Array> {
  const jpeg = await sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality: 95, progressive: false, chromaSubsampling: '4:4:4', optimiseCoding: false })
    .toBuffer()
  return withDensity(jpeg, dpi)
}
