import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import PDFDocument from 'pdfkit'
import type { Place, SheetLayout } from '../print-sheet.ts'
import type { SetCaption } from './caption.ts'
import { widthOfEm } from './print-fonts.ts'
import type { PrintPhoto } from './print-photo.ts'

/** What lies on one place of a sheet. The same object on several places is embedded once. */
export interface SheetItem {
  photo: PrintPhoto
  caption: SetCaption
}

const pointsPerMm = 72 / 25.4
const cutMark = { grey: '#999999', widthPoints: 0.3 }

/**
 * Writes a PDF whose pages are sheets of one layout, page by page as they come: memory stays the same however many there
 * are. JPEG bytes are embedded as they are, and of each font only the letters that occur. Viewers are asked to print at
 * true size. Resolves when `output` has taken everything.
 */
export async function writeSheetsPdf(
  layout: SheetLayout,
  pages: AsyncIterable<SheetItem[]> | Iterable<SheetItem[]>,
  output: Writable,
): Promise<void> {
  const size: [number, number] = [layout.paper.widthMm * pointsPerMm, layout.paper.heightMm * pointsPerMm]
  const document = new PDFDocument({ size, margin: 0, autoFirstPage: false, pdfVersion: '1.4', displayTitle: true })
  document.info.Title = 'Photos'
  askForTrueSize(document)
  const written = pipeline(document, output)
  // A failing output is told by the pipeline; without a listener until then it would count as unhandled.
  written.catch(() => {})
  const pictures = new WeakMap<PrintPhoto, OpenedImage>()
  try {
    for await (const page of pages) {
      document.addPage()
      drawMarks(document, layout)
      page.forEach((item, i) => {
        const picture = pictures.get(item.photo) ?? openImage(document, item.photo)
        pictures.set(item.photo, picture)
        drawItem(document, layout, layout.places[i], item, picture)
      })
      if (output.writableNeedDrain) await Promise.race([once(output, 'drain'), written])
    }
    document.end()
  } catch (error) {
    document.destroy(error as Error)
  }
  await written
}

/** An image that the document knows; painting it again refers to the first. */
type OpenedImage = Parameters<PDFKit.PDFDocument['image']>[0]

function openImage(document: PDFKit.PDFDocument, { jpeg }: PrintPhoto): OpenedImage {
  // Not declared by the types: what openImage returns is taken by image() like any other source.
  const opener = document as unknown as { openImage(source: Buffer): OpenedImage }
  return opener.openImage(Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.length))
}

/** Not declared by the types either: the preferences are made by displayTitle. Source: ISO 32000-1, 12.2. */
function askForTrueSize(document: PDFKit.PDFDocument): void {
  const { _root } = document as unknown as { _root: { data: { ViewerPreferences: { data: Record<string, unknown> } } } }
  _root.data.ViewerPreferences.data.PrintScaling = 'None'
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
    let leftPoints = leftMm * pointsPerMm
    for (const run of runs) {
      const { file, family } = run.font
      if (family === undefined) document.font(file)
      else document.font(file, family)
      document.fontSize(sizeMm * pointsPerMm)
      document.text(run.text, leftPoints, baselineMm * pointsPerMm, { lineBreak: false, baseline: 'alphabetic' })
      leftPoints += widthOfEm([run]) * sizeMm * pointsPerMm
    }
  }
  for (const { leftMm, topMm, widthMm, heightMm } of bars) {
    document.rect(leftMm * pointsPerMm, topMm * pointsPerMm, widthMm * pointsPerMm, heightMm * pointsPerMm)
  }
  if (bars.length > 0) document.fill()
}
