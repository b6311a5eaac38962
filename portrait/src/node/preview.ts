import sharp from 'sharp'
import { decodePhoto, type PhotoInput } from './decode.ts'

/** What fits a screen beside the finished photo. */
const longerSidePx = 1280

/** A small upright JPEG of a photo of any kind that can be read, without its metadata; undefined where it cannot be. */
export async function previewFile(input: PhotoInput): Promise<Uint8Array | undefined> {
  const decoded = await decodePhoto(input)
  if ('unreadable' in decoded) return undefined
  const { rgb, widthPx, heightPx } = decoded.frame
  return sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .resize(longerSidePx, longerSidePx, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 82 })
    .toBuffer()
}
