import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { drawPerson, type Variation } from '@tucai/portrait/drawn-person'
import sharp, { type Sharp } from 'sharp'

export type Picture = { name: string; jpeg: Buffer }

const phone = { widthPx: 3024, heightPx: 4032 }
/** For short runs. */
const little = { widthPx: 900, heightPx: 1200 }
const data = process.env.TUCAI_TEST_DATA ?? fileURLToPath(new URL('../../../shared/data', import.meta.url))
const realPortraits = ['024_grey_shadow_navy', '030_cream_vig_skyblue', '062_grey_shadow_navy', '127_cream_vig_skyblue']

/** 12 MP JPEGs as a phone's camera writes them: the drawn person, and a real portrait where one lies beside the project. */
export async function pictures(): Promise<Picture[]> {
  const real = await realPortrait(realPortraits[0]!)
  return [{ name: 'drawn person', jpeg: await drawnJpeg({}) }, ...(real ? [{ name: 'real portrait', jpeg: real }] : [])]
}

/** The drawn person in a little picture. */
export async function littlePicture(): Promise<Picture> {
  return { name: 'drawn person, little', jpeg: await drawnJpeg({}, little) }
}

/** Pictures of different people, drawn and, where they lie beside the project, real ones; or a little one. */
export async function mixedPictures(isShort: boolean): Promise<Buffer[]> {
  if (isShort) return [(await littlePicture()).jpeg]
  const drawn: Buffer[] = []
  for (const person of drawnPeople) drawn.push(await drawnJpeg(person))
  const real = await Promise.all(realPortraits.map(realPortrait))
  return [...drawn, ...real.flatMap((jpeg) => jpeg ?? [])]
}

const drawnPeople: Partial<Variation>[] = [
  {},
  { seed: 2, hair: 'long', hairColour: 'brown', skin: 'medium', clothesColour: 'navy', wallColour: 'cream' },
  { seed: 3, hair: 'bob', skin: 'tan', clothes: 'tshirt', clothesColour: 'grey', glasses: true, wall: 'plain' },
  { seed: 4, face: 'soft', clothes: 'jacket', clothesColour: 'black', wall: 'shadow', wallColour: 'white' },
]

function drawnJpeg(person: Partial<Variation>, size = phone): Promise<Buffer> {
  const { rgb, widthPx, heightPx } = drawPerson(person, size)
  return phoneJpeg(sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } }))
}

async function realPortrait(name: string): Promise<Buffer | undefined> {
  const file = join(data, 'portraits/composites', `${name}.jpg`)
  if (!existsSync(file)) return undefined
  return phoneJpeg(sharp(file).resize(phone.widthPx, phone.heightPx, { fit: 'cover', position: 'bottom' }))
}

function phoneJpeg(image: Sharp): Promise<Buffer> {
  return image.jpeg({ quality: 92, chromaSubsampling: '4:2:0' }).toBuffer()
}
