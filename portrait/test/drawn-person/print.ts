import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { drawPerson, usual, type Variation } from '../drawn-person.ts'

/**
 * Writes a photo of a drawn person:
 *   node portrait/test/drawn-person/print.ts --out FILE.jpg [--hair bob] [--wall shadow] ... [--size 3024x4032] [--matte FILE.png]
 * Every field of a variation is an option of the same name; --quality sets the JPEG's.
 */
async function print(args: string[]): Promise<void> {
  const fields = Object.keys(usual) as (keyof Variation)[]
  const texts = ['out', 'size', 'matte', 'quality', ...fields]
  const options = Object.fromEntries(texts.map((name) => [name, { type: 'string' as const }]))
  const { values } = parseArgs({ args, options }) as { values: Record<string, string | undefined> }
  if (!values.out) throw new Error('Say where to write: --out FILE.jpg')
  const [widthPx, heightPx] = (values.size ?? '1200x1600').split('x').map(Number)
  const drawn = drawPerson(variationFrom(values), { widthPx, heightPx })
  const raw = { width: widthPx, height: heightPx }
  const image = sharp(drawn.rgb, { raw: { ...raw, channels: 3 } })
  const quality = Number(values.quality ?? 92)
  await (values.out.endsWith('.png') ? image.png() : image.jpeg({ quality })).toFile(values.out)
  if (values.matte) {
    const grey = Uint8Array.from(drawn.alpha, (a) => Math.round(a * 255))
    await sharp(grey, { raw: { ...raw, channels: 1 } })
      .png()
      .toFile(values.matte)
  }
  process.stdout.write(`${JSON.stringify(drawn.landmarks)}\n`)
}

function variationFrom(values: Record<string, string | undefined>): Partial<Variation> {
  const variation: Record<string, unknown> = {}
  for (const [name, standard] of Object.entries(usual)) {
    const text = values[name]
    if (text === undefined) continue
    variation[name] =
      typeof standard === 'number' ? Number(text) : typeof standard === 'boolean' ? text === 'true' : text
  }
  return variation as Partial<Variation>
}

await print(process.argv.slice(2))
