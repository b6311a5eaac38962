import { type DrawnPhoto, drawPeople, drawPerson } from '@tucai/portrait/drawn-person'
import sharp from 'sharp'

const SIZE = { widthPx: 900, heightPx: 1200 }

/** A good photo of a drawn person. */
export const goodPhoto = once(() => jpegOf(drawPerson({}, SIZE)))
export const emptyWall = once(() => jpegOf(drawPeople([], {}, SIZE)))
export const twoPeople = once(() =>
  jpegOf(
    drawPeople(
      [
        { eyesAtX: 0.28, faceWidthShare: 0.2 },
        { eyesAtX: 0.72, faceWidthShare: 0.2, seed: 2 },
      ],
      {},
      { widthPx: 1200, heightPx: 900 },
    ),
  ),
)

/** A plain picture of so many pixels. */
export function plainPicture(widthPx: number, heightPx: number): Promise<Buffer> {
  const background = { r: 120, g: 130, b: 140 }
  return sharp({ create: { width: widthPx, height: heightPx, channels: 3, background }, limitInputPixels: false })
    .jpeg()
    .toBuffer()
}

function jpegOf({ rgb, widthPx, heightPx }: Pick<DrawnPhoto, 'rgb' | 'widthPx' | 'heightPx'>): Promise<Buffer> {
  const raw = { width: widthPx, height: heightPx, channels: 3 } as const
  return sharp(Buffer.from(rgb.buffer, rgb.byteOffset, rgb.byteLength), { raw })
    .jpeg({ quality: 92 })
    .toBuffer()
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** The same picture in other bytes: a JPEG with a comment. */
export function marked(jpeg: Uint8Array, comment: string): Buffer {
  const text = Buffer.from(comment)
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0, text.length + 2])
  return Buffer.concat([head, text, jpeg.subarray(2)])
}
