import { joinBytes } from './join-bytes.ts'
import type { Line, Place, SheetLayout } from './print-sheet.ts'

const pointsPerMm = 72 / 25.4
const cutMarkGrey = 0.6
const cutMarkWidthPoints = 0.3

/** A baseline or progressive RGB JPEG with its size. */
export interface JpegPicture {
  jpeg: Uint8Array
  widthPx: number
  heightPx: number
}

/**
 * A one-page PDF 1.4 of a sheet: the JPEG is embedded once as it is (DCTDecode) and painted at every place, so that
 * printing loses nothing. Viewers are asked to print at true size. Source: ISO 32000-1, 7.5 (file structure), 8.9 (images).
 */
export function sheetPdf(layout: SheetLayout, picture: JpegPicture): Uint8Array {
  const { widthMm, heightMm } = layout.paper
  const box = `[0 0 ${points(widthMm)} ${points(heightMm)}]`
  const content = latin(`${marks(layout)}${layout.places.map((place) => paint(place, layout)).join('')}`)
  const image =
    `/Type /XObject /Subtype /Image /Width ${picture.widthPx} /Height ${picture.heightPx} ` +
    `/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${picture.jpeg.length}`
  return file([
    latin('<< /Type /Catalog /Pages 2 0 R /ViewerPreferences << /PrintScaling /None >> >>'),
    latin('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    latin(
      `<< /Type /Page /Parent 2 0 R /MediaBox ${box} /Contents 4 0 R /Resources << /XObject << /Photo 5 0 R >> >> >>`,
    ),
    stream(`/Length ${content.length}`, content),
    stream(image, picture.jpeg),
  ])
}

/** PDF's y grows upwards: everything is flipped here, once. */
function upwards(layout: SheetLayout, yMm: number): string {
  return points(layout.paper.heightMm - yMm)
}

function marks(layout: SheetLayout): string {
  const line = ({ fromXMm, fromYMm, toXMm, toYMm }: Line) =>
    `${points(fromXMm)} ${upwards(layout, fromYMm)} m ${points(toXMm)} ${upwards(layout, toYMm)} l S\n`
  return `q ${cutMarkGrey} G ${cutMarkWidthPoints} w\n${layout.cutMarks.map(line).join('')}Q\n`
}

/** The unit square of the image is laid on the place: upright, or turned by a quarter to the left. */
function paint(place: Place, layout: SheetLayout): string {
  const width = points(place.widthMm)
  const height = points(place.heightMm)
  const left = points(place.leftMm)
  const right = points(place.leftMm + place.widthMm)
  const bottom = upwards(layout, place.topMm + place.heightMm)
  const matrix = layout.turned
    ? `0 ${height} -${width} 0 ${right} ${bottom}`
    : `${width} 0 0 ${height} ${left} ${bottom}`
  return `q ${matrix} cm /Photo Do Q\n`
}

function points(mm: number): string {
  return (mm * pointsPerMm).toFixed(3)
}

function latin(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
}

function stream(dictionary: string, bytes: Uint8Array): Uint8Array {
  return joinBytes([latin(`<< ${dictionary} >>\nstream\n`), bytes, latin('\nendstream')])
}

/** Objects 1, 2, 3 ... with header, cross-reference table and trailer; object 1 is the catalogue. */
function file(objects: Uint8Array[]): Uint8Array {
  // The second line's bytes above 127 tell transfer programs that the file is binary.
  const parts = [joinBytes([latin('%PDF-1.4\n%'), Uint8Array.of(0xe2, 0xe3, 0xcf, 0xd3, 10)])]
  const offsets: number[] = []
  let at = parts[0].length
  objects.forEach((object, index) => {
    offsets.push(at)
    const part = joinBytes([latin(`${index + 1} 0 obj\n`), object, latin('\nendobj\n')])
    parts.push(part)
    at += part.length
  })
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const count = objects.length + 1
  const table = `xref\n0 ${count}\n0000000000 65535 f \n${entries}`
  parts.push(latin(`${table}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`))
  return joinBytes(parts)
}
