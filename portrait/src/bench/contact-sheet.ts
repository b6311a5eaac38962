import path from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp, { type OverlayOptions } from 'sharp'
import type { Box } from '../frame.ts'
import type { FinishedPhoto } from './finished-photo.ts'

/** What of the finished picture is shown: all of it, or hair and ears, or the shoulders. */
export type SheetView = 'whole' | 'head' | 'shoulders'

export const sheetViews: SheetView[] = ['whole', 'head', 'shoulders']

const cells = {
  whole: { widthPx: 480, heightPx: 640 },
  head: { widthPx: 480, heightPx: 640 },
  shoulders: { widthPx: 720, heightPx: 480 },
}
type Size = Pick<Box, 'widthPx' | 'heightPx'>

const captionPx = 26
const gapPx = 8
const rowsPerSheet = 3
const font = fileURLToPath(import.meta.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'))

/**
 * Original (under the crop), matte and result of every finished photo side by side, two photos a row and six a sheet,
 * so large that single hairs can be seen. The second sheet of `out.png` is `out-2.png`. Returns the files' names.
 */
export async function writeContactSheets(photos: FinishedPhoto[], file: string, view: SheetView): Promise<string[]> {
  const finished = photos.filter(({ made, report }) => made && report.crop)
  const perSheet = 2 * rowsPerSheet
  const files: string[] = []
  for (let first = 0; first < Math.max(1, finished.length); first += perSheet) {
    const number = first / perSheet + 1
    const { dir, name, ext } = path.parse(file)
    const target = number === 1 ? file : path.join(dir, `${name}-${number}${ext}`)
    await writeSheet(finished.slice(first, first + perSheet), target, view)
    files.push(target)
  }
  return files
}

async function writeSheet(photos: FinishedPhoto[], file: string, view: SheetView): Promise<void> {
  const cell = cells[view]
  const trio = 3 * cell.widthPx + gapPx
  const rowPx = cell.heightPx + captionPx + gapPx
  const pieces: OverlayOptions[] = []
  for (const [k, each] of photos.entries()) {
    const left = (k % 2) * trio
    const top = Math.floor(k / 2) * rowPx
    const part = partOf(each, view)
    pieces.push({ input: await caption(`${each.photo.name}  ${each.photo.half}`), left: left + 4, top: top + 2 })
    const { matteFile, jpegFile } = each.made!
    const pictures = [
      await underCrop(each, part, cell),
      await partOfFile(matteFile, part, cell),
      await partOfFile(jpegFile, part, cell),
    ]
    for (const [n, input] of pictures.entries()) {
      pieces.push({ input, left: left + n * cell.widthPx, top: top + captionPx })
    }
  }
  const size = { width: 2 * trio - gapPx, height: Math.max(1, Math.ceil(photos.length / 2)) * rowPx }
  await sharp({ create: { ...size, channels: 3, background: '#606060' } })
    .composite(pieces)
    .png({ compressionLevel: 6 })
    .toFile(file)
}

/** The part of the 480 x 640 picture to look at, of the cell's ratio. */
function partOf({ report }: FinishedPhoto, view: SheetView): Box {
  const { hairTopPx, faceWidthPx, centerXPx } = report.geometry!
  if (view === 'whole') return { leftPx: 0, topPx: 0, widthPx: 480, heightPx: 640 }
  if (view === 'shoulders') return { leftPx: 0, topPx: 320, widthPx: 480, heightPx: 320 }
  const widthPx = Math.min(480, 1.5 * faceWidthPx)
  const heightPx = (widthPx * 640) / 480
  const leftPx = Math.min(480 - widthPx, Math.max(0, centerXPx - widthPx / 2))
  return { leftPx, topPx: Math.min(640 - heightPx, Math.max(0, hairTopPx - 40)), widthPx, heightPx }
}

async function partOfFile(file: string, part: Box, cell: Size): Promise<Buffer> {
  const region = {
    left: Math.round(part.leftPx),
    top: Math.round(part.topPx),
    width: Math.round(part.widthPx),
    height: Math.round(part.heightPx),
  }
  return sharp(file)
    .extract(region)
    .resize(cell.widthPx, cell.heightPx, { fit: 'fill' })
    .toColourspace('srgb')
    .png({ compressionLevel: 1 })
    .toBuffer()
}

/** The source under a part of the finished picture; what the crop takes from beyond an edge is grey. */
async function underCrop({ photo, report }: FinishedPhoto, part: Box, cell: Size): Promise<Buffer> {
  const crop = report.crop!
  const perFinished = crop.widthPx / 480
  const wanted = {
    leftPx: crop.leftPx + part.leftPx * perFinished,
    topPx: crop.topPx + part.topPx * perFinished,
    widthPx: part.widthPx * perFinished,
    heightPx: part.heightPx * perFinished,
  }
  const { data, info } = await sharp(photo.file)
    .autoOrient()
    .removeAlpha()
    .png({ compressionLevel: 0 })
    .toBuffer({ resolveWithObject: true })
  const left = Math.max(0, Math.round(wanted.leftPx))
  const top = Math.max(0, Math.round(wanted.topPx))
  const right = Math.min(info.width, Math.round(wanted.leftPx + wanted.widthPx))
  const bottom = Math.min(info.height, Math.round(wanted.topPx + wanted.heightPx))
  const scale = cell.widthPx / wanted.widthPx
  const width = Math.max(1, Math.min(cell.widthPx, Math.round((right - left) * scale)))
  const height = Math.max(1, Math.min(cell.heightPx, Math.round((bottom - top) * scale)))
  const input = await sharp(data)
    .extract({ left, top, width: right - left, height: bottom - top })
    .resize(width, height, { fit: 'fill' })
    .toBuffer()
  const at = {
    left: Math.min(cell.widthPx - width, Math.round((left - wanted.leftPx) * scale)),
    top: Math.min(cell.heightPx - height, Math.round((top - wanted.topPx) * scale)),
  }
  const frame = { width: cell.widthPx, height: cell.heightPx, channels: 3 as const, background: '#909090' }
  return sharp({ create: frame })
    .composite([{ input, ...at }])
    .png({ compressionLevel: 1 })
    .toBuffer()
}

async function caption(text: string): Promise<Buffer> {
  const words = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return sharp({
    text: { text: `<span foreground="white">${words}</span>`, fontfile: font, font: 'Noto Sans SC 15', rgba: true },
  })
    .png()
    .toBuffer()
}
