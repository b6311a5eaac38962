import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Developed, developFile } from '../src/node/index.ts'
import { type DrawnPerson, drawPeople, drawPerson, type Variation } from './drawn-person.ts'
import { jpegFacts } from './jpeg-markers.ts'

const size = { widthPx: 1200, heightPx: 1600 }
const widthPx = 480
const heightPx = 640
const background = [100, 197, 255]

interface Case {
  name: string
  variation: Partial<Variation>
  /** Largest mean squared error of the matte on the finished grid. */
  matteErrorMax: number
  /** Largest share of sure person that the matte calls less than all; .003 unless said otherwise. */
  holesMax?: number
}

const cases: Case[] = [
  { name: 'short hair, graded grey wall', variation: { seed: 21, clothesColour: 'navy' }, matteErrorMax: 0.0006 },
  {
    name: 'long hair, cast shadow',
    variation: { seed: 22, hair: 'long', face: 'soft', wall: 'shadow', clothesColour: 'red' },
    matteErrorMax: 0.0004,
  },
  {
    name: 'bald, cream wall',
    variation: { seed: 23, hair: 'bald', skin: 'tan', wallColour: 'cream', clothesColour: 'black' },
    matteErrorMax: 0.0003,
  },
  {
    name: 'bun before blue plaster',
    variation: { seed: 24, hair: 'bun', face: 'soft', wall: 'plaster', wallColour: 'blue', clothesColour: 'beige' },
    matteErrorMax: 0.0012,
  },
  {
    name: 'grey hair and a white shirt before a white wall',
    variation: { seed: 25, hairColour: 'grey', wallColour: 'white', clothesColour: 'white' },
    matteErrorMax: 0.0008,
    holesMax: 0.015,
  },
]

interface Shown extends Case {
  drawn: DrawnPerson
  developed: Developed
  finished: Uint8Array
  matte: Uint8Array
}

async function pixels(png: Uint8Array | undefined, channels: number): Promise<Uint8Array> {
  if (!png) throw new Error('nothing was made')
  const { data, info } = await sharp(png)
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  expect([info.width, info.height, info.channels]).toEqual([widthPx, heightPx, channels])
  return data
}

async function photoOf(drawn: { widthPx: number; heightPx: number; rgb: Uint8Array }): Promise<Uint8Array> {
  return sharp(drawn.rgb, { raw: { width: drawn.widthPx, height: drawn.heightPx, channels: 3 } })
    .png()
    .toBuffer()
}

/** Area average of one channel over the square that finished pixel (x, y) maps to: the plain definition, slowly. */
function areaMean(
  plane: ArrayLike<number>,
  channels: number,
  c: number,
  drawn: DrawnPerson,
  d: Developed,
  x: number,
  y: number,
) {
  const crop = d.report.crop!
  const step = crop.widthPx / widthPx
  const left = crop.leftPx + x * step
  const top = crop.topPx + y * step
  let sum = 0
  let area = 0
  for (let sy = Math.floor(top); sy < top + step; sy++) {
    for (let sx = Math.floor(left); sx < left + step; sx++) {
      if (sx < 0 || sy < 0 || sx >= drawn.widthPx || sy >= drawn.heightPx) continue
      const share =
        (Math.min(sx + 1, left + step) - Math.max(sx, left)) * (Math.min(sy + 1, top + step) - Math.max(sy, top))
      sum += share * plane[(sy * drawn.widthPx + sx) * channels + c]
      area += share
    }
  }
  return area > 0 ? sum / area : 0
}

const shown: Shown[] = []

beforeAll(async () => {
  for (const one of cases) {
    const drawn = drawPerson(one.variation, size)
    const developed = await developFile({ bytes: await photoOf(drawn) }, { matte: true, lossless: true })
    const finished = await pixels(developed.lossless, 3)
    shown.push({ ...one, drawn, developed, finished, matte: await pixels(developed.matte, 1) })
  }
}, 240_000)

describe('the portrait of a drawn person', () => {
  it('has exactly the standard background wherever the matte is empty', () => {
    for (const { name, finished, matte } of shown) {
      let empty = 0
      for (let i = 0; i < matte.length; i++) {
        if (matte[i] !== 0) continue
        empty++
        const colour = [finished[i * 3], finished[i * 3 + 1], finished[i * 3 + 2]]
        if (colour.some((value, c) => value !== background[c]))
          expect(colour, `${name}, pixel ${i}`).toEqual(background)
      }
      expect(empty, name).toBeGreaterThan(0.15 * matte.length)
    }
  })

  it("keeps the person's own pixels: a plain resampling where the matte is full", () => {
    for (const { name, drawn, developed, finished, matte } of shown) {
      let difference = 0
      let count = 0
      for (let y = 3; y < heightPx; y += 7) {
        for (let x = 2; x < widthPx; x += 7) {
          const i = y * widthPx + x
          if (matte[i] !== 255) continue
          for (let c = 0; c < 3; c++)
            difference += Math.abs(finished[i * 3 + c] - areaMean(drawn.rgb, 3, c, drawn, developed, x, y))
          count += 3
        }
      }
      expect(count, name).toBeGreaterThan(3000)
      expect(difference / count, name).toBeLessThanOrEqual(1)
    }
  })

  it('finds the true matte within its error bound', () => {
    for (const { name, drawn, developed, matte, matteErrorMax, holesMax = 0.003 } of shown) {
      let squares = 0
      let count = 0
      const wall = { count: 0, leaking: 0 }
      const person = { count: 0, holed: 0 }
      for (let y = 0; y < heightPx - 4; y += 2) {
        for (let x = 0; x < widthPx; x += 2) {
          const truth = areaMean(drawn.alpha, 1, 0, drawn, developed, x, y)
          const found = matte[y * widthPx + x] / 255
          squares += (found - truth) ** 2
          count++
          if (truth < 0.001) {
            wall.count++
            if (found > 0.05) wall.leaking++
          } else if (truth > 0.999) {
            person.count++
            if (found < 0.95) person.holed++
          }
        }
      }
      expect.soft(squares / count, name).toBeLessThanOrEqual(matteErrorMax)
      expect.soft(wall.leaking / wall.count, `${name}: leak`).toBeLessThanOrEqual(0.002)
      expect.soft(person.holed / person.count, `${name}: holes`).toBeLessThanOrEqual(holesMax)
    }
  })

  it('lies in every band of the standard, measured on what was drawn', () => {
    for (const { name, drawn, developed } of shown) {
      const crop = developed.report.crop!
      const scale = widthPx / crop.widthPx
      const { pupilLeft, pupilRight, crown, faceLeftPx, faceRightPx } = drawn.landmarks
      const hairTop = (crown[1] - crop.topPx) * scale
      const eyeLine = ((pupilLeft[1] + pupilRight[1]) / 2 - crop.topPx) * scale
      const faceWidth = (faceRightPx - faceLeftPx) * scale
      expect(hairTop, name).toBeGreaterThanOrEqual(50)
      expect(hairTop, name).toBeLessThanOrEqual(110)
      expect(eyeLine, name).toBeGreaterThanOrEqual(200)
      expect(eyeLine, name).toBeLessThanOrEqual(300)
      expect(faceWidth, name).toBeGreaterThanOrEqual(180)
      expect(faceWidth, name).toBeLessThanOrEqual(300)
      expect(Math.abs(eyeLine - developed.report.geometry!.eyeLinePx), name).toBeLessThanOrEqual(4)
    }
  })

  it('is a file of the standard, and the JPEG keeps the background even', async () => {
    for (const { name, developed, matte } of shown) {
      expect(developed.jpeg!.length, name).toBeGreaterThanOrEqual(30_720)
      expect(developed.jpeg!.length, name).toBeLessThanOrEqual(40_000)
      expect(jpegFacts(developed.jpeg!).bytesAfterEnd).toBe(0)
      const decoded = await sharp(developed.jpeg).raw().toBuffer()
      let empty = 0
      let even = 0
      for (let i = 0; i < matte.length; i++) {
        if (matte[i] !== 0) continue
        empty++
        if (background.every((value, c) => Math.abs(decoded[i * 3 + c] - value) <= 2)) even++
      }
      expect(even / empty, name).toBeGreaterThanOrEqual(0.98)
    }
  })

  it('of our own portrait, or of its print master, is that portrait: nothing moves', async () => {
    for (const { name, drawn, developed } of shown) {
      const { master } = await developFile({ bytes: await photoOf(drawn) }, { master: true })
      for (const bytes of [developed.jpeg!, developed.lossless!, master!]) {
        const { ok, report } = await developFile({ bytes })
        expect(ok, name).toBe(true)
        const source = report.source!
        const { leftPx, topPx, widthPx: cropWidth } = report.crop!
        const onePx = source.widthPx / widthPx
        for (const moved of [leftPx, topPx, leftPx + cropWidth - source.widthPx]) {
          expect(Math.abs(moved), name).toBeLessThanOrEqual(onePx)
        }
        expect(
          report.findings.map(({ code }) => code),
          name,
        ).not.toContain('QUAL_LOWRES')
      }
    }
  }, 240_000)

  it('comes with a print master of the same crop and more pixels', async () => {
    const { drawn } = shown[0]
    const { master } = await developFile({ bytes: await photoOf(drawn) }, { master: true })
    const facts = jpegFacts(master!)
    expect(facts.widthPx).toBeGreaterThan(widthPx)
    expect(facts.widthPx).toBeLessThanOrEqual(drawn.widthPx)
    expect(facts.heightPx / facts.widthPx).toBeCloseTo(640 / 480, 2)
    expect(facts.density).toEqual([1, 300, 300])
  })
})

describe('a photo without one person in it', () => {
  it('is refused in words: nobody', async () => {
    const { ok, report, jpeg } = await developFile({ bytes: await photoOf(drawPeople([], { seed: 31 }, size)) })
    expect([ok, jpeg]).toEqual([false, undefined])
    expect(report.findings.map(({ code }) => code)).toEqual(['FACE_NONE'])
  })

  it('is refused in words: two people', async () => {
    const two = [
      { seed: 32, eyesAtX: 0.27, faceWidthShare: 0.2 },
      { seed: 33, eyesAtX: 0.73, faceWidthShare: 0.2 },
    ]
    const { ok, report } = await developFile({ bytes: await photoOf(drawPeople(two, {}, size)) })
    expect(ok).toBe(false)
    expect(report.findings.map(({ code }) => code)).toEqual(['FACE_MANY'])
  })

  it('is made and blocked when it is dark', async () => {
    const dark = drawPerson({ seed: 34, exposure: 0.2 }, size)
    const { ok, report } = await developFile({ bytes: await photoOf(dark) })
    expect(ok).toBe(true)
    expect(report.findings.find(({ code }) => code === 'LIGHT_DARK')?.severity).toBe('block')
  })
})
