import { describe, expect, it } from 'vitest'
import type { FoundFace } from '../src/engines/engines.ts'
import { crownPx, crownXPx } from '../src/face/crown.ts'
import { eyeLinePx, type Face, faceOval, faceWidthPx, landmark, measureFace } from '../src/face/face.ts'
import type { Point } from '../src/frame.ts'

const radians = Math.PI / 180

interface Pose {
  yawDegrees?: number
  pitchDegrees?: number
  /** Pixels of depth per pixel of the image: the finder's own unit is not the image's. */
  depthUnit?: number
}

/** A face 200 px wide at (500, 400): a flat oval, the nose before it, eyes on the line; turned and nodded rigidly. */
function foundFace({ yawDegrees = 0, pitchDegrees = 0, depthUnit = 1 }: Pose = {}): FoundFace {
  const places: [x: number, y: number, z: number][] = Array.from({ length: 478 }, () => [0, 0, 0])
  faceOval.forEach((i, k) => {
    const turn = (2 * Math.PI * k) / faceOval.length
    places[i] = [100 * Math.sin(turn), 20 - 130 * Math.cos(turn), 0]
  })
  places[landmark.templeLeft] = [-100, 0, 0]
  places[landmark.templeRight] = [100, 0, 0]
  places[landmark.noseTip] = [0, 40, -124]
  places[landmark.irisRight] = [45, -20, 0]
  // The finder gives this iris mirrored about the middle of its eye, between points 47 and 143.
  places[47] = [-15, -20, 0]
  places[143] = [-92.1, -20, 0]
  places[landmark.irisLeft] = [-45, -20, 0]
  const [sinYaw, cosYaw] = [Math.sin(yawDegrees * radians), Math.cos(yawDegrees * radians)]
  const [sinPitch, cosPitch] = [Math.sin(pitchDegrees * radians), Math.cos(pitchDegrees * radians)]
  const turned = places.map(([x, y, z]) => {
    const across = x * cosYaw - z * sinYaw
    const depth = x * sinYaw + z * cosYaw
    return [across, y * cosPitch - depth * sinPitch, y * sinPitch + depth * cosPitch]
  })
  return {
    score: 1,
    leftPx: 400,
    topPx: 270,
    widthPx: 200,
    heightPx: 260,
    mesh: turned.map(([x, y]): Point => [500 + x, 400 + y]),
    depthPx: turned.map(([, , z]) => z / depthUnit),
  }
}

function straightFace(pitchDegrees = 0): Face {
  return { ...measureFace(foundFace()), pitchDegrees }
}

describe('the pose of a face', () => {
  it('is nought for a face that looks straight ahead', () => {
    const { yawDegrees, pitchDegrees, rollDegrees } = measureFace(foundFace())
    for (const angle of [yawDegrees, pitchDegrees, rollDegrees]) expect(Math.abs(angle)).toBeLessThan(0.5)
  })

  it('is positive when turned to the right of the image and when looking down, and tells by how much', () => {
    for (const angle of [-12, -5, 5, 12]) {
      expect(measureFace(foundFace({ yawDegrees: angle })).yawDegrees).toBeCloseTo(angle, 0)
      expect(measureFace(foundFace({ pitchDegrees: angle })).pitchDegrees).toBeCloseTo(angle, -0.5)
      expect(Math.sign(measureFace(foundFace({ pitchDegrees: angle })).pitchDegrees)).toBe(Math.sign(angle))
    }
  })

  it('is the same whatever unit the finder gives depth in', () => {
    const pose = { yawDegrees: 7, pitchDegrees: -6 }
    const one = measureFace(foundFace(pose))
    const other = measureFace(foundFace({ ...pose, depthUnit: 1.7 }))
    expect(other.yawDegrees).toBeCloseTo(one.yawDegrees, 9)
    expect(other.pitchDegrees).toBeCloseTo(one.pitchDegrees, 9)
  })
})

describe('the crown', () => {
  const face = straightFace()
  const heightOf = (hairHeight: number, of = face, cut = false) =>
    (eyeLinePx(of) - crownPx(of, eyeLinePx(of) - hairHeight * faceWidthPx(of), cut)) / faceWidthPx(of)

  it('is the top of the outline where that is low, as on a shaven head', () => {
    for (const height of [0.62, 0.65, 0.68]) expect(Math.abs(heightOf(height) - height)).toBeLessThan(0.025)
  })

  it('stays about the top of the skull however high the hair stands', () => {
    for (const height of [0.95, 1.1, 1.5]) expect(Math.abs(heightOf(height) - heightOf(3))).toBeLessThan(0.001)
    expect(heightOf(3)).toBeGreaterThan(0.7)
    expect(heightOf(3)).toBeLessThan(0.85)
  })

  it('rises with the hair evenly, never by more than the hair', () => {
    for (let height = 0.6; height < 1.2; height += 0.01) {
      const rise = heightOf(height + 0.01) - heightOf(height)
      expect(rise).toBeGreaterThanOrEqual(0)
      expect(rise).toBeLessThanOrEqual(0.01 + 1e-9)
    }
  })

  it('is taken from the face alone where the photo cuts the hair', () => {
    expect(heightOf(0.4, face, true)).toBeCloseTo(heightOf(3), 3)
  })

  it('lies higher on a face that looks down, and leans with a tilted one', () => {
    expect(heightOf(3, straightFace(8))).toBeGreaterThan(heightOf(3, straightFace(-8)))
    const tilted = { ...face, rollDegrees: 5 }
    expect(crownXPx(tilted, 200)).toBeGreaterThan(crownXPx(face, 200))
    expect(crownXPx(face, 200)).toBeCloseTo((face.pupilLeft[0] + face.pupilRight[0]) / 2, 9)
  })
})
