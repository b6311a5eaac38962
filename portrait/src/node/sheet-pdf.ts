import type { Writable } from 'node:stream'
import type { Place, SheetLayout } from '../print-sheet.ts'
import type { SetCaption } from './caption.ts'
import { drawRuns, openPdf, pointsPerMm } from './pdf-stream.ts'
import type { PrintPhoto } from './print-photo.ts'

/** What lies on one place of a sheet. The same object on several places is embedded once. */
export interface SheetItem {
  photo: PrintPhoto
  caption: SetCaption
}

const cutMark = { grey: '#999999', widthPoints: 0.3 }

/** Writes a PDF whose pages are sheets of one layout, page by page as they come. Resolves when `output` has taken everything. */
export async function writeSheetsPdf(
  layout: SheetLayout,
  pages: AsyncIterable<SheetItem[]> | Iterable<SheetItem[]>,
  output: Writable,
): Promise<void> {
  const pdf = openPdf(output, 'Photos')
  const draw = sheetDrawing(pdf.document)
  try {
    for await (const items of pages) {
      await pdf.page(layout.paper)
      draw([{ layout, items }])
    }
  } catch (error) {
    return pdf.fail(error as Error)
  }
  await pdf.end()
}

/** What lies on the places of a layout; places beyond the items stay empty. */
export interface SheetPart {
  layout: SheetLayout
  items: SheetItem[]
}

/** Draws sheets on the document’s present page. A photo that was drawn before is referred to, not embedded again. */
export function sheetDrawing(document: PDFKit.PDFDocument): (parts: SheetPart[]) => void {
  const pictures = new WeakMap<Uint8Array, OpenedImage>()
  return (parts) => {
    for (const { layout } of parts) drawMarks(document, layout)
    for (const { layout, items } of parts) {
      items.forEach((item, i) => {
        const picture = pictures.get(item.photo.jpeg) ?? openImage(document, item.photo)
        pictures.set(item.photo.jpeg, picture)
        drawItem(document, layout, layout.places[i], item, picture)
      })
    }
  }
}

/** An image that the document knows; painting it again refers to the first. */
type OpenedImage = Parameters<PDFKit.PDFDocument['image']>[0]

function openImage(document: PDFKit.PDFDocument, { jpeg }: PrintPhoto): OpenedImage {
  // Not declared by the types: what openImage returns is taken by image() like any other source.
  const opener = document as unknown as { openImage(source: Buffer): OpenedImage }
  return opener.openImage(Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.length))
}

function drawMarks(document: PDFKit.PDFDocument, { cutMarks }: SheetLayout): void {
  document.lineWidth(cutMark.widthPoints).strokeColor(cutMark.grey)
  for (const { fromXMm, fromYMm, toXMm, toYMm } of cutMarks) {
    document.moveTo(fromXMm * pointsPerMm, fromYMm * pointsPerMm).lineTo(toXMm * pointsPerMm, toYMm * pointsPerMm)
  }
  document.stroke()
}

function drawItem(
  document: PDFKit.PDFDocument,
  { photo, turned }: SheetLayout,
  place: Place,
  item: SheetItem,
  picture: OpenedImage,
): void {
  const widthPoints = photo.widthMm * pointsPerMm
  const heightPoints = photo.heightMm * pointsPerMm
  document.save()
  // From here on the photo's upper left corner is the origin and the photo stands upright.
  const downMm = turned ? place.topMm + place.heightMm : place.topMm
  document.translate(place.leftMm * pointsPerMm, downMm * pointsPerMm)
  if (turned) document.rotate(-90)
  document.save().rect(0, 0, widthPoints, heightPoints).clip()
  const { crop, widthPx, heightPx } = item.photo
  const across = widthPoints / crop.widthPx
  const down = heightPoints / crop.heightPx
  const size = { width: widthPx * across, height: heightPx * down }
  document.image(picture, -crop.leftPx * across, -crop.topPx * down, size)
  document.restore()
  document.translate(0, heightPoints)
  drawCaption(document, item.caption)
  document.restore()
}

function drawCaption(document: PDFKit.PDFDocument, { lines, bars }: SetCaption): void {
  document.fillColor('#000000')
  for (const { runs, leftMm, baselineMm, sizeMm } of lines) {
    drawRuns(document, runs, { leftMm, baselineMm, sizeMm })
  }
  for (const { leftMm, topMm, widthMm, heightMm } of bars) {
    document.rect(leftMm * pointsPerMm, topMm * pointsPerMm, widthMm * pointsPerMm, heightMm * pointsPerMm)
  }
  if (bars.length > 0) document.fill()
}
