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
 * the paper shows exactly that file; anything else is encoded once at quality 95.
 */
export async function printPhoto(input: PhotoInput, size: SizeMm): Promise<PrintPhoto | PhotoRefusal> {
  const decoded = await decodePhoto(input)
  if ('unreadable' in decoded) return { refused: 'unreadable' }
  const { widthPx, heightPx, rgb } = decoded.frame.finer ? await decoded.frame.finer() : decoded.frame
  const crop = cropForPrint(widthPx, heightPx, size)
  const dots = Math.min(dotsPerInch(crop.widthPx, size.widthMm), dotsPerInch(crop.heightPx, size.heightMm))
  if (dots < printDotsPerInch) return { refused: 'too-coarse', dotsPerInch: dots }
  const bytes = 'bytes' in input ? input.bytes : await readFile(input.path)
  const jpeg = (await isUsualJpeg(bytes)) ? bytes : await encoded({ widthPx, heightPx, rgb })
  return { jpeg, widthPx, heightPx, crop, dotsPerInch: dots }
}

/** Colours and orientation are what a reader without profiles and EXIF would show. */
async function isUsualJpeg(bytes: Uint8Array): Promise<boolean> {
  const { format, space, channels, icc, orientation = 1 } = await sharp(bytes).metadata()
  return format === 'jpeg' && space === 'srgb' && channels === 3 && !icc && orientation === 1
}

async function encoded({ widthPx, heightPx, rgb }: Pixels): Promise<Uint8Array> {
  return sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toBuffer()
}
