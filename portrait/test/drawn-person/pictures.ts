import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { developFile } from '../../src/node/index.ts'
import { drawPerson, type Variation } from '../drawn-person.ts'

/** Makes the pictures of the documentation again: node portrait/test/drawn-person/pictures.ts */
const folder = path.resolve(import.meta.dirname, '../../../docs/pictures')
const gapPx = 16
const panel = { width: 390, height: 520 }

const graduate: Partial<Variation> = {
  seed: 21,
  hair: 'bob',
  face: 'soft',
  skin: 'light',
  clothes: 'jacket',
  clothesColour: 'navy',
  wall: 'shadow',
  wallColour: 'cream',
  faceWidthShare: 0.33,
  eyesAtY: 0.42,
}

const people: Partial<Variation>[] = [
  { seed: 31, hair: 'short', wallColour: 'white' },
  { seed: 32, hair: 'long', face: 'soft', clothes: 'jacket', clothesColour: 'black', wall: 'plaster' },
  {
    seed: 33,
    hair: 'short',
    glasses: true,
    skin: 'medium',
    clothes: 'jacket',
    clothesColour: 'grey',
    wallColour: 'green',
  },
  { seed: 34, hair: 'bun', face: 'soft', skin: 'tan', clothesColour: 'beige', wallColour: 'blue', wall: 'vignette' },
  { seed: 35, hair: 'bald', skin: 'deep', clothes: 'jacket', clothesColour: 'navy', wallColour: 'cream' },
  { seed: 37, hair: 'bob', face: 'soft', hairColour: 'brown', clothes: 'tshirt', clothesColour: 'red', wall: 'shadow' },
]

async function fromPhotoToPortrait(): Promise<void> {
  const photo = await photoOf(graduate)
  const { jpeg, matte } = await developFile({ bytes: photo }, { matte: true })
  if (!jpeg || !matte) throw new Error('the drawn graduate gave no portrait')
  await besideEachOther([photo, matte, jpeg], 'from-photo-to-portrait.jpg')
}

async function drawnPeople(): Promise<void> {
  const photos: Uint8Array[] = []
  for (const variation of people) photos.push(await photoOf({ ...variation, faceWidthShare: 0.36, eyesAtY: 0.42 }))
  await besideEachOther(photos, 'drawn-people.jpg')
}

async function photoOf(variation: Partial<Variation>): Promise<Uint8Array> {
  const { rgb, widthPx, heightPx } = drawPerson(variation, { widthPx: 1200, heightPx: 1600 })
  return sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality: 95 })
    .toBuffer()
}

async function besideEachOther(pictures: Uint8Array[], name: string): Promise<void> {
  const scale = pictures.length > 3 ? 0.5 : 1
  const width = Math.round(panel.width * scale)
  const height = Math.round(panel.height * scale)
  const pieces = []
  for (const [k, picture] of pictures.entries()) {
    const input = await sharp(picture).resize(width, height).toColourspace('srgb').png().toBuffer()
    pieces.push({ input, left: k * (width + gapPx), top: 0 })
  }
  const whole = {
    width: pictures.length * (width + gapPx) - gapPx,
    height,
    channels: 3 as const,
    background: '#ffffff',
  }
  await mkdir(folder, { recursive: true })
  await sharp({ create: whole }).composite(pieces).jpeg({ quality: 86, mozjpeg: true }).toFile(path.join(folder, name))
}

await fromPhotoToPortrait()
await drawnPeople()
