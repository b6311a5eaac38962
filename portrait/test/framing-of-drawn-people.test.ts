import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { developFile } from '../src/node/index.ts'
import type { Report } from '../src/report.ts'
import { type DrawnPerson, drawPerson, type SizePx, type Variation } from './drawn-person.ts'

interface Framed {
  drawn: DrawnPerson
  report: Report
}

const usualSize: SizePx = { widthPx: 900, heightPx: 1200 }

async function framed(variation: Partial<Variation>, size = usualSize): Promise<Framed> {
  const drawn = drawPerson({ seed: 7, wallColour: 'white', ...variation }, size)
  const raw = { width: drawn.widthPx, height: drawn.heightPx, channels: 3 as const }
  const bytes = await sharp(drawn.rgb, { raw }).png({ compressionLevel: 1 }).toBuffer()
  return { drawn, report: (await developFile({ bytes })).report }
}

/** Where what was drawn comes to lie in the finished picture. */
function finishedTruth({ drawn, report }: Framed) {
  const { leftPx, topPx, widthPx } = report.crop!
  const scale = 480 / widthPx
  const { pupilLeft, pupilRight, crown, skullTop, faceLeftPx, faceRightPx } = drawn.landmarks
  return {
    hairTopPx: (crown[1] - topPx) * scale,
    skullTopPx: (skullTop[1] - topPx) * scale,
    eyeLinePx: ((pupilLeft[1] + pupilRight[1]) / 2 - topPx) * scale,
    faceWidthPx: (faceRightPx - faceLeftPx) * scale,
    centerXPx: ((faceLeftPx + faceRightPx) / 2 - leftPx) * scale,
  }
}

function expectBands(name: string, each: Framed) {
  const truth = finishedTruth(each)
  const within = (value: number, min: number, max: number) => {
    expect(value, name).toBeGreaterThanOrEqual(min)
    expect(value, name).toBeLessThanOrEqual(max)
  }
  within(truth.skullTopPx, 50, 110)
  within(truth.eyeLinePx, 200, 300)
  within(truth.faceWidthPx, 180, 300)
  within(truth.centerXPx, 228, 252)
}

const codesOf = ({ report }: Framed) => report.findings.map(({ code, severity }) => `${severity} ${code}`)
const measured = ({ report }: Framed, code: string) => report.findings.find((finding) => finding.code === code)?.value

describe('the head of a drawn person', () => {
  const heads: Record<string, Partial<Variation>> = {
    bald: { hair: 'bald' },
    'bald, deep skin, soft face': { hair: 'bald', face: 'soft', skin: 'deep' },
    short: { hair: 'short' },
    'long, wide': { hair: 'long', face: 'soft' },
    'a bun over the crown': { hair: 'bun', face: 'soft' },
    'a tall and wide head of curls': { hair: 'afro', skin: 'deep' },
    'curls on a tilted head': { hair: 'afro', rollDegrees: -4 },
  }
  const seen = new Map<string, Framed>()
  beforeAll(async () => {
    for (const [name, variation] of Object.entries(heads)) seen.set(name, await framed(variation))
  }, 300_000)

  it('has its crown exactly where a bare skull ends', () => {
    for (const name of ['bald', 'bald, deep skin, soft face']) {
      const each = seen.get(name)!
      expect(Math.abs(each.report.geometry!.hairTopPx - finishedTruth(each).skullTopPx), name).toBeLessThanOrEqual(6)
    }
  })

  it('has its crown between the skull and the top of the hair', () => {
    for (const [name, each] of seen) {
      const { hairTopPx, skullTopPx } = finishedTruth(each)
      expect(each.report.geometry!.hairTopPx, name).toBeGreaterThanOrEqual(hairTopPx - 12)
      expect(each.report.geometry!.hairTopPx, name).toBeLessThanOrEqual(skullTopPx + 4)
    }
  })

  it('lies in every band of the standard by the skull, and no hair is cut', () => {
    for (const [name, each] of seen) {
      expectBands(name, each)
      expect(finishedTruth(each).hairTopPx, name).toBeGreaterThanOrEqual(10)
      expect(codesOf(each), name).not.toContain('block GEO_HAIR_TOP')
    }
  })

  it('is measured as it was drawn', () => {
    for (const [name, each] of seen) {
      const truth = finishedTruth(each)
      const { eyeLinePx, centerXPx } = each.report.geometry!
      expect(Math.abs(eyeLinePx - truth.eyeLinePx), name).toBeLessThanOrEqual(3)
      expect(Math.abs(centerXPx - truth.centerXPx), name).toBeLessThanOrEqual(4)
      expect(Math.abs(each.report.face!.rollDegrees - each.drawn.landmarks.rollDegrees), name).toBeLessThanOrEqual(1.3)
    }
  })
})

describe('a photo that lacks something', () => {
  it('beside the person is moved to the edge as far as the bands allow, and never beyond it', async () => {
    const each = await framed({ eyesAtX: 0.26 })
    expect(each.report.ok).toBe(true)
    expect(each.report.crop!.leftPx).toBeGreaterThanOrEqual(-1e-6)
    expectBands('near the left edge', each)
  }, 120_000)

  it('beside the person and has no lawful crop is refused with how far off the middle it is', async () => {
    const each = await framed({ eyesAtX: 0.82 })
    expect([each.report.ok, ...codesOf(each)]).toEqual([false, 'block GEO_CENTER'])
    expect(measured(each, 'GEO_CENTER')).toBeGreaterThan(9)
  }, 120_000)

  it('above the head is refused: the crown is cut', async () => {
    const each = await framed({ eyesAtY: 0.14 })
    expect([each.report.ok, ...codesOf(each)]).toEqual([false, 'block GEO_CROWN_CUT'])
    expect(measured(each, 'GEO_CROWN_CUT')).toBeLessThan(50)
  }, 120_000)

  it('above tall hair only is made up to the edge, and the reviewer is told', async () => {
    const each = await framed({ hair: 'afro', eyesAtY: 0.25 })
    expect(each.report.ok).toBe(true)
    expect(each.report.crop!.topPx).toBeGreaterThanOrEqual(-1e-6)
    expect(codesOf(each)).toContain('warn GEO_HAIR_TOP')
    expectBands('hair cut by the photo', each)
  }, 120_000)

  it('below the head is refused: the shoulders are missing', async () => {
    const each = await framed({ eyesAtY: 0.86 })
    expect([each.report.ok, ...codesOf(each)]).toEqual([false, 'block GEO_SHOULDERS'])
    expect(measured(each, 'GEO_SHOULDERS')).toBeLessThan(1)
  }, 120_000)

  it('in pixels is made and blocked with how much it had to be enlarged', async () => {
    const each = await framed({ faceWidthShare: 0.12 })
    expect(each.report.ok).toBe(true)
    expect(codesOf(each)).toContain('block QUAL_LOWRES')
    expect(measured(each, 'QUAL_LOWRES')).toBeCloseTo(480 / each.report.crop!.widthPx, 2)
  }, 120_000)
})

describe('a photo of any shape', () => {
  it('is framed alike: on its side, very tall, small and large', async () => {
    const shapes: [size: SizePx, variation: Partial<Variation>][] = [
      [
        { widthPx: 1600, heightPx: 900 },
        { faceWidthShare: 0.15, eyesAtY: 0.36 },
      ],
      [
        { widthPx: 800, heightPx: 2000 },
        { faceWidthShare: 0.34, eyesAtY: 0.3 },
      ],
      [{ widthPx: 600, heightPx: 800 }, {}],
    ]
    for (const [size, variation] of shapes) {
      const name = `${size.widthPx} x ${size.heightPx}`
      const each = await framed(variation, size)
      expect(each.report.ok, name).toBe(true)
      expectBands(name, each)
    }
  }, 240_000)
})

describe('a tilted head', () => {
  it('is never turned: a warning from three degrees, a block from six', async () => {
    expect(codesOf(await framed({ rollDegrees: 4.5 }))).toContain('warn GEO_EYES_TILT')
    expect(codesOf(await framed({ rollDegrees: -8 }))).toContain('block GEO_EYES_TILT')
  }, 120_000)
})
