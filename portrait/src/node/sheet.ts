import sharp, { type Sharp } from 'sharp'
import type { Pixels } from '../frame.ts'
import {
  cropForPrint,
  dotsPerInch,
  type Line,
  layoutSheet,
  printDotsPerInch,
  type SheetLayout,
  type SizeMm,
} from '../print-sheet.ts'
import { sheetPdf } from '../print-sheet-pdf.ts'
import { decodePhoto, type PhotoInput } from './decode.ts'

export type SheetFormat = 'pdf' | 'png'

/** A sheet's bytes, or why there is none. */
export type MadeSheet =
  | { bytes: Uint8Array; photos: number; dotsPerInch: number }
  | { refused: 'unreadable' | 'does-not-fit' }
  | { refused: 'too-coarse'; dotsPerInch: number }

/** A printable sheet of one finished photo: PDF with the photo at its own resolution, or PNG at 300 dots per inch. */
export async function makeSheet(
  input: PhotoInput,
  paper: SizeMm,
  photo: SizeMm,
  format: SheetFormat,
): Promise<MadeSheet> {
  const decoded = await decodePhoto(input)
  if ('unreadable' in decoded) return { refused: 'unreadable' }
  const frame = decoded.frame.finer ? await decoded.frame.finer() : decoded.frame
  const layout = layoutSheet(paper, photo)
  if (layout.places.length === 0) return { refused: 'does-not-fit' }
  const crop = cropForPrint(frame.widthPx, frame.heightPx, photo)
  const dots = Math.min(dotsPerInch(crop.widthPx, photo.widthMm), dotsPerInch(crop.heightPx, photo.heightMm))
  if (dots < printDotsPerInch) return { refused: 'too-coarse', dotsPerInch: dots }
  const cropped = sharp(frame.rgb, { raw: { width: frame.widthPx, height: frame.heightPx, channels: 3 } }).extract({
    left: crop.leftPx,
    top: crop.topPx,
    width: crop.widthPx,
    height: crop.heightPx,
  })
  const bytes = format === 'pdf' ? await pdfBytes(layout, cropped, crop) : await pngBytes(layout, cropped)
  return { bytes, photos: layout.places.length, dotsPerInch: dots }
}

async function pdfBytes(layout: SheetLayout, photo: Sharp, crop: { widthPx: number; heightPx: number }) {
  const jpeg = await photo.jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer()
  return sheetPdf(layout, { jpeg: new Uint8Array(jpeg), widthPx: crop.widthPx, heightPx: crop.heightPx })
}

async function pngBytes(layout: SheetLayout, photo: Sharp): Promise<Uint8Array> {
  const sheet = blankSheet(layout.paper)
  const size = { width: px(layout.photo.widthMm), height: px(layout.photo.heightMm), fit: 'fill' as const }
  const fitted = await photo.resize(size).raw().toBuffer()
  const upright = sharp(fitted, { raw: { width: size.width, height: size.height, channels: 3 } })
  const { data, info } = await upright
    .rotate(layout.turned ? 270 : 0)
    .raw()
    .toBuffer({ resolveWithObject: true })
  for (const place of layout.places) {
    lay(sheet, { rgb: data, widthPx: info.width, heightPx: info.height }, px(place.leftMm), px(place.topMm))
  }
  for (const mark of layout.cutMarks) drawMark(sheet, mark)
  return sharp(sheet.rgb, { raw: { width: sheet.widthPx, height: sheet.heightPx, channels: 3 } })
    .withMetadata({ density: printDotsPerInch })
    .png({ compressionLevel: 6 })
    .toBuffer()
}

function px(mm: number): number {
  return Math.round((mm / 25.4) * printDotsPerInch)
}

function blankSheet(paper: SizeMm): Pixels {
  const widthPx = px(paper.widthMm)
  const heightPx = px(paper.heightMm)
  return { widthPx, heightPx, rgb: new Uint8Array(widthPx * heightPx * 3).fill(255) }
}

function lay(sheet: Pixels, photo: Pixels, left: number, top: number): void {
  for (let y = 0; y < photo.heightPx; y++) {
    const row = photo.rgb.subarray(y * photo.widthPx * 3, (y + 1) * photo.widthPx * 3)
    sheet.rgb.set(row, ((top + y) * sheet.widthPx + left) * 3)
  }
}

/** A grey line of one or two pixels; marks are level or upright. */
function drawMark(sheet: Pixels, mark: Line): void {
  const fromX = px(Math.min(mark.fromXMm, mark.toXMm))
  const toX = Math.max(fromX + 1, px(Math.max(mark.fromXMm, mark.toXMm)))
  const fromY = px(Math.min(mark.fromYMm, mark.toYMm))
  const toY = Math.max(fromY + 1, px(Math.max(mark.fromYMm, mark.toYMm)))
  for (let y = Math.max(0, fromY); y < Math.min(sheet.heightPx, toY); y++) {
    sheet.rgb.fill(
      153,
      (y * sheet.widthPx + Math.max(0, fromX)) * 3,
      (y * sheet.widthPx + Math.min(sheet.widthPx, toX)) * 3,
    )
  }
}
