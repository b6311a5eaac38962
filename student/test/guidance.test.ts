import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { limits } from '../../portrait/src/findings/limits.ts'
import { type HintName, hintFor } from '../src/guidance/guidance.ts'
import { drawing, keptAreaOf, keptInDrawing } from '../src/guidance/kept-area.ts'
import { crownAboveEyesFaceWidths, findingFrom, standard } from '../src/guidance/limits.ts'
import type { Seen, SeenFace } from '../src/guidance/seen.ts'

const read = (file: string) => readFileSync(path.resolve(import.meta.dirname, '../..', file), 'utf8')
/** The kept area as the finished photo itself: the measures are then those of the standard. */
const kept = { leftPx: 0, topPx: 0, widthPx: 480, heightPx: 640 }
const preferred = { centerXPx: 240, eyeLinePx: 250, widthPx: 222, rollDegrees: 0, yawDegrees: 0, pitchDegrees: 0 }
const plain = { brightest: 230, evenness: 0.95, wallLevels: 2 }

function seen(face: Partial<SeenFace> = {}, rest: Partial<Seen> = {}): Seen {
  return { faces: [{ ...preferred, ...face }], ...plain, ...rest }
}
const hint = (face: Partial<SeenFace>, rest: Partial<Seen> = {}, standing: HintName | null = null, mirrored = false) =>
  hintFor(seen(face, rest), kept, standing, mirrored)

describe('the numbers of guidance', () => {
  it('are those of the default standard', () => {
    const { bandsPx, targetPx, widthPx, heightPx } = JSON.parse(read('portrait/standards/chsi-2017-blue.json'))
    expect(standard).toEqual({
      widthPx,
      heightPx,
      hairTopPx: bandsPx.hairTop,
      eyeLinePx: bandsPx.eyeLine,
      faceWidthPx: bandsPx.faceWidth,
      centerXPx: targetPx.centerX,
    })
  })

  it('speak from where the findings of the finished photo speak', () => {
    expect(findingFrom).toEqual({
      tiltDegrees: limits.tiltWarnDegrees,
      yawDegrees: limits.yawWarnDegrees,
      pitchDegrees: limits.pitchWarnDegrees,
      darkLevel: limits.darkWarn,
      evenness: limits.unevenWarn,
      secondFaceShare: limits.secondFaceWarn,
    })
  })

  it('put the kept area where the drawing shows it', () => {
    const { leftPx, topPx, widthPx, heightPx } = keptInDrawing
    const svg = read('student/src/viewfinder/frame.svg')
    expect(svg).toContain(`viewBox="0 0 ${drawing.widthPx} ${drawing.heightPx}"`)
    expect(svg).toContain(`M${leftPx} ${topPx}v${heightPx}h${widthPx}V${topPx}z`)
  })
})

describe('the one hint', () => {
  it('is good at the preferred place of the standard', () => {
    expect(hint({})).toBe('good')
  })

  it.each<[HintName, Partial<SeenFace>]>([
    ['closer', { widthPx: 179 }],
    ['farther', { widthPx: 301, eyeLinePx: 290 }],
    ['left', { centerXPx: 271 }],
    ['right', { centerXPx: 209 }],
    ['higher', { eyeLinePx: 199, widthPx: 190 }],
    ['lower', { eyeLinePx: 301, widthPx: 290 }],
    ['straight', { rollDegrees: -3.1 }],
    ['straight', { rollDegrees: 3.1 }],
    ['front', { yawDegrees: 8.1 }],
    ['front', { yawDegrees: -8.1 }],
    ['up', { pitchDegrees: 14.1 }],
    ['down', { pitchDegrees: -14.1 }],
  ])('%s where a face leaves the band: %o', (wanted, face) => {
    expect(hint(face)).toBe(wanted)
  })

  it.each<[HintName, Partial<Seen>]>([
    ['light', { brightest: 164 }],
    ['sides', { evenness: 0.77 }],
    ['wall', { wallLevels: 18 }],
    ['oneFace', { faces: [preferred, { ...preferred, widthPx: 40 }] }],
    ['outline', { faces: [] }],
    ['light', { faces: [], brightest: 90 }],
  ])('%s for light, wall and company: %o', (wanted, rest) => {
    expect(hintFor(seen({}, rest), kept, null)).toBe(wanted)
  })

  it('keeps the crown inside its band as well: 50 to 110 px below the upper edge', () => {
    const crownAt = (crownPx: number) => ({ eyeLinePx: crownPx + crownAboveEyesFaceWidths * 222 })
    expect(hint(crownAt(49))).toBe('higher')
    expect(hint(crownAt(51))).toBe('good')
    expect(hint(crownAt(109))).toBe('good')
    expect(hint(crownAt(111))).toBe('lower')
  })

  it('leaves room to be good for every face width of the band', () => {
    const [min, max] = standard.faceWidthPx
    for (let widthPx: number = min; widthPx <= max; widthPx += 5) {
      const eyes = Array.from({ length: 101 }, (_, i) => 200 + i)
      expect(eyes.some((eyeLinePx) => hint({ widthPx, eyeLinePx }) === 'good')).toBe(true)
    }
  })

  it('tells the greater trouble first', () => {
    const both = { widthPx: 150, centerXPx: 300, rollDegrees: 9 }
    expect(hint(both, { wallLevels: 40 })).toBe('closer')
    expect(hint({ ...both, widthPx: 222 }, { wallLevels: 40 })).toBe('left')
    expect(hint({ rollDegrees: 9 }, { wallLevels: 40 })).toBe('straight')
  })

  it('stands until its measure is well inside the limit, and is not called up again by trembling', () => {
    expect(hint({ widthPx: 182, eyeLinePx: 240 })).toBe('good')
    expect(hint({ widthPx: 182, eyeLinePx: 240 }, {}, 'closer')).toBe('closer')
    expect(hint({ widthPx: 189, eyeLinePx: 240 }, {}, 'closer')).toBe('good')
    expect(hint({}, { brightest: 168 }, 'light')).toBe('light')
    expect(hint({}, { brightest: 175 }, 'light')).toBe('good')
  })

  it('says left and right as a mirrored screen shows them', () => {
    expect(hint({ centerXPx: 280 }, {}, null, true)).toBe('right')
    expect(hint({ centerXPx: 200 }, {}, null, true)).toBe('left')
  })
})

describe('the kept area in a camera’s picture', () => {
  const box = { widthPx: 390, heightPx: 540 }

  it('has the standard’s shape, in the middle across', () => {
    const area = keptAreaOf({ widthPx: 1200, heightPx: 1600 }, { widthPx: 390, heightPx: 616 })
    expect(area.widthPx / area.heightPx).toBeCloseTo(3 / 4, 2)
    expect(area.leftPx + area.widthPx / 2).toBeCloseTo(600, 6)
    expect(area.topPx).toBeGreaterThan(0)
    expect(area.topPx + area.heightPx).toBeLessThan(1600)
  })

  it('follows what the box shows of wide and of tall pictures', () => {
    expect(keptAreaOf({ widthPx: 780, heightPx: 1080 }, box)).toEqual({
      leftPx: 62,
      topPx: 132,
      widthPx: 656,
      heightPx: 876,
    })
    // A wide picture is cut at its sides: the area is the same part of its height.
    const wide = keptAreaOf({ widthPx: 1920, heightPx: 1080 }, box)
    expect(wide.heightPx).toBeCloseTo(876, 6)
    expect(wide.leftPx).toBeCloseTo(960 - 328, 6)
  })
})
