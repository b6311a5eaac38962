import { drawPerson, type Variation } from '@tucai/portrait/drawn-person'
import { beforeAll, describe, expect, it } from 'vitest'
import type { FaceFinder } from '../../portrait/src/engines/engines.ts'
import { loadHumanFace } from '../../portrait/src/engines/human-face.ts'
import { brightestOf, evennessOf } from '../src/guidance/light.ts'
import { findingFrom, wallLevelsMax } from '../src/guidance/limits.ts'
import { eyesOf, seenFace } from '../src/guidance/mesh-face.ts'
import type { CameraPicture } from '../src/guidance/seen.ts'
import { wallLevelsOf } from '../src/guidance/wall.ts'

/** As large as the pictures that are searched. */
const size = { widthPx: 288, heightPx: 384 }
const whole = { leftPx: 0, topPx: 0, ...size }
let finder: FaceFinder
beforeAll(async () => {
  finder = await loadHumanFace()
})

function pictureOf(rgb: ArrayLike<number>): CameraPicture {
  const rgba = new Uint8Array(size.widthPx * size.heightPx * 4)
  for (let i = 0; i < size.widthPx * size.heightPx; i++) {
    for (let channel = 0; channel < 3; channel++) rgba[i * 4 + channel] = rgb[i * 3 + channel]
  }
  return { ...size, rgba }
}

async function look(variation: Partial<Variation>, change: (rgb: Uint8Array, alpha: Float32Array) => void = () => {}) {
  const drawn = drawPerson({ faceWidthShare: 0.4, eyesAtY: 0.42, ...variation }, size)
  const rgb = Uint8Array.from(drawn.rgb)
  change(rgb, Float32Array.from(drawn.alpha))
  const [found] = await finder.find({ ...size, rgb })
  const mesh = { mesh: found.mesh, depth: found.depthPx }
  const picture = pictureOf(rgb)
  const face = seenFace(mesh)
  return {
    ...{ face, landmarks: drawn.landmarks },
    brightest: brightestOf(picture, whole),
    evenness: evennessOf(picture, ...eyesOf(mesh)),
    wallLevels: wallLevelsOf(picture, whole, face),
  }
}

// People are drawn for it, which takes a busy machine a while.
describe('what is measured in a small picture of the camera', { timeout: 90_000 }, () => {
  it('has the face where it was drawn, as wide, and as tilted', async () => {
    for (const variation of [
      {},
      { seed: 3, face: 'soft', hair: 'bob' },
      { rollDegrees: 8 },
      { eyesAtX: 0.4 },
    ] as const) {
      const { face, landmarks } = await look(variation)
      const rollDegrees = 'rollDegrees' in variation ? (variation.rollDegrees ?? 0) : 0
      const share = landmarks.faceRightPx - landmarks.faceLeftPx
      const eyes = (landmarks.pupilLeft[1] + landmarks.pupilRight[1]) / 2
      expect(Math.abs(face.widthPx / share - 1)).toBeLessThan(0.08)
      expect(Math.abs(face.eyeLinePx - eyes)).toBeLessThan(0.06 * share)
      expect(Math.abs(face.centerXPx - (landmarks.faceRightPx + landmarks.faceLeftPx) / 2)).toBeLessThan(0.06 * share)
      expect(Math.abs(face.rollDegrees - rollDegrees)).toBeLessThan(2)
      expect(Math.abs(face.yawDegrees)).toBeLessThan(findingFrom.yawDegrees)
      expect(Math.abs(face.pitchDegrees)).toBeLessThan(findingFrom.pitchDegrees)
    }
  })

  it('tells the dark by the brightest thing, whatever the skin', async () => {
    for (const skin of ['light', 'tan', 'deep'] as const) {
      expect((await look({ skin })).brightest).toBeGreaterThan(findingFrom.darkLevel)
      expect((await look({ skin, exposure: 0.35 })).brightest).toBeLessThan(findingFrom.darkLevel)
    }
  })

  it('tells a face with one side in the dark from an evenly lit one', async () => {
    expect((await look({})).evenness).toBeGreaterThan(findingFrom.evenness)
    const shaded = await look({}, (rgb) => {
      for (let i = 0; i < rgb.length; i++) {
        if (Math.floor(i / 3) % size.widthPx < size.widthPx / 2) rgb[i] *= 0.5
      }
    })
    expect(shaded.evenness).toBeLessThan(findingFrom.evenness)
  })

  it('calls walls plain that are: graded, shaded at the edges, with a soft shadow, plastered, and behind long hair', async () => {
    const plain = [
      { wall: 'plain', hair: 'short' },
      { wall: 'gradient', hair: 'long' },
      { wall: 'vignette', hair: 'bun' },
      { wall: 'shadow', hair: 'long' },
      { wall: 'plaster', hair: 'bob' },
    ] as const
    for (const variation of plain) {
      expect((await look(variation)).wallLevels, variation.wall).toBeLessThan(wallLevelsMax)
    }
  })

  it('calls a wall with stripes, and one with shelves, not plain', async () => {
    const painted = (levelAt: (x: number, y: number) => number) =>
      look({}, (rgb, alpha) => {
        for (let i = 0; i < alpha.length; i++) {
          const level = levelAt(i % size.widthPx, Math.floor(i / size.widthPx))
          for (let channel = 0; channel < 3; channel++) {
            rgb[i * 3 + channel] = Math.round(rgb[i * 3 + channel] * alpha[i] + level * (1 - alpha[i]))
          }
        }
      })
    const striped = await painted((x) => (Math.floor(x / 12) % 2 === 0 ? 200 : 140))
    const shelves = await painted((x, y) => 60 + (((x * 7919) ^ (Math.floor(y / 20) * 104_729)) % 160))
    expect(striped.wallLevels).toBeGreaterThan(wallLevelsMax)
    expect(shelves.wallLevels).toBeGreaterThan(wallLevelsMax)
  })
})
