import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { drawPerson, type Variation } from '@tucai/portrait/drawn-person'
import sharp, { type Sharp } from 'sharp'

/** Chromium takes the file's levels for those of video, 16 to 235, and stretches them. */
const videoRange = { scale: 219 / 255, black: 16 }

/**
 * Writes what Chromium's fake camera plays: a Motion JPEG file, which is JPEG frames one after another, 4:2:0.
 * A real person in front of a wall where portraits lie beside the project, the drawn person otherwise.
 */
export async function writeFakeCamera(
  file: string,
  portraitsDir: string | undefined,
  variation: Partial<Variation> = {},
): Promise<void> {
  const photo = portraitsDir && path.join(portraitsDir, 'composites/024_grey_shadow_navy.jpg')
  const picture = photo && existsSync(photo) ? sharp(photo) : drawnPicture(variation)
  const upright = picture.resize(1200, 1600, { fit: 'cover', position: 'bottom' })
  await writeFile(file, await fakeCameraFrames(upright))
}

/** The same for any picture: two frames of it. */
export async function fakeCameraFrames(picture: Sharp): Promise<Buffer> {
  const frame = await picture
    .linear(videoRange.scale, videoRange.black)
    .jpeg({ quality: 95, chromaSubsampling: '4:2:0' })
    .toBuffer()
  return Buffer.concat([frame, frame])
}

function drawnPicture(variation: Partial<Variation>) {
  const person = drawPerson(variation, { widthPx: 1200, heightPx: 1600 })
  return sharp(Buffer.from(person.rgb), {
    raw: { width: person.widthPx, height: person.heightPx, channels: 3 },
  })
}
