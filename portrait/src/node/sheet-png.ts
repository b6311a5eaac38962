import sharp from 'sharp'
import type { Pixels, Point } from '../frame.ts'
import { type Contour, paintOutline } from '../outline.ts'
import { type Line, type Place, printDotsPerInch, type SheetLayout } from '../print-sheet.ts'
import type { SetCaption } from './caption.ts'
import { outlinesOf } from './print-fonts.ts'
import type { PrintPhoto } from './print-photo.ts'
import type { SheetItem } from './sheet-pdf.ts'

const cutMarkGrey = 0x99
const dotsPerMm = printDotsPerInch / 25.4

/** One sheet as an opaque PNG at 300 dots per inch. Bars lie on whole dots. */
export async function sheetPng(layout: SheetLayout, items: SheetItem[]): Promise<Uint8Array> {
  const sheet = blankSheet(dots(layout.paper.widthMm), dots(layout.paper.heightMm))
  const fitted = new Map<PrintPhoto, Pixels>()
  for (const [i, { photo, caption }] of items.entries()) {
    const place = layout.places[i]
    const pixels = fitted.get(photo) ?? (await fit(photo, layout))
    fitted.set(photo, pixels)
    lay(sheet, pixels, dots(place.leftMm), dots(place.topMm))
    drawCaption(sheet, caption, layout, place)
  }
  for (const mark of layout.cutMarks) drawMark(sheet, mark)
  return sharp(sheet.rgb, { raw: { width: sheet.widthPx, height: sheet.heightPx, channels: 3 } })
    .withMetadata({ density: printDotsPerInch })
    .png({ compressionLevel: 6 })
    .toBuffer()
}

function dots(mm: number): number {
  return Math.round(mm * dotsPerMm)
}

function blankSheet(widthPx: number, heightPx: number): Pixels {
  return { widthPx, heightPx, rgb: new Uint8Array(widthPx * heightPx * 3).fill(255) }
}

/** The photo's crop at the sheet's resolution, turned where photos lie on their side. */
async function fit({ jpeg, crop }: PrintPhoto, { photo, turned }: SheetLayout): Promise<Pixels> {
  const [width, height] = [dots(photo.widthMm), dots(photo.heightMm)]
  const upright = await sharp(jpeg)
    .extract({ left: crop.leftPx, top: crop.topPx, width: crop.widthPx, height: crop.heightPx })
    .resize(width, height, { fit: 'fill' })
    .raw()
    .toBuffer()
  const { data, info } = await sharp(upright, { raw: { width, height, channels: 3 } })
    .rotate(turned ? 270 : 0)
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { rgb: data, widthPx: info.width, heightPx: info.height }
}

function lay(sheet: Pixels, photo: Pixels, left: number, top: number): void {
  for (let y = 0; y < photo.heightPx; y++) {
    const row = photo.rgb.subarray(y * photo.widthPx * 3, (y + 1) * photo.widthPx * 3)
    sheet.rgb.set(row, ((top + y) * sheet.widthPx + left) * 3)
  }
}

function drawCaption(sheet: Pixels, { lines, bars }: SetCaption, { photo, turned }: SheetLayout, place: Place): void {
  const [left, top] = [dots(place.leftMm), dots(place.topMm)]
  const [width, height] = [dots(photo.widthMm), dots(photo.heightMm)]
  // From the caption's dots (origin at the photo's lower left corner, photo upright) to the sheet's.
  const onSheet = ([x, y]: Point): Point =>
    turned ? [left + height + y, top + width - x] : [left + x, top + height + y]
  for (const { leftMm, topMm, widthMm, heightMm } of bars) {
    const from = onSheet([dots(leftMm), dots(topMm)])
    const to = onSheet([dots(leftMm) + dots(widthMm), dots(topMm) + dots(heightMm)])
    fill(sheet, from, to, 0)
  }
  for (const { runs, leftMm, baselineMm, sizeMm } of lines) {
    const outlines = outlinesOf(runs)
    const place = ([x, y]: Point): Point =>
      onSheet([(leftMm + x * sizeMm) * dotsPerMm, (baselineMm - y * sizeMm) * dotsPerMm])
    for (const letter of outlines) {
      paintOutline(
        sheet,
        letter.map((contour): Contour => contour.map(place)),
      )
    }
  }
}

/** A rectangle of one grey between two opposite corners. */
function fill(sheet: Pixels, [ax, ay]: Point, [bx, by]: Point, grey: number): void {
  const [fromX, toX] = [Math.max(0, Math.min(ax, bx)), Math.min(sheet.widthPx, Math.max(ax, bx))]
  const [fromY, toY] = [Math.max(0, Math.min(ay, by)), Math.min(sheet.heightPx, Math.max(ay, by))]
  for (let y = fromY; y < toY; y++) {
    sheet.rgb.fill(grey, (y * sheet.widthPx + fromX) * 3, (y * sheet.widthPx + toX) * 3)
  }
}

/** Marks are level or upright and one dot wide. */
function drawMark(sheet: Pixels, mark: Line): void {
  const [fromX, toX] = [dots(Math.min(mark.fromXMm, mark.toXMm)), dots(Math.max(mark.fromXMm, mark.toXMm))]
  const [fromY, toY] = [dots(Math.min(mark.fromYMm, mark.toYMm)), dots(Math.max(mark.fromYMm, mark.toYMm))]
  fill(sheet, [fromX, fromY], [Math.max(toX, fromX + 1), Math.max(toY, fromY + 1)], cutMarkGrey)
}
