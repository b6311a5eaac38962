import { readFile } from 'node:fs/promises'
import path from 'node:path'
import fc from 'fast-check'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { patchPixels } from './heic/pictures.ts'
import { readHevcStill, writeHeif } from './heif-file.ts'
import { type Decoder, startDecoder } from './hostile/decoder.ts'

const known = ['readable', 'format', 'variant', 'damaged', 'too-large']
const runs = 120

let decoder: Decoder
const whole: Record<string, Uint8Array> = {}
beforeAll(async () => {
  decoder = startDecoder()
  const { rgb, widthPx, heightPx } = patchPixels()
  const patches = () => sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
  whole.jpeg = await patches().jpeg().toBuffer()
  whole['progressive jpeg'] = await patches().jpeg({ progressive: true }).toBuffer()
  whole.png = await patches().png().toBuffer()
  whole['interlaced png'] = await patches().toColourspace('rgb16').png({ progressive: true }).toBuffer()
  whole.webp = await patches().webp().toBuffer()
  whole['lossless webp'] = await patches().webp({ lossless: true }).toBuffer()
  const still = readHevcStill(await readFile(path.join(import.meta.dirname, 'heic', 'patches.heic')))
  whole.heic = writeHeif([still], { quarterTurns: 1, colour: { primaries: 12, transfer: 13 } })
  const grid = { columns: 2, rows: 1, widthPx: still.widthPx * 2, heightPx: still.heightPx }
  whole['tiled heic'] = writeHeif([still, still], { grid })
})
afterAll(() => decoder.end())

const kinds = [
  'jpeg',
  'progressive jpeg',
  'png',
  'interlaced png',
  'webp',
  'lossless webp',
  'heic',
  'tiled heic',
] as const

async function endsInAnAnswer(bytes: Uint8Array): Promise<string> {
  const { outcome, widthPx = 0, heightPx = 0, rgb, peakBytes } = await decoder.decode({ bytes })
  expect(known).toContain(outcome)
  if (outcome === 'readable') expect(rgb?.length).toBe(widthPx * heightPx * 3)
  expect(peakBytes).toBeLessThan(300e6)
  return outcome
}

describe.each(kinds)('a damaged %s ends in a picture or in a reason, never in a crash', (kind) => {
  it('cut anywhere', async () => {
    expect(await endsInAnAnswer(whole[kind])).toBe('readable')
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0.001, max: 0.9, noNaN: true }), async (share) => {
        const cut = whole[kind].subarray(0, Math.ceil(whole[kind].length * share))
        expect(await endsInAnAnswer(cut)).not.toBe('readable')
      }),
      { numRuns: runs / 4 },
    )
  }, 120_000)

  it('with any bits flipped, in the head or anywhere', async () => {
    const place = fc.oneof(fc.double({ min: 0, max: 0.1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
    const flips = fc.array(fc.tuple(place, fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(flips, async (changes) => {
        const bytes = Uint8Array.from(whole[kind])
        for (const [share, bits] of changes) bytes[Math.min(bytes.length - 1, Math.floor(share * bytes.length))] ^= bits
        await endsInAnAnswer(bytes)
      }),
      { numRuns: runs },
    )
  }, 120_000)

  it('with bytes put in or taken out', async () => {
    const edit = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.uint8Array({ maxLength: 40 }),
      fc.nat({ max: 40 }),
    )
    await fc.assert(
      fc.asyncProperty(edit, async ([share, inserted, removed]) => {
        const at = Math.floor(share * whole[kind].length)
        const bytes = Buffer.concat([whole[kind].subarray(0, at), inserted, whole[kind].subarray(at + removed)])
        await endsInAnAnswer(new Uint8Array(bytes))
      }),
      { numRuns: runs / 4 },
    )
  }, 120_000)
})
