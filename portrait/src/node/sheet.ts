import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { type Caption, captionHeightMm } from '../print-caption.ts'
import { layoutSheet, type SheetLayout, type SizeMm } from '../print-sheet.ts'
import { type CaptionRefusal, captionSentence, setCaption } from './caption.ts'
import type { PhotoInput } from './decode.ts'
import { loadPrintFonts, type PrintFonts } from './print-fonts.ts'
import { type PhotoRefusal, printPhoto } from './print-photo.ts'
import { type SheetItem, writeSheetsPdf } from './sheet-pdf.ts'
import { sheetPng } from './sheet-png.ts'

export type SheetFormat = 'pdf' | 'png'

export interface SheetOrder {
  paper: SizeMm
  photo: SizeMm
  /** At most so many photos a sheet; as many as fit. */
  count?: number
  /** Between photos, and between photos and the paper's edges; 2 mm. */
  gapMm?: number
  marginMm?: number
  /** Room under each photo: so many lines of text, and a barcode or none. */
  lines?: number
  barcode?: boolean
  /** The photos’ files are known to be whole, see printPhoto. */
  whole?: boolean
}

const usualGapMm = 2

export function layoutOf(order: SheetOrder): SheetLayout {
  const captionMm = captionHeightMm(order.lines ?? 0, order.barcode ?? false)
  return layoutSheet(order.paper, order.photo, { ...order, captionMm })
}

export type ItemRefusal = PhotoRefusal | CaptionRefusal

/** A photo and its caption made ready for the sheets of an order. */
export async function sheetItem(
  input: PhotoInput,
  caption: Caption,
  order: SheetOrder,
  fonts: PrintFonts,
): Promise<SheetItem | ItemRefusal> {
  const set = setCaption(caption, order.photo.widthMm, order.gapMm ?? usualGapMm, fonts)
  if ('refused' in set) return set
  const photo = await printPhoto(input, order.photo, order)
  return 'refused' in photo ? photo : { photo, caption: set }
}

/** Why something was not printed, as one sentence. */
export function refusalSentence(refusal: ItemRefusal): string {
  switch (refusal.refused) {
    case 'unreadable':
      return 'This is not a photo that can be read.'
    case 'too-coarse':
      return `The photo has ${Math.floor(refusal.dotsPerInch)} dpi at this size, prints need 300: use a larger picture or a smaller size.`
    default:
      return captionSentence(refusal)
  }
}

/** A sheet's bytes in each format asked for, or why there is none. */
export type MadeSheet =
  | { bytes: Map<SheetFormat, Uint8Array>; photos: number; dotsPerInch: number }
  | { refused: 'does-not-fit'; fitting: number }
  | ItemRefusal

/** A sheet of one person: PDF with the photo at its own resolution, PNG at 300 dots per inch. */
export async function makeSheet(
  input: PhotoInput,
  caption: Caption,
  order: SheetOrder,
  formats: SheetFormat[],
  fontFolder?: string,
): Promise<MadeSheet> {
  const layout = layoutOf(order)
  const fitting = layout.places.length
  if (fitting === 0 || fitting < (order.count ?? 0)) return { refused: 'does-not-fit', fitting }
  const item = await sheetItem(input, caption, order, loadPrintFonts(fontFolder))
  if ('refused' in item) return item
  const items = layout.places.map(() => item)
  const bytes = new Map<SheetFormat, Uint8Array>()
  for (const format of formats) {
    bytes.set(format, format === 'png' ? await sheetPng(layout, items) : await pdfBytes(layout, items))
  }
  return { bytes, photos: fitting, dotsPerInch: item.photo.dotsPerInch }
}

async function pdfBytes(layout: SheetLayout, items: SheetItem[]): Promise<Uint8Array> {
  const output = new PassThrough()
  const [bytes] = await Promise.all([buffer(output), writeSheetsPdf(layout, [items], output)])
  return bytes
}
