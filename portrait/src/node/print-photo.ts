import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import type { Box, Pixels } from '../frame.ts'
import { cropForPrint, dotsPerInch, printDotsPerInch, type SizeMm } from '../print-sheet.ts'
import { decodePhoto, type PhotoInput } from './decode.ts'

/** A photo as it is printed: a JPEG, and the part of it that has the print's ratio, in its pixels. */
export interface PrintPhoto {
  jpeg: Uint8Array
  widthPx: number
  heightPx: number
  crop: Box
  dotsPerInch: number
}

export type PhotoRefusal = { refused: 'unreadable' } | { refused: 'too-coarse'; dotsPerInch: number }

/**
 * Makes a photo ready for print. An upright sRGB JPEG, as finished photos and print masters are, keeps its bytes, so that
 * the paper shows exactly that file; anything else is encoded once at quality 95. In a file that is known to be `whole`,
 * by its hash, such a JPEG is not decoded at all.
 */
export async function printPhoto(
  input: PhotoInput,
  size: SizeMm,
  { whole = false } = {},
): Promise<PrintPhoto | PhotoRefusal> {
  const known = whole ? await usualJpeg(input).catch(() => undefined) : undefined
  if (known) return fitted(known, size, async () => known.jpeg)
  const decoded = await decodePhoto(input)
  if ('unreadable' in decoded) return { refused: 'unreadable' }
  const pixels = decoded.frame.finer ? await decoded.frame.finer() : decoded.frame
  return fitted(pixels, size, async () => (await usualJpeg(input))?.jpeg ?? encoded(pixels))
}

async function fitted(
  { widthPx, heightPx }: Pick<Pixels, 'widthPx' | 'heightPx'>,
  size: SizeMm,
  jpeg: () => Promise<Uint8Array>,
): Promise<PrintPhoto | PhotoRefusal> {
  const crop = cropForPrint(widthPx, heightPx, size)
  const dots = Math.min(dotsPerInch(crop.widthPx, size.widthMm), dotsPerInch(crop.heightPx, size.heightMm))
  if (dots < printDotsPerInch) return { refused: 'too-coarse', dotsPerInch: dots }
  return { jpeg: await jpeg(), widthPx, heightPx, crop, dotsPerInch: dots }
}

/** The file as it is, where its colours and orientation are what a reader without profiles and EXIF would show. */
async function usualJpeg(input: PhotoInput) {
  const jpeg = 'bytes' in input ? input.bytes : await readFile(input.path)
  const { format, space, channels, icc, orientation = 1, width, height } = await sharp(jpeg).metadata()
  const isUsual = format === 'jpeg' && space === 'srgb' && channels === 3 && !icc && orientation === 1
  return isUsual ? { jpeg, widthPx: width, heightPx: height } : undefined
}

async function encoded({ widthPx, heightPx, rgb }: Pixels): Promise<Uint8Array> {
  return sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toBuffer()
}
