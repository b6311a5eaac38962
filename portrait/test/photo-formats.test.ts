import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodePhoto } from '../src/node/decode.ts'
import { patchColours, patchColumns, patchPixels, patchRows } from './heic/pictures.ts'
import { adobeRgb, matrixProfile } from './icc-profile.ts'

const { rgb, widthPx, heightPx } = patchPixels()
const patches = () => sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })

let folder = ''
let adobeFile = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'photo-formats-'))
  adobeFile = path.join(folder, 'adobe.icc')
  await writeFile(adobeFile, matrixProfile(adobeRgb))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function coloursOf(bytes: Uint8Array): Promise<number[][]> {
  const decoded = await decodePhoto({ bytes })
  if ('unreadable' in decoded) throw new Error(decoded.unreadable.reason)
  expect([decoded.frame.widthPx, decoded.frame.heightPx]).toEqual([widthPx, heightPx])
  return middles(decoded.frame.rgb, 3)
}

/** Colours in the middle of the patches. */
function middles(pixels: Uint8Array, channels: number): number[][] {
  return patchColours.map((_, i) => {
    const x = Math.floor((((i % patchColumns) + 0.5) * widthPx) / patchColumns)
    const y = Math.floor(((Math.floor(i / patchColumns) + 0.5) * heightPx) / patchRows)
    const at = (y * widthPx + x) * channels
    return [...pixels.subarray(at, at + 3)]
  })
}

function worstError(seen: number[][], truth: number[][]): number {
  return Math.max(...seen.flatMap((colour, i) => colour.map((value, c) => Math.abs(value - truth[i][c]))))
}

type Make = (picture: Sharp) => Sharp
const ways: [name: string, make: Make, errorMax: number][] = [
  ['PNG of 8 bits', (it) => it.png(), 0],
  ['PNG with alpha, as a phone’s web view hands over a photo', (it) => it.ensureAlpha().png(), 0],
  ['PNG of 16 bits', (it) => it.toColourspace('rgb16').png(), 1],
  [
    'PNG of 16 bits with alpha, interlaced',
    (it) => it.ensureAlpha().toColourspace('rgb16').png({ progressive: true }),
    1,
  ],
  ['PNG, interlaced', (it) => it.png({ progressive: true }), 0],
  ['PNG with a palette', (it) => it.png({ palette: true, quality: 100, dither: 0 }), 2],
  ['JPEG', (it) => it.jpeg({ quality: 95 }), 6],
  ['JPEG, progressive, 4:4:4', (it) => it.jpeg({ quality: 95, progressive: true, chromaSubsampling: '4:4:4' }), 6],
  ['WebP', (it) => it.webp({ quality: 95 }), 9],
  ['WebP, lossless', (it) => it.webp({ lossless: true }), 0],
]

describe('a photo keeps its colours', () => {
  it.each(ways)('as %s', async (_, make, errorMax) => {
    const bytes = await make(patches()).toBuffer()
    expect(worstError(await coloursOf(bytes), patchColours)).toBeLessThanOrEqual(errorMax)
  })

  it('as a grey PNG and JPEG, of 8 and of 16 bits', async () => {
    const greys = patchColours
      .map(([r, g, b]) => Math.round(luminanceGrey(r, g, b)))
      .map((value) => [value, value, value])
    const grey = () => patches().greyscale()
    for (const bytes of [
      await grey().png().toBuffer(),
      await grey().toColourspace('grey16').png().toBuffer(),
      await grey().jpeg({ quality: 95 }).toBuffer(),
    ]) {
      expect(worstError(await coloursOf(bytes), greys)).toBeLessThanOrEqual(4)
    }
  })

  it('as CMYK, stored inverted, with a profile and without: as near as inks come', async () => {
    const mild = patchColours.map((colour) => colour.map((value) => 90 + Math.round(value / 3)))
    const pixels = Uint8Array.from(rgb, (value) => 90 + Math.round(value / 3))
    const picture = () => sharp(pixels, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    for (const bytes of [
      await picture().toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer(),
      await picture().withIccProfile('cmyk').jpeg({ quality: 100 }).toBuffer(),
    ]) {
      expect((await sharp(bytes).metadata()).space).toBe('cmyk')
      expect(worstError(await coloursOf(bytes), mild)).toBeLessThan(20)
    }
  })
})

describe('a photo in a wide colour space comes out in sRGB', () => {
  const spaces: [name: string, profile: () => string][] = [
    ['Display P3', () => 'p3'],
    ['Adobe RGB', () => adobeFile],
  ]
  const containers: [name: string, make: Make, errorMax: number][] = [
    ['JPEG', (it) => it.jpeg({ quality: 95, chromaSubsampling: '4:4:4' }), 7],
    ['PNG', (it) => it.png(), 2],
    ['WebP', (it) => it.webp({ lossless: true }), 2],
  ]
  const pairs = spaces.flatMap(([space, profile]) =>
    containers.map(([container, make, errorMax]) => ({ space, container, profile, make, errorMax })),
  )
  /** Inside the smallest of the spaces, so that none is cut off on the way there. */
  it.each(pairs)('$space in $container', async ({ profile, make, errorMax }) => {
    const bytes = await make(patches().withIccProfile(profile())).toBuffer()
    const { data, info } = await sharp(bytes, { ignoreIcc: true }).raw().toBuffer({ resolveWithObject: true })
    expect(worstError(middles(data, info.channels), patchColours)).toBeGreaterThan(15)
    expect(worstError(await coloursOf(bytes), patchColours)).toBeLessThanOrEqual(errorMax)
  })

  it('of 16 bits too', async () => {
    for (const [, profile] of spaces) {
      const eight = await patches().withIccProfile(profile()).png().toBuffer()
      const numbers = await sharp(eight, { ignoreIcc: true }).raw().toBuffer()
      const deep = Uint16Array.from(numbers, (value) => value * 257)
      const raw = { width: widthPx, height: heightPx, channels: 3 as const }
      const bytes = await sharp(deep, { raw }).toColourspace('rgb16').png().toBuffer()
      const { icc } = await sharp(eight).metadata()
      const tagged = await withIcc(bytes, icc as Buffer)
      expect((await sharp(tagged).metadata()).depth).toBe('ushort')
      expect(worstError(await coloursOf(tagged), patchColours)).toBeLessThanOrEqual(2)
    }
  })
})

async function withIcc(png: Uint8Array, icc: Uint8Array): Promise<Uint8Array> {
  const { crc32, deflateSync } = await import('node:zlib')
  const body = Buffer.concat([Buffer.from('iCCPwide\0\0', 'latin1'), deflateSync(icc)])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length - 4)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([png.subarray(0, 33), length, body, check, png.subarray(33)])
}

/** Source: Rec. 709 luminance of linear light, back in the curve of sRGB. */
function luminanceGrey(...colour: number[]): number {
  const light = colour.map((value) => (value <= 10.31475 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4))
  const y = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
  return 255 * (y <= 0.0031308 ? y * 12.92 : 1.055 * y ** (1 / 2.4) - 0.055)
}

describe('an odd JPEG', () => {
  const spliced = (bytes: Uint8Array, at: number, put: Uint8Array) =>
    Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at)])
  let whole: Buffer
  beforeAll(async () => {
    whole = await patches().jpeg({ quality: 95 }).toBuffer()
  })
  const tables = () => whole.indexOf(Uint8Array.of(0xff, 0xdb))
  const frame = () => whole.indexOf(Uint8Array.of(0xff, 0xc0))

  it('is read with bytes between or before its markers, after its end, or without its end marker', async () => {
    for (const bytes of [
      spliced(whole, tables(), new Uint8Array(50).fill(0xff)),
      spliced(whole, tables(), Uint8Array.of(1, 2, 3, 0, 9)),
      spliced(whole, whole.length, new Uint8Array(5000).fill(7)),
      whole.subarray(0, -2),
      whole.subarray(0, -1),
    ]) {
      expect(worstError(await coloursOf(bytes), patchColours)).toBeLessThanOrEqual(6)
    }
  })

  it('is refused when rows are missing, and of 12 bits or lossless', async () => {
    const changed = (at: number, value: number) => Uint8Array.from(whole, (byte, i) => (i === at ? value : byte))
    for (const bytes of [
      whole.subarray(0, -40),
      whole.subarray(0, whole.length / 2),
      changed(frame() + 4, 12),
      changed(frame() + 1, 0xc3),
    ]) {
      expect(await decodePhoto({ bytes })).toMatchObject({
        unreadable: { reason: expect.stringMatching(/damaged|format/) },
      })
    }
  })
})
