import { readFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { decodePhoto } from '../src/node/decode.ts'
import { developFile } from '../src/node/index.ts'
import { camera, patchColours, patchColumns, patchPixels, patchRows } from './heic/pictures.ts'
import { exifOrientation, type HeifOptions, type HevcStill, readHevcStill, writeHeif } from './heif-file.ts'

const file = (name: string) => readFile(path.join(import.meta.dirname, 'heic', name))

let patches: HevcStill
beforeAll(async () => {
  patches = readHevcStill(await file('patches.heic'))
})

async function frameOf(bytes: Uint8Array) {
  const decoded = await decodePhoto({ bytes })
  if ('unreadable' in decoded) throw new Error(decoded.unreadable.reason)
  return decoded.frame
}

async function reasonOf(bytes: Uint8Array) {
  const decoded = await decodePhoto({ bytes })
  return 'unreadable' in decoded ? decoded.unreadable.reason : 'readable'
}

/** Colours in the middle of a grid of patches, row by row. */
function middles({ widthPx, heightPx, rgb }: { widthPx: number; heightPx: number; rgb: Uint8Array }, columns: number) {
  const rows = (patchColumns * patchRows) / columns
  return patchColours.map((_, i) => {
    const x = Math.floor((((i % columns) + 0.5) * widthPx) / columns)
    const y = Math.floor(((Math.floor(i / columns) + 0.5) * heightPx) / rows)
    return [...rgb.subarray((y * widthPx + x) * 3, (y * widthPx + x) * 3 + 3)]
  })
}

function worstError(seen: number[][], truth: number[][]): number {
  return Math.max(...seen.flatMap((colour, i) => colour.map((value, c) => Math.abs(value - truth[i][c]))))
}

/** The truth as `irot` and then `imir` show it. */
async function turned({ quarterTurns = 0, mirror }: HeifOptions) {
  const { rgb, widthPx, heightPx } = patchPixels()
  const raw = { width: widthPx, height: heightPx, channels: 3 as const }
  const rotated = await sharp(rgb, { raw })
    .rotate(360 - 90 * quarterTurns)
    .png()
    .toBuffer()
  let picture = sharp(rotated)
  if (mirror === 'left-right') picture = picture.flop()
  if (mirror === 'top-bottom') picture = picture.flip()
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true })
  return { rgb: data, widthPx: info.width, heightPx: info.height }
}

const turns: HeifOptions[] = [0, 1, 2, 3].flatMap((quarterTurns) =>
  ([undefined, 'left-right', 'top-bottom'] as const).map((mirror) => ({ quarterTurns, mirror })),
)

describe('a HEIC photo stands upright', () => {
  it.each(turns)('turned %o, whatever its EXIF says', async (turn) => {
    const columns = turn.quarterTurns === 1 || turn.quarterTurns === 3 ? patchRows : patchColumns
    const truth = await turned(turn)
    for (const exif of [undefined, exifOrientation(6), exifOrientation(3)]) {
      const frame = await frameOf(writeHeif([patches], { ...turn, exif }))
      expect([frame.sourceWidthPx, frame.sourceHeightPx]).toEqual([truth.widthPx, truth.heightPx])
      expect(worstError(middles(frame, columns), middles(truth, columns))).toBeLessThanOrEqual(6)
    }
  })

  it('in tiles as well, turned as a whole', async () => {
    const { widthPx, heightPx } = patches
    const grid = { columns: 2, rows: 2, widthPx: widthPx * 2 - 10, heightPx: heightPx * 2 - 20 }
    const frame = await frameOf(writeHeif([patches, patches, patches, patches], { grid, quarterTurns: 1 }))
    expect([frame.sourceWidthPx, frame.sourceHeightPx]).toEqual([grid.heightPx, grid.widthPx])
  })
})

/** Linear Display P3 to linear sRGB, both with the white D65. Source: CSS Color 4, 10.2. */
const p3ToSrgb = [
  [1.2249401763, -0.2249401763, 0],
  [-0.0420569547, 1.0420569547, 0],
  [-0.0196375546, -0.0786360456, 1.0982736001],
]
const linear = (value: number) => (value <= 10.31475 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4)
const coded = (value: number) =>
  Math.round(255 * Math.min(1, Math.max(0, value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055)))

function asDisplayP3(colour: number[]): number[] {
  const from = colour.map(linear)
  return p3ToSrgb.map((row) => coded(row.reduce((sum, factor, i) => sum + factor * from[i], 0)))
}

describe('the colours of a HEIC photo', () => {
  it('are taken for sRGB where the file says nothing or sRGB', async () => {
    for (const colour of [undefined, { primaries: 1, transfer: 13 }, { primaries: 2, transfer: 2 }]) {
      expect(
        worstError(middles(await frameOf(writeHeif([patches], { colour })), patchColumns), patchColours),
      ).toBeLessThan(7)
    }
  })

  it('are converted from Display P3, by profile and by number', async () => {
    const truth = patchColours.map(asDisplayP3)
    expect(worstError(truth, patchColours)).toBeGreaterThan(20)
    const blank = sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } })
    const { icc } = await sharp(await blank.withIccProfile('p3').png().toBuffer()).metadata()
    for (const colour of [{ icc: icc as Uint8Array }, { primaries: 12, transfer: 13 }]) {
      expect(worstError(middles(await frameOf(writeHeif([patches], { colour })), patchColumns), truth)).toBeLessThan(8)
    }
  })

  it('are right at 10 bits, and stay readable under a broken profile', async () => {
    expect(
      worstError(middles(await frameOf(await file('patches-10-bit.heic')), patchColumns), patchColours),
    ).toBeLessThan(7)
    const colour = { icc: Uint8Array.from({ length: 400 }, (_, i) => (i * 37) % 256) }
    expect(await reasonOf(writeHeif([patches], { colour }))).toMatch(/readable|damaged/)
  })

  it('lie on white where the picture is transparent', async () => {
    const { rgb } = await frameOf(await file('patches-clear.heic'))
    expect(Math.min(...rgb)).toBeGreaterThan(250)
  })
})

describe('a HEIC photo of a phone', () => {
  it('of 12 megapixels in tiles is the picture that was taken, coarse and fine', async () => {
    const { widthPx, heightPx } = camera
    const truth = await sharp(await file('camera-truth.png'))
      .raw()
      .toBuffer()
    const frame = await frameOf(await file('camera.heic'))
    const fine = await frame.finer?.()
    expect([frame.widthPx, frame.heightPx]).toEqual([widthPx / 2, heightPx / 2])
    expect([fine?.widthPx, fine?.heightPx]).toEqual([widthPx, heightPx])
    for (const seen of [frame, fine]) {
      if (!seen) throw new Error('no finer frame')
      expect([seen.sourceWidthPx, seen.sourceHeightPx]).toEqual([widthPx, heightPx])
      const raw = { width: seen.widthPx, height: seen.heightPx, channels: 3 as const }
      const small = await sharp(seen.rgb, { raw }).resize(camera.truthWidthPx).raw().toBuffer()
      expect(small.length).toBe(truth.length)
      let sum = 0
      for (let i = 0; i < truth.length; i++) sum += Math.abs(truth[i] - small[i])
      expect(sum / truth.length).toBeLessThan(2)
    }
  }, 60_000)

  it('becomes a portrait', async () => {
    const { ok, report } = await developFile({ bytes: await file('camera.heic') })
    expect(ok).toBe(true)
    expect(report.source).toEqual({ widthPx: camera.widthPx, heightPx: camera.heightPx })
    expect(report.face?.pupilLeft[1]).toBeGreaterThan(0.3 * camera.heightPx)
    expect(report.face?.pupilLeft[1]).toBeLessThan(0.5 * camera.heightPx)
  }, 60_000)
})

describe('a HEIC file that cannot be read', () => {
  it('has its reason', async () => {
    const whole = writeHeif([patches])
    expect(await reasonOf(whole.subarray(0, whole.length - 600))).toBe('damaged')
    expect(await reasonOf(whole.subarray(0, 40))).toBe('damaged')
    expect(await reasonOf(writeHeif([patches], { colour: { primaries: 9, transfer: 16 } }))).toBe('variant')
    expect(await reasonOf(writeHeif([patches], { codec: 'av01' }))).toMatch(/variant|damaged/)
    expect(await reasonOf(writeHeif([patches], { brand: 'avif' }))).toBe('format')
    expect(await reasonOf(writeHeif([patches], { claimedSize: { widthPx: 4000, heightPx: 300 } }))).toBe('format')
  })

  it('is refused for its size before a pixel is decoded', async () => {
    for (const claimedSize of [
      { widthPx: 9000, heightPx: 9000 },
      { widthPx: 65_000, heightPx: 65_000 },
    ]) {
      expect(await reasonOf(writeHeif([patches], { claimedSize }))).toMatch(/too-large|variant/)
    }
    const grid = { columns: 3, rows: 3, widthPx: 30_000, heightPx: 30_000 }
    expect(await reasonOf(writeHeif(Array(9).fill(patches), { grid }))).toMatch(/too-large|variant|damaged/)
  })
})
