import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Bust, finishedGeometry, frameBust } from '../src/framing.ts'
import { loadStandard } from '../src/node/standards.ts'

const standard = loadStandard()

/** Busts as photos have them: sizes, places and proportions vary widely, some of them cannot be framed. */
const busts = fc
  .record({
    faceWidthPx: fc.double({ min: 150, max: 900, noNaN: true }),
    eyesBelowCrown: fc.double({ min: 0.55, max: 1.15, noNaN: true }),
    crownShare: fc.double({ min: 0, max: 0.5, noNaN: true }),
    centerShare: fc.double({ min: 0.3, max: 0.7, noNaN: true }),
    frameWidthPx: fc.integer({ min: 400, max: 3000 }),
    frameHeightPx: fc.integer({ min: 400, max: 4000 }),
    cutAtLeft: fc.boolean(),
    cutAtRight: fc.boolean(),
  })
  .map(({ faceWidthPx, eyesBelowCrown, crownShare, centerShare, ...frame }): Bust => {
    const crownPx = crownShare * frame.frameHeightPx
    const center = centerShare * frame.frameWidthPx
    return {
      ...frame,
      crownPx,
      eyeLinePx: crownPx + eyesBelowCrown * faceWidthPx,
      faceLeftPx: center - faceWidthPx / 2,
      faceRightPx: center + faceWidthPx / 2,
      cutAtTop: false,
    }
  })

const roomy: Bust = {
  crownPx: 500,
  eyeLinePx: 850,
  faceLeftPx: 770,
  faceRightPx: 1230,
  frameWidthPx: 2000,
  frameHeightPx: 3000,
  cutAtTop: false,
  cutAtLeft: false,
  cutAtRight: false,
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
        const { crop } = framing
        const geometry = finishedGeometry(bust, crop, standard)
        const { bandsPx } = standard
        const within = (value: number, [min, max]: [number, number]) => {
          expect(value).toBeGreaterThanOrEqual(min - 1e-6)
          expect(value).toBeLessThanOrEqual(max + 1e-6)
        }
        within(geometry.hairTopPx, bandsPx.hairTop)
        within(geometry.eyeLinePx, bandsPx.eyeLine)
        within(geometry.faceWidthPx, bandsPx.faceWidth)
        within(geometry.centerXPx - 240, bandsPx.centerOffset)
        expect(crop.topPx + crop.heightPx).toBeLessThanOrEqual(bust.frameHeightPx + 1e-6)
        if (bust.cutAtLeft) expect(crop.leftPx).toBeGreaterThanOrEqual(-1e-6)
        if (bust.cutAtRight) expect(crop.leftPx + crop.widthPx).toBeLessThanOrEqual(bust.frameWidthPx + 1e-6)
        expect(crop.widthPx / crop.heightPx).toBeCloseTo(480 / 640, 9)
      }),
      { numRuns: 2000, seed: 20251122 },
    )
  })

  it('takes no crop nearer to the wish that would also be lawful', () => {
    fc.assert(
      fc.property(
        busts,
        fc.double({ min: 50, max: 110 }),
        fc.double({ min: 200, max: 300 }),
        (bust, hairTop, eyeLine) => {
          const framing = frameBust(bust, standard)
          if (!('crop' in framing)) return
          const scale = (eyeLine - hairTop) / (bust.eyeLinePx - bust.crownPx)
          const faceWidth = scale * (bust.faceRightPx - bust.faceLeftPx)
          const bottom = bust.crownPx + (640 - hairTop) / scale
          const center = (bust.faceLeftPx + bust.faceRightPx) / 2
          // Lawful with the distance from the limits that the framing keeps where it can.
          const lawful =
            hairTop >= 56 &&
            hairTop <= 104 &&
            eyeLine >= 204 &&
            eyeLine <= 296 &&
            faceWidth >= 188 &&
            faceWidth <= 292 &&
            bottom <= bust.frameHeightPx &&
            (!bust.cutAtLeft || center * scale >= 240) &&
            (!bust.cutAtRight || (bust.frameWidthPx - center) * scale >= 240)
          if (!lawful) return
          const { hairTopPx, eyeLinePx } = finishedGeometry(bust, framing.crop, standard)
          expect(Math.hypot(hairTopPx - 80, eyeLinePx - 250)).toBeLessThanOrEqual(
            Math.hypot(hairTop - 80, eyeLine - 250) + 1e-6,
          )
        },
      ),
      { numRuns: 3000, seed: 20251122 },
    )
  })

  it('names what is missing when there is no lawful crop', () => {
    expect(frameBust({ ...roomy, cutAtTop: true }, standard)).toEqual({ impossible: 'GEO_CROWN_CUT' })
    expect(frameBust({ ...roomy, frameHeightPx: 1300 }, standard)).toEqual({ impossible: 'GEO_SHOULDERS' })
    expect(frameBust({ ...roomy, cutAtLeft: true, faceLeftPx: 70, faceRightPx: 530 }, standard)).toEqual({
      impossible: 'GEO_CENTER',
    })
  })
})
