import type { Picture, Quad } from '../picture.ts'
import { grown } from '../quad.ts'
import type { ClassMask, Glyph } from './glyphs.ts'
import type { TextNetworks } from './networks.ts'
import { readQuad } from './page.ts'

/** One way to look at a line again: how much air around it, how far stretched, and with what contrast. */
export interface Look {
  ends: number
  sides: number
  stretch: number
  contrast: boolean
}

/** Reads the same place in several ways; what they agree on is no accident of one crop. */
export async function lookAgain(
  networks: TextNetworks,
  picture: Picture,
  quad: Quad,
  looks: readonly Look[],
  mask?: ClassMask,
): Promise<Glyph[][]> {
  const readings: Glyph[][] = []
  for (const { ends, sides, stretch, contrast } of looks) {
    const filter = contrast ? widened : undefined
    readings.push(await readQuad(networks, picture, grown(quad, ends, sides), { mask, stretch, filter }))
  }
  return readings
}

/** Grey, with the darkest and brightest hundredths spread over the whole range. */
function widened({ widthPx, heightPx, rgb }: Picture): Picture {
  const grey = new Uint8Array(widthPx * heightPx)
  const counts = new Uint32Array(256)
  for (let i = 0; i < grey.length; i++) {
    grey[i] = (rgb[i * 3]! * 77 + rgb[i * 3 + 1]! * 150 + rgb[i * 3 + 2]! * 29) >> 8
    counts[grey[i]!]!++
  }
  const low = levelAt(counts, grey.length * 0.01)
  const high = levelAt(counts, grey.length * 0.99)
  const out = new Uint8Array(rgb.length)
  for (let i = 0; i < grey.length; i++) {
    out.fill(Math.min(255, Math.max(0, ((grey[i]! - low) * 255) / Math.max(16, high - low))), i * 3, i * 3 + 3)
  }
  return { widthPx, heightPx, rgb: out }
}

function levelAt(counts: Uint32Array, below: number): number {
  let sum = 0
  for (let level = 0; level < 256; level++) {
    sum += counts[level]!
    if (sum >= below) return level
  }
  return 255
}
