import sharp, { type Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { decodePhoto } from '../src/node/decode.ts'
import { developFile } from '../src/node/index.ts'

/** Four flat quarters: red, green above; blue, white below. */
function quarters(widthPx: number, heightPx: number): Sharp {
  const rgb = new Uint8Array(widthPx * heightPx * 3)
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const right = x >= widthPx / 2
      const below = y >= heightPx / 2
      const colour = below ? (right ? [255, 255, 255] : [0, 0, 255]) : right ? [0, 255, 0] : [255, 0, 0]
      rgb.set(colour, (y * widthPx + x) * 3)
    }
  }
  return sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
}

async function frameOf(bytes: Uint8Array) {
  const decoded = await decodePhoto({ bytes })
  if ('unreadable' in decoded) throw new Error(decoded.unreadable.reason)
  return decoded.frame
}

async function reasonOf(bytes: Uint8Array) {
  const decoded = await decodePhoto({ bytes })
  return 'unreadable' in decoded ? decoded.unreadable.reason : 'readable'
}

function colourAt(frame: { widthPx: number; heightPx: number; rgb: Uint8Array }, x: number, y: number): number[] {
  const at = (Math.floor(y * frame.heightPx) * frame.widthPx + Math.floor(x * frame.widthPx)) * 3
  return [...frame.rgb.subarray(at, at + 3)].map((value) => Math.round(value / 64) * 64)
}

describe('reading a photo', () => {
  it('turns all eight EXIF orientations upright', async () => {
    const upright = await quarters(64, 48).jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer()
    const turned = async (degrees: number) => sharp(await sharp(upright).rotate(degrees).png().toBuffer())
    const undo: Record<number, () => Promise<Sharp>> = {
      1: async () => sharp(upright),
      2: async () => sharp(upright).flop(),
      3: () => turned(180),
      4: async () => sharp(upright).flip(),
      5: async () => (await turned(90)).flop(),
      6: () => turned(270),
      7: async () => (await turned(270)).flop(),
      8: () => turned(90),
    }
    for (let orientation = 1; orientation <= 8; orientation++) {
      const stored = await (await undo[orientation]()).png().toBuffer()
      const tagged = await sharp(stored)
        .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
        .withMetadata({ orientation })
        .toBuffer()
      const frame = await frameOf(tagged)
      expect([frame.sourceWidthPx, frame.sourceHeightPx], `orientation ${orientation}`).toEqual([64, 48])
      expect(colourAt(frame, 0.25, 0.25), `orientation ${orientation}`).toEqual([256, 0, 0])
      expect(colourAt(frame, 0.75, 0.25), `orientation ${orientation}`).toEqual([0, 256, 0])
    }
  })

  it('gives 8-bit sRGB for 16-bit, grey, CMYK and transparent pictures', async () => {
    const sixteen = await quarters(32, 32).toColourspace('rgb16').png().toBuffer()
    expect(colourAt(await frameOf(sixteen), 0.25, 0.25)).toEqual([256, 0, 0])
    const grey = await quarters(32, 32).greyscale().png().toBuffer()
    expect(colourAt(await frameOf(grey), 0.75, 0.75)).toEqual([256, 256, 256])
    const cmyk = await quarters(32, 32).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer()
    const [red, green] = colourAt(await frameOf(cmyk), 0.25, 0.25)
    expect(red).toBeGreaterThan(green)
    const clear = await sharp({ create: { width: 8, height: 8, channels: 4, background: '#00000000' } })
      .png()
      .toBuffer()
    expect(colourAt(await frameOf(clear), 0.5, 0.5)).toEqual([256, 256, 256])
  })

  it('says why a file cannot be read, and throws nothing', async () => {
    const jpeg = await quarters(400, 400).jpeg().toBuffer()
    expect(await reasonOf(new Uint8Array(0))).toBe('empty')
    expect(await reasonOf(new TextEncoder().encode('<html>not a photo</html>'))).toBe('format')
    expect(await reasonOf(jpeg.subarray(0, Math.floor(jpeg.length / 2)))).toBe('damaged')
    const gif = await quarters(8, 8).gif().toBuffer()
    expect(await reasonOf(gif)).toBe('format')
    const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>')
    expect(await reasonOf(svg)).toBe('format')
    const huge = await sharp({ create: { width: 8000, height: 8000, channels: 3, background: '#888' } })
      .png({ compressionLevel: 1 })
      .toBuffer()
    expect(await reasonOf(huge)).toBe('too-large')
    expect(await decodePhoto({ path: '/no/such/photo.jpg' })).toEqual({ unreadable: { reason: 'missing' } })
  })

  it('reports an unreadable file as a finding in words, without a portrait', async () => {
    const developed = await developFile({ bytes: new Uint8Array(0) })
    expect(developed.ok).toBe(false)
    expect(developed.jpeg).toBeUndefined()
    expect(developed.report.findings).toMatchObject([{ code: 'FILE_UNREADABLE', severity: 'block' }])
    expect(developed.report.findings[0].zh).toContain('0 字节')
  })
})
