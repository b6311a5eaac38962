import { type Libheif, newLibheif } from './libheif.ts'

/** A decoded HEIC picture: upright, 8 bits per channel, rows without gaps. */
export interface HeicPicture {
  widthPx: number
  heightPx: number
  channels: 3 | 4
  pixels: Uint8Array
  /** What the numbers mean when that is not sRGB: an ICC profile as stored, or Display P3 by its number. */
  colour?: Uint8Array | 'display-p3'
}

export type HeicFailure = 'damaged' | 'variant'

interface SizePx {
  widthPx: number
  heightPx: number
}

/** Brands of files whose picture may be coded in HEVC. Source: ISO/IEC 23008-12 annex B, ISO/IEC 23000-22. */
const brands = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'mif2', 'msf1', 'miaf']

/** True for the beginning of a HEIF file whose main brand may hold HEVC; AVIF has a brand of its own. */
export function looksLikeHeic(bytes: Uint8Array): boolean {
  const text = String.fromCharCode(...bytes.subarray(4, 12))
  return text.startsWith('ftyp') && brands.includes(text.slice(4))
}

const success = 0
/** heif_error codes that say: well formed perhaps, but not of a kind that can be decoded here. */
const notOurKind = [3, 4, 6, 7, 11]
const rgbColourSpace = 1
const interleavedRgb = 10
const interleavedRgba = 11
const interleavedChannel = 10
/** Where `heif_decoding_options` keeps that a missing tile is an error, not a blank. */
const strictDecoding = 21

/**
 * Decodes the primary picture. The file's own rotation, mirroring and crop (`irot`, `imir`, `clap`) are applied, once;
 * an EXIF orientation is left alone, as ISO/IEC 23008-12 demands. `admit` sees the size before anything is decoded and
 * returns why not, if not.
 */
export async function decodeHeic<Refusal>(
  bytes: Uint8Array,
  sideLimitPx: number,
  admit: (size: SizePx) => Refusal | undefined,
): Promise<{ picture: HeicPicture } | { failure: HeicFailure } | { refusal: Refusal }> {
  const file = openFile(await newLibheif(), bytes)
  const handle = file.primaryPicture(sideLimitPx)
  if (typeof handle !== 'number') return handle
  const { libheif } = file
  const widthPx = libheif._heif_image_handle_get_width(handle)
  const heightPx = libheif._heif_image_handle_get_height(handle)
  if (widthPx <= 0 || heightPx <= 0) return { failure: 'damaged' }
  const refusal = admit({ widthPx, heightPx })
  if (refusal !== undefined) return { refusal }
  const colour = file.colourOf(handle)
  if (colour === 'unknown') return { failure: 'variant' }
  const decoded = file.decode(handle)
  if ('failure' in decoded) return decoded
  if (decoded.widthPx !== widthPx || decoded.heightPx !== heightPx) return { failure: 'damaged' }
  return { picture: colour === 'srgb' ? decoded : { ...decoded, colour } }
}

function openFile(libheif: Libheif, bytes: Uint8Array) {
  const stored = copyIn(libheif, bytes)
  const error = libheif._malloc(12)
  const out = libheif._malloc(4)
  const word = (at: number) => new DataView(libheif.HEAPU8.buffer).getUint32(at, true)
  const attempt = (call: () => void): { failure: HeicFailure } | undefined => {
    try {
      call()
    } catch {
      // A trap inside WebAssembly: out of memory, or a bug that the file has found.
      return { failure: 'damaged' }
    }
    const code = word(error)
    if (code === success) return undefined
    return { failure: notOurKind.includes(code) ? 'variant' : 'damaged' }
  }

  return {
    libheif,

    primaryPicture(sideLimitPx: number): number | { failure: HeicFailure } {
      const context = libheif._heif_context_alloc()
      libheif._heif_context_set_maximum_image_size_limit(context, sideLimitPx)
      return (
        attempt(() => libheif._heif_context_read_from_memory_without_copy(error, context, stored, bytes.length, 0)) ??
        attempt(() => libheif._heif_context_get_primary_image_handle(error, context, out)) ??
        word(out)
      )
    },

    colourOf(handle: number): NonNullable<HeicPicture['colour']> | 'srgb' | 'unknown' {
      const length = libheif._heif_image_handle_get_raw_color_profile_size(handle)
      if (length > 0) {
        const profile = libheif._malloc(length)
        if (attempt(() => libheif._heif_image_handle_get_raw_color_profile(error, handle, profile))) return 'unknown'
        return libheif.HEAPU8.slice(profile, profile + length)
      }
      if (attempt(() => libheif._heif_image_handle_get_nclx_color_profile(error, handle, out))) return 'srgb'
      return colourByNumber(word(word(out) + 4), word(word(out) + 8))
    },

    decode(handle: number): HeicPicture | { failure: HeicFailure } {
      const transparent = libheif._heif_image_handle_has_alpha_channel(handle) !== 0
      const chroma = transparent ? interleavedRgba : interleavedRgb
      const options = libheif._heif_decoding_options_alloc()
      libheif.HEAPU8[options + strictDecoding] = 1
      const failed = attempt(() => libheif._heif_decode_image(error, handle, out, rgbColourSpace, chroma, options))
      if (failed) return failed
      const image = word(out)
      const widthPx = libheif._heif_image_get_width(image, interleavedChannel)
      const heightPx = libheif._heif_image_get_height(image, interleavedChannel)
      const start = libheif._heif_image_get_plane_readonly2(image, interleavedChannel, out)
      const channels = transparent ? 4 : 3
      const pixels = withoutGaps(libheif.HEAPU8.subarray(start), word(out), widthPx * channels, heightPx)
      return { widthPx, heightPx, channels, pixels }
    },
  }
}

function copyIn(libheif: Libheif, bytes: Uint8Array): number {
  const at = libheif._malloc(bytes.length)
  libheif.HEAPU8.set(bytes, at)
  return at
}

function withoutGaps(plane: Uint8Array, stride: number, rowBytes: number, rows: number): Uint8Array {
  const pixels = new Uint8Array(rowBytes * rows)
  for (let y = 0; y < rows; y++) pixels.set(plane.subarray(y * stride, y * stride + rowBytes), y * rowBytes)
  return pixels
}

/** Primaries and transfer by their numbers. Source: ITU-T H.273, tables 2 and 3. */
function colourByNumber(primaries: number, transfer: number): 'srgb' | 'display-p3' | 'unknown' {
  const highDynamicRange = transfer === 16 || transfer === 18
  if (highDynamicRange) return 'unknown'
  if (primaries === 12) return 'display-p3'
  const nearSrgb = primaries === 1 || primaries === 2 || (primaries >= 5 && primaries <= 7)
  return nearSrgb ? 'srgb' : 'unknown'
}
