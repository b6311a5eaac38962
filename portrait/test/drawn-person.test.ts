import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Engines, FoundFace } from '../src/engines/engines.ts'
import { loadHumanFace } from '../src/engines/human-face.ts'
import { loadSelfieMask } from '../src/engines/selfie-mask.ts'
import { drawPeople, drawPerson, type Landmarks, type SizePx, type Variation } from './drawn-person.ts'

const size: SizePx = { widthPx: 900, heightPx: 1200 }
const small: SizePx = { widthPx: 300, heightPx: 400 }

/** Middle points of the irises in the finder's 478-point mesh. */
const IRIS_AT_LEFT = 473
const IRIS_AT_RIGHT = 468

const people: [name: string, variation: Partial<Variation>][] = [
  ['short black hair, white shirt, grey graded wall', { seed: 1 }],
  ['bob, red T-shirt', { seed: 2, hair: 'bob', face: 'soft', skin: 'medium', clothes: 'tshirt', clothesColour: 'red' }],
  [
    'long brown hair, jacket, shadow on the wall',
    {
      seed: 3,
      hair: 'long',
      face: 'soft',
      hairColour: 'brown',
      clothes: 'jacket',
      clothesColour: 'navy',
      wall: 'shadow',
    },
  ],
  [
    'bun, glasses, white plaster',
    {
      seed: 4,
      hair: 'bun',
      face: 'soft',
      glasses: true,
      clothesColour: 'skyblue',
      wall: 'plaster',
      wallColour: 'white',
    },
  ],
  [
    'bald, deep skin, cream wall',
    { seed: 5, hair: 'bald', skin: 'deep', clothes: 'jacket', clothesColour: 'grey', wallColour: 'cream' },
  ],
  ['head tilted by five degrees', { seed: 6, rollDegrees: 5, skin: 'tan', wall: 'vignette', wallColour: 'blue' }],
  [
    'far away, off centre, tilted the other way',
    { seed: 7, hair: 'long', face: 'soft', rollDegrees: -4, wallColour: 'green', faceWidthShare: 0.2, eyesAtX: 0.4 },
  ],
  ['near, blond bob', { seed: 8, hair: 'bob', face: 'soft', hairColour: 'blond', faceWidthShare: 0.4 }],
  ['dark room', { seed: 9, exposure: 0.25 }],
  ['hard light from the side', { seed: 10, lightContrast: 3, lightAzimuthDegrees: -60 }],
]

let engines: Engines
beforeAll(async () => {
  engines = { face: await loadHumanFace(), person: await loadSelfieMask() }
}, 60_000)

describe('a drawn person before the real engines', () => {
  it.each(people)(
    'is found as exactly one face with the pupils where they were drawn: %s',
    async (_name, variation) => {
      const drawn = drawPerson(variation, size)
      const faces = await engines.face.find(drawn)
      expect(faces).toHaveLength(1)
      expect(faces[0].score).toBeGreaterThan(0.9)
      const { pupilLeft, pupilRight } = drawn.landmarks
      const apartPx = distance(pupilLeft, pupilRight)
      expect(distance(faces[0].mesh[IRIS_AT_LEFT], pupilLeft) / apartPx).toBeLessThan(0.075)
      expect(distance(faces[0].mesh[IRIS_AT_RIGHT], pupilRight) / apartPx).toBeLessThan(0.075)
      expect(rollOf(faces[0]) - drawn.landmarks.rollDegrees).toBeLessThan(1.2)
      expect(rollOf(faces[0]) - drawn.landmarks.rollDegrees).toBeGreaterThan(-1.2)
      expect(await overlapWithMask(drawn.rgb, drawn.alpha)).toBeGreaterThan(0.95)
    },
    60_000,
  )

  it('is seen with open or shut eyes as drawn', async () => {
    const open = await engines.face.find(drawPerson({ eyes: 'open' }, size))
    const closed = await engines.face.find(drawPerson({ eyes: 'closed' }, size))
    expect(eyeOpening(open[0])).toBeGreaterThan(0.28)
    expect(eyeOpening(closed[0])).toBeLessThan(0.18)
  }, 60_000)

  it('is found twice when two people stand side by side, and not at all on a bare wall', async () => {
    const left: Partial<Variation> = { eyesAtX: 0.28, faceWidthShare: 0.24, hair: 'bob', face: 'soft' }
    const right: Partial<Variation> = { eyesAtX: 0.73, faceWidthShare: 0.24, seed: 5 }
    const pair = drawPeople([left, right], {}, size)
    const faces = await engines.face.find(pair)
    expect(faces).toHaveLength(2)
    expect(pair.people.map((person) => nearestFace(faces, person))).toEqual([true, true])
    expect(await engines.face.find(drawPeople([], {}, size))).toHaveLength(0)
  }, 60_000)
})

describe('the truth about a drawn person', () => {
  it('is an exact matte: the photo is alpha times the person plus the rest of the wall', () => {
    const scenery: Partial<Variation> = { wall: 'plaster', noiseLevels: 0, hair: 'long', wallColour: 'green' }
    const drawn = drawPerson(scenery, small)
    const wall = drawPeople([], scenery, small)
    let worst = 0
    for (let i = 0; i < drawn.alpha.length; i++) {
      const a = drawn.alpha[i]
      for (let c = 0; c < 3; c++) {
        const mixed = a * drawn.foreground[i * 3 + c] + (1 - a) * wall.rgb[i * 3 + c]
        worst = Math.max(worst, Math.abs(mixed - drawn.rgb[i * 3 + c]))
      }
    }
    expect(worst).toBeLessThanOrEqual(1.01)
  }, 60_000)

  it('covers the face fully, the wall not at all, and hair at its edge in part', () => {
    const { alpha, landmarks, widthPx } = drawPerson({ hair: 'long', face: 'soft' }, size)
    const nose = Math.round(landmarks.pupilLeft[1] + 60) * widthPx + widthPx / 2
    expect(alpha[nose]).toBe(1)
    expect(alpha[5 * widthPx + 5]).toBe(0)
    const crownRow = Math.round(landmarks.crown[1])
    const edge = alpha
      .subarray((crownRow - 10) * widthPx, (crownRow + 120) * widthPx)
      .filter((a) => a > 0.02 && a < 0.98)
    expect(edge.length).toBeGreaterThan(400)
  }, 60_000)

  it('follows the head: tilt turns the pupils, the crown lies on the hair, the chin below', () => {
    const { landmarks } = drawPerson({ rollDegrees: 6, hair: 'short' }, small)
    const { pupilLeft, pupilRight, chin, crown, faceLeftPx, faceRightPx } = landmarks
    const degrees = (Math.atan2(pupilRight[1] - pupilLeft[1], pupilRight[0] - pupilLeft[0]) * 180) / Math.PI
    expect(degrees).toBeCloseTo(6, 5)
    expect(chin[1]).toBeGreaterThan(pupilRight[1])
    expect(crown[1]).toBeLessThan(pupilLeft[1])
    expect(Math.abs((faceRightPx - faceLeftPx) / distance(pupilLeft, pupilRight) - 138 / 63)).toBeLessThan(0.06)
  }, 60_000)

  it('is the same for the same seed and another for another', () => {
    const first = drawPerson({ seed: 3 }, small)
    expect(drawPerson({ seed: 3 }, small).rgb).toEqual(first.rgb)
    expect(drawPerson({ seed: 4 }, small).alpha).not.toEqual(first.alpha)
  }, 60_000)
})

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1])
}

function rollOf(face: FoundFace): number {
  const left = face.mesh[IRIS_AT_LEFT]
  const right = face.mesh[IRIS_AT_RIGHT]
  return (Math.atan2(right[1] - left[1], right[0] - left[0]) * 180) / Math.PI
}

/** Height over width of the eye at the image's left, from lid and corner points of the mesh. */
function eyeOpening(face: FoundFace): number {
  const at = (a: number, b: number) => distance(face.mesh[a], face.mesh[b])
  return (at(159, 145) + at(158, 153)) / 2 / at(33, 133)
}

function nearestFace(faces: FoundFace[], person: Landmarks): boolean {
  const apartPx = distance(person.pupilLeft, person.pupilRight)
  return faces.some((face) => distance(face.mesh[IRIS_AT_LEFT], person.pupilLeft) < 0.08 * apartPx)
}

/** Shared area over joint area of the network's mask and the true coverage, both cut at one half, on the network's grid. */
async function overlapWithMask(rgb: Uint8Array, alpha: Float32Array): Promise<number> {
  const side = engines.person.sidePx
  const raw = { width: size.widthPx, height: size.heightPx, channels: 3 as const }
  const squeezed = await sharp(rgb, { raw }).resize(side, side, { fit: 'fill' }).raw().toBuffer()
  const mask = await engines.person.mask({ widthPx: side, heightPx: side, rgb: new Uint8Array(squeezed) })
  let both = 0
  let either = 0
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const row = Math.floor(((y + 0.5) * size.heightPx) / side)
      const drawn = alpha[row * size.widthPx + Math.floor(((x + 0.5) * size.widthPx) / side)] > 0.5
      const seen = mask[y * side + x] > 0.5
      if (drawn && seen) both++
      if (drawn || seen) either++
    }
  }
  return both / either
}
