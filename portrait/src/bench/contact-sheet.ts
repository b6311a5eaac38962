import sharp, { type OverlayOptions } from 'sharp'
import type { FinishedPhoto } from './finished-photo.ts'

const cell = { widthPx: 240, heightPx: 320 }
const photosPerRow = 3
const gapPx = 8

/** One picture to look at: original (as cropped), matte and result of every finished photo, side by side. */
export async function writeContactSheet(photos: FinishedPhoto[], file: string): Promise<void> {
  const finished = photos.filter(({ made, report }) => made && report.crop)
  const rows = Math.max(1, Math.ceil(finished.length / photosPerRow))
  const trio = 3 * cell.widthPx + gapPx
  const pieces: OverlayOptions[] = []
  for (const [k, each] of finished.entries()) {
    const left = (k % photosPerRow) * trio
    const top = Math.floor(k / photosPerRow) * (cell.heightPx + gapPx)
    const pictures = [await cropped(each), await small(each.made!.matteFile), await small(each.made!.jpegFile)]
    for (const [n, input] of pictures.entries()) pieces.push({ input, left: left + n * cell.widthPx, top })
  }
  const size = { width: photosPerRow * trio, height: rows * (cell.heightPx + gapPx) }
  await sharp({ create: { ...size, channels: 3, background: '#808080' } })
    .composite(pieces)
    .png()
    .toFile(file)
}

function small(file: string): Promise<Buffer> {
  return sharp(file).resize(cell.widthPx, cell.heightPx).toColourspace('srgb').png().toBuffer()
}

/** The source under the finished picture; what the crop takes from beyond an edge is grey. */
async function cropped({ photo, report }: FinishedPhoto): Promise<Buffer> {
  const crop = report.crop!
  const { data, info } = await sharp(photo.file).autoOrient().removeAlpha().toBuffer({ resolveWithObject: true })
  const left = Math.max(0, Math.round(crop.leftPx))
  const top = Math.max(0, Math.round(crop.topPx))
  const right = Math.min(info.width, Math.round(crop.leftPx + crop.widthPx))
  const bottom = Math.min(info.height, Math.round(crop.topPx + crop.heightPx))
  const scale = cell.widthPx / crop.widthPx
  const width = Math.max(1, Math.min(cell.widthPx, Math.round((right - left) * scale)))
  const height = Math.max(1, Math.min(cell.heightPx, Math.round((bottom - top) * scale)))
  const part = await sharp(data)
    .extract({ left, top, width: right - left, height: bottom - top })
    .resize(width, height, { fit: 'fill' })
    .toBuffer()
  const at = {
    left: Math.min(cell.widthPx - width, Math.round((left - crop.leftPx) * scale)),
    top: Math.min(cell.heightPx - height, Math.round((top - crop.topPx) * scale)),
  }
  const frame = { width: cell.widthPx, height: cell.heightPx, channels: 3 as const, background: '#909090' }
  return sharp({ create: frame })
    .composite([{ input: part, ...at }])
    .png()
    .toBuffer()
}
