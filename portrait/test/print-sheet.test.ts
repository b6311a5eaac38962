import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { runSheet } from '../src/cli/sheet.ts'
import { captionHeightMm } from '../src/print-caption.ts'
import { cropForPrint, layoutSheet, papers, photoSizes } from '../src/print-sheet.ts'
import { readBarcodes } from './barcodes.ts'
import { drawPerson } from './drawn-person.ts'
import { embeddedJpegs, paintedPages, type Rectangle } from './pdf-page.ts'
import { squareFont } from './square-font.ts'

let folder: string
let photo: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'sheet-'))
  photo = path.join(folder, 'photo.jpg')
  const drawn = drawPerson({ faceWidthShare: 0.46, eyesAtY: 0.39 }, { widthPx: 480, heightPx: 640 })
  const raw = { width: 480, height: 640, channels: 3 as const }
  await sharp(drawn.rgb, { raw }).jpeg({ quality: 92 }).toFile(photo)
})
afterAll(() => rm(folder, { recursive: true }))
afterEach(() => vi.restoreAllMocks())

describe('the layout of a print sheet', () => {
  it.each([
    ['5in', '25x35', 9, true],
    ['5in', '33x48', 4, true],
    ['5in', '35x49', 4, true],
    ['5in', '35x53', 4, true],
    ['6in', '25x35', 12, true],
    ['6in', '33x48', 8, false],
    ['6in', '35x49', 4, false],
    ['6in', '35x53', 4, false],
    ['A4', '33x48', 32, true],
  ])('holds on %s of size %s %i photos, turned: %s', (paper, size, count, turned) => {
    const layout = layoutSheet(papers[paper], photoSizes[size])
    expect(layout.places).toHaveLength(count)
    expect(layout.turned).toBe(turned)
  })

  it('keeps every photo inside the margins, apart from the others, and every cut mark off the photos', () => {
    for (const paper of Object.values(papers)) {
      for (const size of Object.values(photoSizes)) {
        const { places, cutMarks } = layoutSheet(paper, size)
        for (const place of places) {
          expect(place.leftMm).toBeGreaterThanOrEqual(2)
          expect(place.topMm).toBeGreaterThanOrEqual(2)
          expect(place.leftMm + place.widthMm).toBeLessThanOrEqual(paper.widthMm - 2 + 1e-9)
          expect(place.topMm + place.heightMm).toBeLessThanOrEqual(paper.heightMm - 2 + 1e-9)
          const within = (x: number, y: number) =>
            x > place.leftMm && x < place.leftMm + place.widthMm && y > place.topMm && y < place.topMm + place.heightMm
          expect(cutMarks.some((mark) => within(mark.fromXMm, mark.fromYMm) || within(mark.toXMm, mark.toYMm))).toBe(
            false,
          )
          const others = places.filter((other) => other !== place)
          expect(others.every((other) => gapMm(place, other) >= 2 - 1e-9)).toBe(true)
        }
      }
    }
  })

  it('cuts a finished photo to the ratio of the print, centred, never off the top', () => {
    expect(cropForPrint(480, 640, photoSizes['33x48'])).toEqual({ leftPx: 20, topPx: 0, widthPx: 440, heightPx: 640 })
    expect(cropForPrint(480, 640, photoSizes['25x35'])).toEqual({ leftPx: 11, topPx: 0, widthPx: 457, heightPx: 640 })
    expect(cropForPrint(480, 640, photoSizes['35x45'])).toEqual({ leftPx: 0, topPx: 0, widthPx: 480, heightPx: 617 })
  })
})

describe('captions and gaps', () => {
  const gapOf = (places: Area[]) => Math.min(...places.slice(1).map((place) => gapMm(places[0], place)))

  it('keep to the gap asked for, give each photo its room for the caption and hold no more than the count', () => {
    const plain = layoutSheet(papers.A4, photoSizes['25x35'], { gapMm: 5 })
    expect(gapOf(plain.places)).toBeCloseTo(5, 6)
    const captioned = layoutSheet(papers.A4, photoSizes['25x35'], { captionMm: 9 })
    expect(captioned.places.length).toBeLessThan(layoutSheet(papers.A4, photoSizes['25x35']).places.length)
    const below = captioned.places.filter(({ leftMm }) => leftMm === captioned.places[0].leftMm)
    const [across, along] = captioned.turned ? [9, 0] : [0, 9]
    const next = captioned.places.find(({ leftMm }) => leftMm > captioned.places[0].leftMm)
    expect((next?.leftMm ?? 0) - captioned.places[0].leftMm - captioned.places[0].widthMm).toBeCloseTo(2 + across, 6)
    expect(below[1].topMm - below[0].topMm - below[0].heightMm).toBeCloseTo(2 + along, 6)
    expect(layoutSheet(papers['6in'], photoSizes['33x48'], { count: 3 }).places).toHaveLength(3)
  })

  it('leave out the cut marks that would lie on a neighbour', () => {
    const touching = layoutSheet(papers.A4, photoSizes['25x35'], { gapMm: 0 })
    const apart = layoutSheet(papers.A4, photoSizes['25x35'], { gapMm: 4 })
    expect(touching.cutMarks.length).toBeGreaterThan(0)
    expect(apart.cutMarks).toHaveLength(8 * apart.places.length)
    for (const { places, cutMarks } of [touching, apart]) {
      const middles = cutMarks.map(({ fromXMm, fromYMm, toXMm, toYMm }) => [
        (fromXMm + toXMm) / 2,
        (fromYMm + toYMm) / 2,
      ])
      const covered = middles.filter(([x, y]) =>
        places.some(
          ({ leftMm, topMm, widthMm, heightMm }) =>
            x > leftMm && x < leftMm + widthMm && y > topMm && y < topMm + heightMm,
        ),
      )
      expect(covered).toEqual([])
    }
  })
})

describe('the sheet command', () => {
  it('writes a PDF of the paper, true in millimetres, that holds the photo once and byte for byte', async () => {
    const out = path.join(folder, 'sheet.pdf')
    expect(await quietly(['--paper', '6in', '--size', '33x48', '--out', out, photo])).toEqual({ code: 0, sentences: 1 })
    const pdf = await readFile(out)
    expect(pdf.toString('latin1')).toContain('/PrintScaling /None')
    expect(embeddedJpegs(pdf)).toEqual([await readFile(photo)])
    const [page, ...others] = paintedPages(pdf)
    expect(others).toEqual([])
    expect([mm(page.widthPoints), mm(page.heightPoints)]).toEqual([152, 102])
    const { places } = layoutSheet(papers['6in'], photoSizes['33x48'])
    expect(page.images.map(({ clip }) => inMm(clip))).toEqual(
      places.map(({ leftMm, topMm }) => [leftMm, topMm, 33, 48].map((value) => Math.round(value * 100) / 100)),
    )
    // The part under the clip is the middle 440 of 480 pixels: 338 dots per inch.
    for (const { whole } of page.images) expect(mm(whole.right - whole.left)).toBeCloseTo((33 * 480) / 440, 1)
  })

  it('writes a PNG of the paper at 300 dpi, and beside the PDF where --png asks for it', async () => {
    const out = path.join(folder, 'sheet.png')
    expect(await quietly(['--paper', '5in', '--size', '25x35', '--out', out, photo])).toEqual({ code: 0, sentences: 1 })
    const { width, height, density } = await sharp(out).metadata()
    expect([width, height, density]).toEqual([1500, 1051, 300])
    const both = path.join(folder, 'both.pdf')
    expect((await quietly(['--out', both, '--png', photo])).code).toBe(0)
    expect((await sharp(path.join(folder, 'both.png')).metadata()).width).toBe(1795)
  })

  it.each([
    ['upright', '6in', '25x35'],
    ['turned', 'A4', '33x48'],
  ])('sets a line of text and a barcode that can be read under each photo, %s', async (_name, paper, size) => {
    const out = path.join(folder, 'captions.pdf')
    const args = [
      '--paper',
      paper,
      '--size',
      size,
      '--out',
      out,
      '--png',
      '--text',
      '张䶮 2026',
      '--barcode',
      '2026-0042X',
    ]
    expect((await quietly([...args, photo])).code).toBe(0)
    const sheet = await readFile(path.join(folder, 'captions.png'))
    const layout = layoutSheet(papers[paper], photoSizes[size], { captionMm: captionHeightMm(1, true) })
    expect(layout.turned).toBe(size === '33x48')
    const codes = await readBarcodes(sheet, { formats: ['Code128'], maxNumberOfSymbols: 255 })
    expect(codes.map(({ text }) => text)).toEqual(layout.places.map(() => '2026-0042X'))
    const [page] = paintedPages(await readFile(out))
    expect(page.images).toHaveLength(layout.places.length)
    expect(page.texts).toHaveLength(layout.places.length)
    // Every bar lies beyond the photos, on the paper, and is whole dots of 300 to the inch wide.
    for (const fill of page.fills) {
      const [left, top, width, height] = inMm(fill)
      expect(left >= 0 && top >= 0 && left + width <= mm(page.widthPoints)).toBe(true)
      expect(page.images.some(({ clip }) => overlap(clip, fill))).toBe(false)
      const narrow = (Math.min(width, height) * 300) / 25.4
      expect(Math.abs(narrow - Math.round(narrow))).toBeLessThan(0.1)
    }
  })

  it('names the character that no font holds, and prints it with a font of the folder that does', async () => {
    const rare = '\u{20bb7}'
    const out = path.join(folder, 'rare.pdf')
    const refused = await quietly(['--out', out, '--text', `张${rare}`, photo])
    expect(refused).toEqual({ code: 1, sentences: 1, said: expect.stringContaining(`${rare} (U+20BB7)`) })
    await expect(stat(out)).rejects.toThrow()
    const fonts = path.join(folder, 'fonts')
    await mkdir(fonts)
    await writeFile(path.join(fonts, 'rare.ttf'), squareFont(0x20bb7))
    expect((await quietly(['--out', out, '--png', '--fonts', fonts, '--text', `张${rare}`, photo])).code).toBe(0)
    const pdf = (await readFile(out)).toString('latin1')
    expect(pdf).toMatch(/\/FontName \/[A-Z]{6}\+Square/)
    expect(pdf).toMatch(/\/FontName \/[A-Z]{6}\+NotoSansSC/)
    expect(await darkBelowFirstPhoto(path.join(folder, 'rare.png'))).toBeGreaterThan(0.15)
  })

  it.each([
    ['an unknown paper', ['--paper', '9in', '--out', 'x.pdf', 'in.jpg']],
    ['an unknown size', ['--size', '40x60', '--out', 'x.pdf', 'in.jpg']],
    ['no output', ['in.jpg']],
    ['another kind of output', ['--out', 'x.gif', 'in.jpg']],
    ['two photos', ['--out', 'x.pdf', 'a.jpg', 'b.jpg']],
    ['an unknown option', ['--colour', '--out', 'x.pdf', 'in.jpg']],
    ['a missing photo', ['--out', 'x.pdf', 'nowhere.jpg']],
    ['more photos than fit', ['--count', '9', '--out', 'x.pdf', 'in.jpg']],
    ['a count that is none', ['--count', '0', '--out', 'x.pdf', 'in.jpg']],
    ['a gap that is none', ['--gap', 'wide', '--out', 'x.pdf', 'in.jpg']],
    ['a barcode of other characters', ['--barcode', '张', '--out', 'x.pdf', 'in.jpg']],
    ['a barcode that is too long', ['--barcode', 'x'.repeat(40), '--out', 'x.pdf', 'in.jpg']],
    ['a text that is too long', ['--text', '很'.repeat(40), '--out', 'x.pdf', 'in.jpg']],
    ['a folder of fonts that is not there', ['--fonts', 'nowhere', '--text', 'a', '--out', 'x.pdf', 'in.jpg']],
  ])('refuses %s with one sentence and exit 1', async (_name, args) => {
    expect(await quietly(args)).toMatchObject({ code: 1, sentences: 1 })
  })

  it('refuses a picture too coarse for print and writes nothing', async () => {
    const coarse = path.join(folder, 'coarse.png')
    await writeFile(coarse, await sharp(photo).resize(240, 320).png().toBuffer())
    const out = path.join(folder, 'coarse.pdf')
    expect(await quietly(['--out', out, coarse])).toMatchObject({ code: 1, sentences: 1 })
    await expect(stat(out)).rejects.toThrow()
  })
})

function mm(points: number): number {
  return Math.round(((points * 25.4) / 72) * 100) / 100
}

function inMm({ left, top, right, bottom }: Rectangle): number[] {
  return [left, top, right - left, bottom - top].map(mm)
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

/** Share of dark dots in the line of text under the first photo of a sheet on 6-inch paper. */
async function darkBelowFirstPhoto(file: string): Promise<number> {
  const { places } = layoutSheet(papers['6in'], photoSizes['33x48'], { captionMm: captionHeightMm(1, false) })
  const dot = (value: number) => Math.round((value / 25.4) * 300)
  const [{ leftMm, topMm }] = places
  const region = { left: dot(leftMm + 13.9), top: dot(topMm + 48.9), width: dot(5.2), height: dot(2.6) }
  const grey = await sharp(file).extract(region).greyscale().raw().toBuffer()
  return grey.filter((level) => level < 100).length / grey.length
}

async function quietly(args: string[]): Promise<{ code: number; sentences: number; said?: string }> {
  const written: string[] = []
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0)
  const code = await runSheet(args)
  write.mockRestore()
  const said = written.join('').trim()
  return { code, sentences: said.split('\n').length, ...(code === 0 ? {} : { said }) }
}

function gapMm(a: Area, b: Area): number {
  const acrossMm = Math.max(b.leftMm - a.leftMm - a.widthMm, a.leftMm - b.leftMm - b.widthMm)
  const alongMm = Math.max(b.topMm - a.topMm - a.heightMm, a.topMm - b.topMm - b.heightMm)
  return Math.max(acrossMm, alongMm)
}

interface Area {
  leftMm: number
  topMm: number
  widthMm: number
  heightMm: number
}
