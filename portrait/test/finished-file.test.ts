import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { flatColourError, withDensity, writtenQuality } from '../src/jpeg.ts'
import { encodePortrait } from '../src/node/encode.ts'
import { loadStandard, standardIds } from '../src/node/standards.ts'
import { jpegFacts } from './jpeg-markers.ts'

/** A picture of the standard's size between flat (0) and pure noise (1). */
function picture(widthPx: number, heightPx: number, roughness: number): Uint8Array {
  const rgb = new Uint8Array(widthPx * heightPx * 3)
  let state = 1
  for (let i = 0; i < rgb.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    const smooth = 128 + 60 * Math.sin(i / 3 / widthPx / 40)
    rgb[i] = smooth + roughness * 60 * ((state >>> 8) / 16777216 - 0.5)
  }
  return rgb
}

describe('a finished file', () => {
  for (const id of standardIds()) {
    it(`meets every file number of ${id}`, async () => {
      const standard = loadStandard(id)
      for (const roughness of [0.25, 0.6]) {
        const rgb = picture(standard.widthPx, standard.heightPx, roughness)
        const { bytes, quality } = await encodePortrait(rgb, standard)
        expect(bytes.length).toBeGreaterThanOrEqual(standard.bytes.min)
        expect(bytes.length).toBeLessThanOrEqual(standard.bytes.max)
        // Noise all over is more than any photo holds; a lower quality is then the only way under the limit.
        if (roughness < 0.5) {
          expect(quality).toBeGreaterThanOrEqual(standard.jpegQualityMin)
          expect(writtenQuality(bytes)).toBeGreaterThanOrEqual(standard.jpegQualityMin)
        }
        const facts = jpegFacts(bytes)
        expect([facts.widthPx, facts.heightPx]).toEqual([standard.widthPx, standard.heightPx])
        expect(facts.density).toEqual([1, standard.dpi, standard.dpi])
        expect(facts.baseline).toBe(true)
        expect([facts.componentCount, facts.bitsPerSample]).toEqual([3, 8])
        expect(facts.sampling.slice(1)).toEqual([
          [1, 1],
          [1, 1],
        ])
        const applications = facts.markers.filter((marker) => (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe)
        expect(applications).toEqual([0xe0])
        expect(facts.markers[0]).toBe(0xe0)
        expect(facts.bytesAfterEnd).toBe(0)
      }
    })
  }

  it('is lifted by quality, not by padding, when the picture is plain', async () => {
    const standard = loadStandard()
    const { bytes, quality } = await encodePortrait(picture(480, 640, 0.04), standard)
    expect(quality).toBeGreaterThan(95)
    expect(jpegFacts(bytes).bytesAfterEnd).toBe(0)
  })

  it('keeps every pixel of colour where the picture is not too rich for it', async () => {
    const { bytes } = await encodePortrait(picture(480, 640, 0.1), loadStandard())
    expect(jpegFacts(bytes).sampling[0]).toEqual([1, 1])
  })

  it('states its quality as readers of its tables find it', async () => {
    const raw = { width: 64, height: 64, channels: 3 } as const
    for (const quality of [30, 60, 61, 88, 99]) {
      const jpeg = await sharp(picture(64, 64, 0.5), { raw })
        .jpeg({ quality })
        .toBuffer()
      expect(writtenQuality(jpeg)).toBe(quality)
    }
  })

  it('is known beforehand to show its background in the right colour or not', async () => {
    const background: [number, number, number] = [100, 197, 255]
    const errors = new Set<number>()
    for (let quality = 60; quality <= 80; quality++) {
      const jpeg = await sharp({ create: { width: 16, height: 16, channels: 3, background: '#64c5ff' } })
        .jpeg({ quality, quantisationTable: 7, chromaSubsampling: '4:4:4' })
        .toBuffer()
      const decoded = await sharp(jpeg).raw().toBuffer()
      const error = Math.max(...background.map((level, c) => Math.abs(decoded[c] - level)))
      expect(flatColourError(jpeg, background)).toBe(error)
      errors.add(error)
    }
    expect(Math.max(...errors)).toBe(3)
  })

  it('shows its background in the right colour where a rich picture brings the quality down', async () => {
    const standard = loadStandard()
    for (const roughness of [0.18, 0.2, 0.24]) {
      const { bytes } = await encodePortrait(picture(480, 640, roughness), standard)
      expect(flatColourError(bytes, standard.backgroundRgb)).toBeLessThanOrEqual(1)
    }
  }, 60_000)

  it('loses foreign segments and whatever follows the end of the picture', async () => {
    const { bytes } = await encodePortrait(picture(480, 640, 0.3), loadStandard())
    const comment = Uint8Array.from([0xff, 0xfe, 0, 6, 1, 2, 3, 4])
    const dirty = new Uint8Array([...bytes.subarray(0, 2), ...comment, ...bytes.subarray(2), 0x50, 0x4b, 3, 4])
    expect(withDensity(dirty, 300)).toEqual(bytes)
  })
})
