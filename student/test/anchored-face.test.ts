import { describe, expect, it } from 'vitest'
import { type AnchoredFace, eyesOfAnchor, seenAnchor } from '../src/guidance/anchored-face.ts'

const picture = { widthPx: 300, heightPx: 400 }

/** A face of 106 points of which only those that are looked at have their places; shares of the picture. */
function anchored(noseY: number, angle: number[]): AnchoredFace {
  const points = Array.from({ length: 106 }, () => ({ x: 0.5, y: 0.5 }))
  points[0] = { x: 0.3, y: 0.4 }
  points[32] = { x: 0.7, y: 0.4 }
  points[16] = { x: 0.5, y: 0.64 }
  points[46] = { x: 0.5, y: noseY }
  points[74] = { x: 0.41, y: 0.4 }
  points[77] = { x: 0.59, y: 0.4 }
  return { origin: { x: 0.3, y: 0.3 }, size: { width: 0.4, height: 0.4 }, points, angle }
}

describe('a face that VisionKit found', () => {
  it('is measured in pixels of the picture', () => {
    const face = seenAnchor(anchored(0.5, [0, 0, 0]), picture)
    expect(face).toMatchObject({ rollDegrees: 0, yawDegrees: 0 })
    expect(face.widthPx).toBeCloseTo(120)
    expect(face.centerXPx).toBeCloseTo(150)
    expect(face.eyeLinePx).toBeCloseTo(160)
  })

  it('has the eye at the picture’s left first, however they are counted', () => {
    const face = anchored(0.5, [0, 0, 0])
    ;[face.points[74], face.points[77]] = [face.points[77], face.points[74]]
    const [left, right] = eyesOfAnchor(face, picture)
    expect(left[0]).toBeLessThan(right[0])
  })

  it('looks down where the nose comes nearer to the chin, and up where it comes nearer to the eyes', () => {
    expect(seenAnchor(anchored(0.53, [0.35, 0, 0]), picture).pitchDegrees).toBeCloseTo(20, 0)
    expect(seenAnchor(anchored(0.53, [-0.35, 0, 0]), picture).pitchDegrees).toBeCloseTo(20, 0)
    expect(seenAnchor(anchored(0.47, [0.35, 0, 0]), picture).pitchDegrees).toBeCloseTo(-20, 0)
  })
})
