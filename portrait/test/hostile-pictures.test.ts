import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseCsv } from '../src/bench/csv.ts'
import { type Decoder, startDecoder } from './hostile/decoder.ts'

const folder = path.join(import.meta.dirname, '../../../shared/data/hostile')
const pictureGroups =
  /^(exif-orientation|jpeg-variants|jpeg-malformed|png-malformed|png-variants|webp|gif|heif|not-allowed-format|bomb|metadata|polyglot|svg-xml)\//
const megabytesMax = 300

interface Expectation {
  file: string
  expected: string
}

const expectations: Expectation[] = existsSync(folder)
  ? parseCsv(readFileSync(path.join(folder, 'manifest.csv'), 'utf8'))
      .map(({ file, expected }) => ({ file, expected }))
      .filter(({ file }) => pictureGroups.test(file))
  : []

/** What the collection demands of a decoder, in its own words: to accept, to reject, or either of them. */
function verdict(expected: string): 'readable' | 'refused' | 'either' {
  if (expected.includes('through the HEIC path')) return 'readable'
  if (/accept or|reject 4xx or|no crash/.test(expected)) return 'either'
  if (expected.startsWith('reject')) return 'refused'
  if (expected.includes('accept')) return 'readable'
  throw new Error(`no verdict in "${expected}"`)
}

describe.skipIf(expectations.length === 0)('every picture of the hostile collection', () => {
  let decoder: Decoder
  beforeAll(() => {
    decoder = startDecoder()
  })
  afterAll(() => decoder.end())

  it('is there', () => {
    expect(expectations.length).toBeGreaterThan(100)
  })

  it.each(expectations)(
    '$file: $expected',
    async ({ file, expected }) => {
      const { outcome, peakBytes } = await decoder.decode({ path: path.join(folder, file) })
      expect(['crashed', 'hung']).not.toContain(outcome)
      if (verdict(expected) === 'readable') expect(outcome).toBe('readable')
      if (verdict(expected) === 'refused') expect(outcome).not.toBe('readable')
      expect(peakBytes).toBeGreaterThan(0)
      expect(peakBytes / 1e6).toBeLessThan(megabytesMax)
    },
    60_000,
  )

  it('of one scene in several EXIF orientations is one picture', async () => {
    const scenes = [
      ['Landscape_3', 'Landscape_5', 'Landscape_7'],
      ['Portrait_2', 'Portrait_6', 'Portrait_7', 'Portrait_8'],
    ]
    for (const [first, ...others] of scenes) {
      const upright = await decoder.decode({ path: path.join(folder, 'exif-orientation', `${first}.jpg`) })
      for (const other of others) {
        const seen = await decoder.decode({ path: path.join(folder, 'exif-orientation', `${other}.jpg`) })
        expect(meanDifference(seen.rgb, upright.rgb), other).toBeLessThan(6)
      }
    }
  }, 60_000)
})

function meanDifference(one: Uint8Array = new Uint8Array(), other: Uint8Array = new Uint8Array()): number {
  if (one.length !== other.length || one.length === 0) return 255
  let sum = 0
  for (let i = 0; i < one.length; i++) sum += Math.abs(one[i] - other[i])
  return sum / one.length
}
