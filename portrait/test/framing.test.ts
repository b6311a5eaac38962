import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkNoFrame } from '../src/findings/framing.ts'
import type { Box } from '../src/frame.ts'
import { type Bust, finishedGeometry, frameBust } from '../src/framing.ts'
import { loadStandard } from '../src/node/standards.ts'

const standard = loadStandard()
const { bandsPx } = standard

/** Busts as photos have them: sizes, places and proportions vary widely, some of them cannot be framed. */
const busts = fc
  .record({
    faceWidthPx: fc.double({ min: 150, max: 900, noNaN: true }),
    eyesBelowCrown: fc.integer({ min: 250, max: 1500 }).map((thousandths) => thousandths / 1000),
    hairAboveCrown: fc.integer({ min: -20, max: 500 }).map((thousandths) => thousandths / 1000),
    crownShare: fc.double({ min: 0, max: 0.5, noNaN: true }),
    centerShare: fc.double({ min: 0.3, max: 0.7, noNaN: true }),
    frameWidthPx: fc.integer({ min: 400, max: 3000 }),
    frameHeightPx: fc.integer({ min: 400, max: 4000 }),
    cutAtTop: fc.boolean(),
    cutAtLeft: fc.boolean(),
    cutAtRight: fc.boolean(),
  })
  .map(({ faceWidthPx, eyesBelowCrown, hairAboveCrown, crownShare, centerShare, ...frame }): Bust => {
    const crownPx = crownShare * frame.frameHeightPx
    const center = centerShare * frame.frameWidthPx
    return {
      ...frame,
      crownPx,
      hairTopPx: frame.cutAtTop ? 0 : crownPx - hairAboveCrown * faceWidthPx,
      eyeLinePx: crownPx + eyesBelowCrown * faceWidthPx,
      faceLeftPx: center - faceWidthPx / 2,
      faceRightPx: center + faceWidthPx / 2,
    }
  })

/** Crops with any scale and place near a face, in finished pixels of that crop. */
const wishes = fc.record({
  hairTop: fc.integer({ min: 45, max: 115 }),
  eyeLine: fc.integer({ min: 195, max: 305 }),
  offCenterPx: fc.integer({ min: -10, max: 10 }),
})
type Wish = typeof wishes extends fc.Arbitrary<infer T> ? T : never

const roomy: Bust = {
  crownPx: 500,
  hairTopPx: 490,
  eyeLinePx: 850,
  faceLeftPx: 770,
  faceRightPx: 1230,
  frameWidthPx: 2000,
  frameHeightPx: 3000,
  cutAtTop: false,
  cutAtLeft: false,
  cutAtRight: false,
}

const runs = { numRuns: 4000, seed: 20251122 }

function cropFor(bust: Bust, { hairTop, eyeLine, offCenterPx }: Wish): Box {
  const scale = (eyeLine - hairTop) / (bust.eyeLinePx - bust.crownPx)
  const center = (bust.faceLeftPx + bust.faceRightPx) / 2
  return {
    leftPx: center - (240 + offCenterPx) / scale,
    topPx: bust.crownPx - hairTop / scale,
    widthPx: 480 / scale,
    heightPx: 640 / scale,
  }
}

/** The standard's bands and the person's cut edges, with a distance from each limit in finished pixels. */
function isLawful(bust: Bust, crop: Box, insidePx: Partial<Record<'hair' | 'eyes' | 'face' | 'center', number>> = {}) {
  const { hair = 0, eyes = 0, face = 0, center = 0 } = insidePx
  const geometry = finishedGeometry(bust, crop, standard)
  const within = (value: number, [min, max]: [number, number], inside: number) =>
    value >= min + inside - 1e-6 && value <= max - inside + 1e-6
  return (
    within(geometry.hairTopPx, bandsPx.hairTop, hair) &&
    within(geometry.eyeLinePx, bandsPx.eyeLine, eyes) &&
    within(geometry.faceWidthPx, bandsPx.faceWidth, face) &&
    within(geometry.centerXPx - 240, [-9, 9], center) &&
    crop.topPx + crop.heightPx <= bust.frameHeightPx + 1e-6 &&
    (!bust.cutAtTop || crop.topPx >= -1e-6) &&
    (!bust.cutAtLeft || crop.leftPx >= -1e-6) &&
    (!bust.cutAtRight || crop.leftPx + crop.widthPx <= bust.frameWidthPx + 1e-6)
  )
}

const usualGuard = { hair: 16, eyes: 4, face: 8, center: 4 }

function hairRoomPx(bust: Bust, crop: Box): number {
  return ((bust.hairTopPx - crop.topPx) * 480) / crop.widthPx
}

describe('framing', () => {
  it('puts crown, eyes and face on the wished places when the photo has room', () => {
    const framing = frameBust(roomy, standard)
    if (!('crop' in framing)) throw new Error(framing.impossible)
    const { hairTopPx, eyeLinePx, centerXPx } = finishedGeometry(roomy, framing.crop, standard)
    expect(hairTopPx).toBeCloseTo(80, 6)
    expect(eyeLinePx).toBeCloseTo(250, 6)
    expect(centerXPx).toBeCloseTo(240, 6)
  })

  it('meets every band and never leaves the photo below or where it cuts the person', () => {
    fc.assert(
      fc.property(busts, (bust) => {
        const framing = frameBust(bust, standard)
        if (!('crop' in framing)) return
        expect(isLawful(bust, framing.crop)).toBe(true)
        expect(framing.crop.widthPx / framing.crop.heightPx).toBeCloseTo(480 / 640, 9)
      }),
      runs,
    )
  })

  it('refuses no photo that has a lawful crop', () => {
    let lawful = 0
    fc.assert(
      fc.property(busts, wishes, (bust, wish) => {
        if (!isLawful(bust, cropFor(bust, wish))) return
        lawful++
        expect(frameBust(bust, standard)).toHaveProperty('crop')
      }),
      { ...runs, numRuns: 20_000 },
    )
    expect(lawful).toBeGreaterThan(300)
  })

  it('takes no crop when one nearer to the wish keeps the same distance from every limit and shows the hair', () => {
    let compared = 0
    fc.assert(
      fc.property(busts, wishes, (bust, wish) => {
        const other = cropFor(bust, { ...wish, offCenterPx: 0 })
        if (bust.cutAtTop || !isLawful(bust, other, usualGuard) || hairRoomPx(bust, other) < 50) return
        compared++
        const framing = frameBust(bust, standard)
        if (!('crop' in framing)) throw new Error(framing.impossible)
        const { hairTopPx, eyeLinePx } = finishedGeometry(bust, framing.crop, standard)
        const distance = Math.hypot(hairTopPx - 80, eyeLinePx - 250)
        expect(distance).toBeLessThanOrEqual(Math.hypot(wish.hairTop - 80, wish.eyeLine - 250) + 1e-6)
      }),
      { ...runs, numRuns: 20_000 },
    )
    expect(compared).toBeGreaterThan(50)
  })

  it('cuts no hair that a crop at the usual distance from the limits would show', () => {
    let tall = 0
    fc.assert(
      fc.property(busts, wishes, (bust, wish) => {
        const other = cropFor(bust, { ...wish, offCenterPx: 0 })
        if (bust.cutAtTop || !isLawful(bust, other, usualGuard) || hairRoomPx(bust, other) < 10) return
        if (hairRoomPx(bust, other) < 50) tall++
        const framing = frameBust(bust, standard)
        if (!('crop' in framing)) throw new Error(framing.impossible)
        expect(hairRoomPx(bust, framing.crop)).toBeGreaterThanOrEqual(10 - 1e-6)
      }),
      { ...runs, numRuns: 20_000 },
    )
    expect(tall).toBeGreaterThan(20)
  })

  it('leaves a finished portrait that shows all the hair as it is, also when it is measured a little differently', () => {
    const shift = fc.double({ min: -1, max: 1, noNaN: true })
    fc.assert(
      fc.property(busts, fc.tuple(shift, shift, shift, shift), fc.boolean(), (bust, by, atSides) => {
        const first = frameBust(bust, standard)
        if (!('crop' in first)) return
        const { crop } = first
        const scale = 480 / crop.widthPx
        if (hairRoomPx(bust, crop) < 5) return
        const again: Bust = {
          crownPx: (bust.crownPx - crop.topPx) * scale + by[0],
          hairTopPx: hairRoomPx(bust, crop) + by[0],
          eyeLinePx: (bust.eyeLinePx - crop.topPx) * scale + by[1],
          faceLeftPx: (bust.faceLeftPx - crop.leftPx) * scale + by[2],
          faceRightPx: (bust.faceRightPx - crop.leftPx) * scale + by[3],
          frameWidthPx: 480,
          frameHeightPx: 640,
          cutAtTop: false,
          cutAtLeft: atSides || bust.cutAtLeft,
          cutAtRight: atSides || bust.cutAtRight,
        }
        const whole = { leftPx: 0, topPx: 0, widthPx: 480, heightPx: 640 }
        if (!isLawful(again, whole, { hair: 2, eyes: 2, face: 2, center: 2 })) return
        expect(frameBust(again, standard)).toEqual({ crop: whole })
      }),
      runs,
    )
  })

  it('says what is missing, with a number that is beyond the limit it names', () => {
    const found = new Map<string, number>()
    fc.assert(
      fc.property(busts, (bust) => {
        const framing = frameBust(bust, standard)
        if ('crop' in framing) return
        const [{ code, value, limit }] = checkNoFrame(framing, standard)
        found.set(code, (found.get(code) ?? 0) + 1)
        const [min, max] = [limit].flat()
        if (code === 'GEO_CENTER') expect(value).toBeGreaterThanOrEqual(min - 1e-3)
        else if (max === undefined) expect(value).toBeLessThanOrEqual(min + 1e-3)
        else expect(value <= min + 1e-3 || value >= max - 1e-3).toBe(true)
      }),
      runs,
    )
    expect([...found.keys()].sort()).toEqual(['GEO_CENTER', 'GEO_CROWN_CUT', 'GEO_FACE_WIDTH', 'GEO_SHOULDERS'])
  })

  it('names the edge that is in the way', () => {
    const code = (bust: Bust) => {
      const framing = frameBust(bust, standard)
      return 'crop' in framing ? 'a crop' : framing.impossible
    }
    expect(code({ ...roomy, cutAtTop: true, crownPx: 40, eyeLinePx: 390 })).toBe('GEO_CROWN_CUT')
    expect(code({ ...roomy, cutAtTop: true, crownPx: 260, eyeLinePx: 610 })).toBe('a crop')
    expect(code({ ...roomy, frameHeightPx: 1300 })).toBe('GEO_SHOULDERS')
    expect(code({ ...roomy, cutAtLeft: true, faceLeftPx: 70, faceRightPx: 530 })).toBe('GEO_CENTER')
    const narrow = { frameWidthPx: 700, faceLeftPx: 120, faceRightPx: 580, cutAtLeft: true, cutAtRight: true }
    expect(code({ ...roomy, ...narrow })).toBe('GEO_SHOULDERS')
    expect(code({ ...roomy, faceLeftPx: 770, faceRightPx: 1530 })).toBe('a crop')
    expect(code({ ...roomy, faceLeftPx: 770, faceRightPx: 2130 })).toBe('GEO_FACE_WIDTH')
  })
})
