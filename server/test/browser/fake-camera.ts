import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { drawPerson } from '@tucai/portrait/drawn-person'
import sharp from 'sharp'

/**
 * Writes what Chromium's fake camera plays: a Motion JPEG file, which is JPEG frames one after another, 4:2:0.
 * A real person in front of a wall where portraits lie beside the project, the drawn person otherwise.
 */
export async function writeFakeCamera(file: string, portraitsDir: string | undefined): Promise<void> {
  const photo = portraitsDir && path.join(portraitsDir, 'composites/024_grey_shadow_navy.jpg')
  const picture = photo && existsSync(photo) ? sharp(photo) : drawnPicture()
  const frame = await picture
    .resize(1200, 1600, { fit: 'cover', position: 'bottom' })
    .jpeg({ quality: 95, chromaSubsampling: '4:2:0' })
    .toBuffer()
  await writeFile(file, Buffer.concat([frame, frame]))
}

function drawnPicture() {
  const person = drawPerson({}, { widthPx: 1200, heightPx: 1600 })
  return sharp(Buffer.from(person.rgb), {
    raw: { width: person.widthPx, height: person.heightPx, channels: 3 },
  })
}
