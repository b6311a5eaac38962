import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { drawPerson } from '@tucai/portrait/drawn-person'
import sharp, { type Sharp } from 'sharp'

export type Picture = { name: string; jpeg: Buffer }

const widthPx = 3024
const heightPx = 4032
const portraits = new URL('../../../shared/data/portraits/', import.meta.url)
const realPortrait = 'composites/024_grey_shadow_navy.jpg'

/** 12 MP JPEGs as a phone's camera writes them: the drawn person, and a real portrait where one lies beside the project. */
export async function pictures(): Promise<Picture[]> {
  const drawn = drawPerson({}, { widthPx, heightPx })
  const raw = { width: widthPx, height: heightPx, channels: 3 as const }
  const list = [{ name: 'drawn person', jpeg: await phoneJpeg(sharp(drawn.rgb, { raw })) }]
  const file = fileURLToPath(new URL(realPortrait, portraits))
  if (existsSync(file)) {
    const enlarged = sharp(file).resize(widthPx, heightPx, { fit: 'cover', position: 'bottom' })
    list.push({ name: 'real portrait', jpeg: await phoneJpeg(enlarged) })
  }
  return list
}

function phoneJpeg(image: Sharp): Promise<Buffer> {
  return image.jpeg({ quality: 92, chromaSubsampling: '4:2:0' }).toBuffer()
}
