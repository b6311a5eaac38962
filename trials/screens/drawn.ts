import { drawPerson } from '@tucai/portrait/drawn-person'
import sharp from 'sharp'
import type { Developed } from '../../server/src/photo/developer.ts'
import type { World } from '../../server/test/world.ts'

const looks = [
  { hair: 'short', clothes: 'jacket', clothesColour: 'navy', seed: 7 },
  { hair: 'bob', face: 'soft', clothesColour: 'white', seed: 3 },
  { hair: 'long', face: 'soft', clothesColour: 'black', seed: 9 },
  { hair: 'short', skin: 'tan', clothesColour: 'grey', glasses: true, seed: 5 },
] as const

export interface Picture {
  original: Buffer
  developed: Developed
}

/** Drawn people as a phone sends them, and their finished photos. */
export async function drawnPictures(world: World): Promise<Picture[]> {
  const pictures: Picture[] = []
  for (const look of looks) {
    const { rgb, widthPx, heightPx } = drawPerson(look, { widthPx: 1200, heightPx: 1600 })
    const raw = { width: widthPx, height: heightPx, channels: 3 } as const
    const original = await sharp(Buffer.from(rgb), { raw }).jpeg({ quality: 92 }).toBuffer()
    pictures.push({ original, developed: await world.deps.developer.develop(original, 'chsi-2017-blue') })
  }
  return pictures
}
