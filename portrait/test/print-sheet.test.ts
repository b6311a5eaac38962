import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { runSheet } from '../src/cli/sheet.ts'
import { cropForPrint, layoutSheet, papers, photoSizes } from '../src/print-sheet.ts'
import { drawPerson } from './drawn-person.ts'

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

describe('the sheet command', () => {
  it('writes a PDF of the paper with every photo at 300 dpi or more', async () => {
    const out = path.join(folder, 'sheet.pdf')
    expect(await quietly(['--paper', '6in', '--size', '33x48', '--out', out, photo])).toEqual({ code: 0, sentences: 1 })
    const bytes = await readFile(out)
    const pdf = bytes.toString('latin1')
    expect(pdf.startsWith('%PDF-1.4')).toBe(true)
    const box = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf)
    expect(Number(box?.[1])).toBeCloseTo((152 / 25.4) * 72, 2)
    expect(Number(box?.[2])).toBeCloseTo((102 / 25.4) * 72, 2)
    const painted = [...pdf.matchAll(/q ([\d.]+) 0 0 ([\d.]+) [\d.]+ [\d.]+ cm \/Photo Do Q/g)]
    expect(painted).toHaveLength(8)
    const [, widthPx, heightPx] = /\/Width (\d+) \/Height (\d+)/.exec(pdf)?.map(Number) ?? []
    for (const [, widthPoints, heightPoints] of painted) {
      expect((widthPx / Number(widthPoints)) * 72).toBeGreaterThanOrEqual(300)
      expect((heightPx / Number(heightPoints)) * 72).toBeGreaterThanOrEqual(300)
    }
    expect(await embeddedJpegSize(bytes)).toEqual([440, 640])
    expectOffsetsToPointAtObjects(pdf)
  })

  it('writes a PNG of the paper at 300 dpi', async () => {
    const out = path.join(folder, 'sheet.png')
    expect(await quietly(['--paper', '5in', '--size', '25x35', '--out', out, photo])).toEqual({ code: 0, sentences: 1 })
    const { width, height, density } = await sharp(out).metadata()
    expect([width, height, density]).toEqual([1500, 1051, 300])
  })

  it.each([
    ['an unknown paper', ['--paper', '7in', '--out', 'x.pdf', 'in.jpg']],
    ['an unknown size', ['--size', '40x60', '--out', 'x.pdf', 'in.jpg']],
    ['no output', ['in.jpg']],
    ['another kind of output', ['--out', 'x.gif', 'in.jpg']],
    ['two photos', ['--out', 'x.pdf', 'a.jpg', 'b.jpg']],
    ['an unknown option', ['--colour', '--out', 'x.pdf', 'in.jpg']],
    ['a missing photo', ['--out', 'x.pdf', 'nowhere.jpg']],
  ])('refuses %s with one sentence and exit 1', async (_name, args) => {
    expect(await quietly(args)).toEqual({ code: 1, sentences: 1 })
  })

  it('refuses a picture too coarse for print and writes nothing', async () => {
    const coarse = path.join(folder, 'coarse.png')
    await writeFile(coarse, await sharp(photo).resize(240, 320).png().toBuffer())
    const out = path.join(folder, 'coarse.pdf')
    expect(await quietly(['--out', out, coarse])).toEqual({ code: 1, sentences: 1 })
    await expect(stat(out)).rejects.toThrow()
  })
})

async function quietly(args: string[]): Promise<{ code: number; sentences: number }> {
  const written: string[] = []
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0)
  const code = await runSheet(args)
  write.mockRestore()
  return { code, sentences: written.join('').trim().split('\n').length }
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

async function embeddedJpegSize(pdf: Buffer): Promise<number[]> {
  const start = pdf.indexOf(Buffer.from([0xff, 0xd8, 0xff]))
  const end = pdf.indexOf('endstream', start, 'latin1')
  const { width, height } = await sharp(pdf.subarray(start, end - 1)).metadata()
  return [width, height]
}

function expectOffsetsToPointAtObjects(pdf: string): void {
  const start = Number(/startxref\n(\d+)/.exec(pdf)?.[1])
  expect(pdf.slice(start, start + 4)).toBe('xref')
  const offsets = [...pdf.slice(start).matchAll(/^(\d{10}) 00000 n/gm)].map((match) => Number(match[1]))
  expect(offsets.map((offset) => pdf.slice(offset, offset + 7))).toEqual([1, 2, 3, 4, 5].map((n) => `${n} 0 obj`))
}
