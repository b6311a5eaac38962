import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differenceFrom } from '../src/matte/difference.ts'
import { personLight } from '../src/matte/foreground.ts'
import { answer, leak, type Perceptron } from '../src/matte/perceptron.ts'
import { personColour } from '../src/matte/person-colour.ts'
import type { View } from '../src/matte/view.ts'
import { chance } from '../training/chance.ts'
import { fit } from '../training/fit.ts'

const widthPx = 32
const heightPx = 24
const count = widthPx * heightPx
const level = fc.double({ min: 0, max: 255, noNaN: true })
const colour = fc.tuple(level, level, level)

function viewOfColours(at: (x: number, y: number) => readonly number[]): View {
  const rgb = new Float32Array(count * 3)
  for (let i = 0; i < count; i++) rgb.set(at(i % widthPx, (i / widthPx) | 0), i * 3)
  const box = { leftPx: 0, topPx: 0, widthPx, heightPx }
  return { widthPx, heightPx, box, unitPx: 1, rgb, inside: new Uint8Array(count).fill(1) }
}

const everywhere = (values: readonly number[]) => Float32Array.from({ length: count * 3 }, (_, k) => values[k % 3])

const mixed = (share: number, front: readonly number[], behind: readonly number[]) =>
  front.map((value, c) => share * value + (1 - share) * behind[c])

/** The definition, without regard to speed. */
function plainAnswer({ sizes, parameters }: Perceptron, row: number[]): number {
  let values = row
  let from = 0
  for (let layer = 1; layer < sizes.length; layer++) {
    const size = sizes[layer]
    const biases = from + values.length * size
    values = Array.from({ length: size }, (_, j) => {
      const sum = values.reduce(
        (total, value, i) => total + value * parameters[from + i * size + j],
        parameters[biases + j],
      )
      return sum < 0 && layer < sizes.length - 1 ? sum * leak : sum
    })
    from = biases + size
  }
  return Math.min(1, Math.max(0, values[0]))
}

describe('the share of person', () => {
  it('is found again where a pixel is a mix of a known wall and a known person', () => {
    fc.assert(
      fc.property(colour, colour, (wall, person) => {
        fc.pre(Math.hypot(...wall.map((value, c) => value - person[c])) > 80)
        const view = viewOfColours((x) => mixed(x / (widthPx - 1), person, wall))
        const { share, residual } = differenceFrom(view, everywhere(wall), everywhere(person), new Float32Array(count))
        for (let x = 0; x < widthPx; x++) {
          expect(Math.abs(share[x] - x / (widthPx - 1))).toBeLessThan(0.015)
          expect(residual[x]).toBeLessThan(3)
        }
      }),
    )
  })

  it('gives the person’s light back exactly, whatever wall stands behind', () => {
    fc.assert(
      fc.property(colour, colour, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (wall, person, share) => {
        const view = viewOfColours(() => mixed(share, person, wall))
        const band = Int32Array.from({ length: count }, (_, i) => i)
        const alpha = new Float32Array(count).fill(share)
        const light = personLight(view, everywhere(wall), alpha, { label: new Uint8Array(count).fill(1), band })
        for (let c = 0; c < 3; c++) expect(Math.abs(light[c] - share * person[c])).toBeLessThan(0.05)
      }),
    )
  })
})

describe('the person’s colour beside a pixel', () => {
  it('is that of the nearest sure person, and never the wall’s', () => {
    const wall = [200, 210, 190]
    const hair = [30, 25, 20]
    const shirt = [180, 30, 40]
    const view = viewOfColours((x, y) => (x < 16 ? wall : y < 12 ? hair : shirt))
    const signedPx = Float32Array.from({ length: count }, (_, i) => ((i % widthPx) - 15.5) * 2)
    const found = personColour(view, everywhere(wall), signedPx)
    const top = [0, 1, 2].map((c) => found[15 * 3 + c])
    const bottom = [0, 1, 2].map((c) => found[((heightPx - 1) * widthPx + 15) * 3 + c])
    for (let c = 0; c < 3; c++) {
      expect(Math.abs(top[c] - hair[c])).toBeLessThan(12)
      expect(Math.abs(bottom[c] - shirt[c])).toBeLessThan(12)
    }
  })
})

describe('a small network', () => {
  it('answers what its definition says', () => {
    const by = chance(7)
    for (const sizes of [
      [37, 32, 16, 1],
      [5, 16, 48, 1],
    ] satisfies Perceptron['sizes'][]) {
      const [inputs, first, second] = sizes
      const parameters = Float32Array.from(
        { length: (inputs + 1) * first + (first + 1) * second + second + 1 },
        () => by.normal() * 0.3,
      )
      const rows = 9
      const values = Float32Array.from({ length: rows * inputs }, () => by.normal())
      const answers = answer({ sizes, parameters }, values, rows)
      for (let row = 0; row < rows; row++) {
        const expected = plainAnswer({ sizes, parameters }, [...values.subarray(row * inputs, (row + 1) * inputs)])
        expect(answers[row]).toBeCloseTo(expected, 4)
      }
    }
  })

  it('learns from examples what no single weight can say', () => {
    const by = chance(3)
    const rows = 2000
    const inputs = Float32Array.from({ length: rows * 2 }, () => by.between(-1, 1))
    // Person where exactly one of the two numbers is positive.
    const targets = Float32Array.from({ length: rows }, (_, n) => (inputs[n * 2] * inputs[n * 2 + 1] < 0 ? 1 : 0))
    const network = fit({ width: 2, inputs, targets, weights: new Float32Array(rows).fill(1) }, [16, 16], 300, by)
    const answers = answer(network, inputs, rows)
    const wrong = answers.filter((value, n) => Math.round(value) !== targets[n]).length
    expect(wrong / rows).toBeLessThan(0.04)
  }, 60_000)
})
