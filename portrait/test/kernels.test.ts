import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeFile, compileKernels } from '../kernels/compile.ts'
import { boxFilter } from '../src/box-filter.ts'
import type { Box } from '../src/frame.ts'
import { differenceFrom, lookedAtPx } from '../src/matte/difference.ts'
import { enlarge } from '../src/matte/enlarge.ts'
import { resampleArea, resamplePixels } from '../src/resample.ts'

const side = fc.integer({ min: 1, max: 40 })

function values(length: number, seed: number, kind: 'bytes' | 'floats'): Uint8Array | Float32Array {
  const result = kind === 'bytes' ? new Uint8Array(length) : new Float32Array(length)
  let state = seed
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    result[i] = (state >>> 8) % 256
  }
  return result
}

/** The mean of a continuous picture of square pixels over [from, to) x [top, bottom), from the definition. */
function meanOver(source: ArrayLike<number>, widthPx: number, at: (x: number, y: number) => number, area: Box): number {
  let sum = 0
  let weights = 0
  for (let y = Math.floor(area.topPx); y < area.topPx + area.heightPx; y++) {
    for (let x = Math.floor(area.leftPx); x < area.leftPx + area.widthPx; x++) {
      const across = Math.min(x + 1, area.leftPx + area.widthPx) - Math.max(x, area.leftPx)
      const down = Math.min(y + 1, area.topPx + area.heightPx) - Math.max(y, area.topPx)
      if (x >= widthPx || across <= 0 || down <= 0) continue
      sum += across * down * source[at(x, y)]
      weights += across * down
    }
  }
  return sum / weights
}

describe('the compiled kernels', () => {
  it('are what their sources say', async () => {
    expect(await readFile(codeFile, 'utf8')).toBe(await compileKernels())
  }, 60_000)

  it('shrink a picture to the means over the squares that its pixels cover, for bytes and floats', () => {
    const picture = fc.record({
      widthPx: side,
      heightPx: side,
      channels: fc.constantFrom(1, 3),
      kind: fc.constantFrom('bytes' as const, 'floats' as const),
      seed: fc.integer(),
      shares: fc.tuple(...Array.from({ length: 4 }, () => fc.double({ min: 0, max: 1, noNaN: true }))),
    })
    fc.assert(
      fc.property(picture, ({ widthPx, heightPx, channels, kind, seed, shares }) => {
        const source = values(widthPx * heightPx * channels, seed, kind)
        const outWidthPx = 1 + Math.floor((widthPx - 1) * shares[0] * 0.5)
        const outHeightPx = 1 + Math.floor((heightPx - 1) * shares[1] * 0.5)
        const box = {
          leftPx: shares[2] * (widthPx - outWidthPx) * 0.5,
          topPx: shares[3] * (heightPx - outHeightPx) * 0.5,
          widthPx: outWidthPx + (widthPx - outWidthPx) * 0.5,
          heightPx: outHeightPx + (heightPx - outHeightPx) * 0.5,
        }
        const result = resampleArea(source, widthPx, heightPx, channels, box, outWidthPx, outHeightPx)
        const cell = { widthPx: box.widthPx / outWidthPx, heightPx: box.heightPx / outHeightPx }
        for (let y = 0; y < outHeightPx; y++) {
          for (let x = 0; x < outWidthPx; x++) {
            const area = { ...cell, leftPx: box.leftPx + x * cell.widthPx, topPx: box.topPx + y * cell.heightPx }
            for (let c = 0; c < channels; c++) {
              const mean = meanOver(source, widthPx, (px, py) => (py * widthPx + px) * channels + c, area)
              expect(Math.abs(result[(y * outWidthPx + x) * channels + c] - mean)).toBeLessThan(2e-3)
            }
          }
        }
      }),
    )
  })

  it('round a picture to the nearest levels', () => {
    const source = values(50 * 30 * 3, 7, 'bytes') as Uint8Array
    const box = { leftPx: 1.3, topPx: 2.7, widthPx: 41.9, heightPx: 24.1 }
    const floats = resampleArea(source, 50, 30, 3, box, 17, 11)
    const { rgb } = resamplePixels({ rgb: source, widthPx: 50, heightPx: 30 }, box, 17, 11)
    expect([...rgb]).toEqual([...Uint8ClampedArray.from(floats)])
  })

  it('take the mean over the square around each pixel, at the border over what lies inside', () => {
    fc.assert(
      fc.property(side, side, fc.integer({ min: 0, max: 50 }), fc.integer(), (widthPx, heightPx, radiusPx, seed) => {
        const plane = values(widthPx * heightPx, seed, 'floats') as Float32Array
        const result = boxFilter(plane, widthPx, heightPx, radiusPx)
        for (let y = 0; y < heightPx; y++) {
          const top = Math.max(0, y - radiusPx)
          const below = Math.min(heightPx, y + radiusPx + 1)
          for (let x = 0; x < widthPx; x++) {
            const leftPx = Math.max(0, x - radiusPx)
            const area = {
              leftPx,
              topPx: top,
              widthPx: Math.min(widthPx, x + radiusPx + 1) - leftPx,
              heightPx: below - top,
            }
            const mean = meanOver(plane, widthPx, (px, py) => py * widthPx + px, area)
            expect(Math.abs(result[y * widthPx + x] - mean)).toBeLessThan(1e-3)
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  it('enlarge bilinearly, and leave 0 where nothing is wanted', () => {
    const from = { widthPx: 11, heightPx: 9 }
    const to = { widthPx: 29, heightPx: 40 }
    const plane = values(11 * 9 * 3, 5, 'floats') as Float32Array
    const wanted = Uint8Array.from({ length: 11 * 9 }, (_, i) => (i % 4 === 0 ? 0 : 1))
    const result = enlarge(plane, 3, from, to, wanted, new Float32Array(29 * 40 * 3).fill(7))
    for (let i = 0; i < result.length; i++) {
      const pixel = Math.floor(i / 3)
      const x = Math.min(10, Math.max(0, (((pixel % 29) + 0.5) * 11) / 29 - 0.5))
      const y = Math.min(8, Math.max(0, ((Math.floor(pixel / 29) + 0.5) * 9) / 40 - 0.5))
      const [column, row] = [Math.min(9, Math.floor(x)), Math.min(7, Math.floor(y))]
      const at = (dx: number, dy: number) => plane[((row + dy) * 11 + column + dx) * 3 + (i % 3)]
      const [right, down] = [x - column, y - row]
      const upper = (1 - right) * at(0, 0) + right * at(1, 0)
      const lower = (1 - right) * at(0, 1) + right * at(1, 1)
      const expected = wanted[row * 11 + column] ? (1 - down) * upper + down * lower : 0
      expect(Math.abs(result[i] - expected)).toBeLessThan(1e-3)
    }
  })

  it('find the share of person, and nothing far from the outline', () => {
    const count = 5000
    const wall = values(count * 3, 1, 'floats') as Float32Array
    const person = values(count * 3, 2, 'floats') as Float32Array
    const shares = Float32Array.from({ length: count }, (_, i) => (i % 11) / 10)
    const rgb = wall.map((value, k) => value + shares[Math.floor(k / 3)] * (person[k] - value))
    const signedPx = Float32Array.from({ length: count }, (_, i) => (i % 120) - 60)
    const box = { leftPx: 0, topPx: 0, widthPx: count, heightPx: 1 }
    const view = { widthPx: count, heightPx: 1, box, unitPx: 1, rgb, inside: new Uint8Array(count).fill(1) }
    const { share, residual, contrast, distance } = differenceFrom(view, wall, person, signedPx)
    for (let i = 0; i < count; i++) {
      const far = Math.abs(signedPx[i]) > lookedAtPx
      const [r, g, b] = [0, 1, 2].map((c) => person[i * 3 + c] - wall[i * 3 + c])
      const expected = far ? Number(signedPx[i] > 0) : shares[i] * (1 - 60 / (r * r + g * g + b * b + 60))
      expect(Math.abs(share[i] - expected)).toBeLessThan(1e-3)
      expect(Math.abs(contrast[i] - (far ? 0 : Math.hypot(r, g, b)))).toBeLessThan(1e-2)
      if (far) expect([residual[i], distance[i]]).toEqual([0, signedPx[i] > 0 ? 60 : 0])
      else expect(residual[i]).toBeLessThan(8)
    }
  })
})
