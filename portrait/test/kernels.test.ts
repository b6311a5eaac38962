import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeFile, compileKernels } from '../kernels/compile.ts'
import { boxFilter } from '../src/box-filter.ts'
import type { Box } from '../src/frame.ts'
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
})
