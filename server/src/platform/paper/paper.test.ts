import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import { readBarcodes } from '@tucai/portrait/barcodes'
import { type PaintedPage, paintedPages } from '@tucai/portrait/pdf-page'
import { squareFont } from '@tucai/portrait/square-font'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Column, openFlow } from './flow.ts'
import { A4, openPaper, type Paper, paperFonts } from './paper.ts'
import { setText, spelled } from './set-text.ts'
import { code128, qr } from './symbols.ts'

const pointsPerMm = 72 / 25.4
const fonts = paperFonts(undefined)
const rare = '\u{2b740}'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fonts-'))
  await writeFile(join(folder, 'rare.ttf'), squareFont(0x2b740))
})
afterAll(() => rm(folder, { recursive: true }))

async function printed(draw: (paper: Paper) => Promise<void>, held = fonts): Promise<PaintedPage[]> {
  const output = new PassThrough()
  const paper = openPaper(output, { fonts: held, title: 'List' })
  const [pdf] = await Promise.all([buffer(output), draw(paper).then(() => paper.end())])
  return paintedPages(pdf)
}

const words = (page: PaintedPage) => page.texts.map(({ text }) => text)

describe('text in a box', () => {
  const box = { leftMm: 20, topMm: 30, widthMm: 60, heightMm: 20 }

  it('stays inside the box, gets smaller before it is refused, and is never cut', () => {
    const long = '上海市浦东新区张江高科技园区示范路二十三号楼 Room 501'
    const set = setText(fonts, long, box, { sizeMm: 5, leastMm: 2, lines: 3 })
    if ('refused' in set) throw new Error('expected to fit')
    expect(set.sizeMm).toBeLessThanOrEqual(5)
    expect(set.heightMm).toBeLessThanOrEqual(box.heightMm)
    const text = set.lines.map(({ runs }) => runs.map((run) => run.text).join(''))
    expect(text.join('').replaceAll(' ', '')).toBe(long.replaceAll(' ', ''))
    expect(setText(fonts, long.repeat(9), box, { sizeMm: 5, leastMm: 2, lines: 3 })).toMatchObject({
      refused: 'text-too-long',
    })
  })

  it('begins no line with a closing mark and breaks no word', () => {
    const set = setText(
      fonts,
      '一二三四五六，ABCDEFG 七八九',
      { ...box, widthMm: 24, heightMm: 40 },
      { sizeMm: 4, lines: 5 },
    )
    if ('refused' in set) throw new Error('expected to fit')
    const lines = set.lines.map(({ runs }) => runs.map((run) => run.text).join(''))
    expect(lines).toEqual(['一二三四五', '六，', 'ABCDEFG 七', '八九'])
  })

  it('lies on the page where it was set, aligned', async () => {
    const set = setText(fonts, '学号', box, { sizeMm: 5, align: 'right' })
    if ('refused' in set) throw new Error('expected to fit')
    const [page] = await printed(async (paper) => {
      await paper.page(A4)
      paper.text(set)
    })
    const [drawn] = page!.texts
    expect(drawn).toMatchObject({ text: '学号', sizePoints: expect.closeTo(5 * pointsPerMm, 3) })
    expect(drawn!.x / pointsPerMm).toBeCloseTo(20 + 60 - 10, 2)
    expect(drawn!.y / pointsPerMm).toBeGreaterThan(30)
    expect(drawn!.y / pointsPerMm).toBeLessThan(36)
  })

  it('names the character that no font holds, and takes it from the operator’s folder', async () => {
    expect(setText(fonts, `张${rare}`, box, { sizeMm: 5 })).toEqual({
      refused: 'missing-character',
      character: rare,
      codePoint: 0x2b740,
    })
    const held = paperFonts(folder)
    const set = setText(held, `张${rare}`, box, { sizeMm: 5 })
    if ('refused' in set) throw new Error('expected to be held')
    const [page] = await printed(async (paper) => {
      await paper.page(A4)
      paper.text(set)
    }, held)
    expect(words(page!)).toEqual(['张', rare])
    expect(spelled(fonts, `张${rare}`)).toBe('张[U+2B740]')
  })
})

it('a folder of fonts that cannot be read is named by its setting', () => {
  expect(() => paperFonts(join(folder, 'nothing'))).toThrow(/^TUCAI_FONTS_DIR: /)
})

describe('a table', () => {
  const columns: Column[] = [
    { title: '序号', widthMm: 20 },
    { title: '姓名', widthMm: 40, lines: 2 },
  ]

  it('repeats its heading on every page and keeps its rows in order', async () => {
    const rows = Array.from({ length: 130 }, (_, i) => [String(i + 1), '林知远'])
    const pages = await printed(async (paper) => {
      const flow = await openFlow(paper, { size: A4, marginMm: 15, foot: (page) => `第 ${page} 页` })
      await flow.table(columns, rows)
    })
    expect(pages.length).toBeGreaterThan(2)
    const numbers = pages.flatMap((page, i) => {
      const [foot, first, second, ...rest] = words(page)
      expect([foot, first, second]).toEqual([`第 ${i + 1} 页`, '序号', '姓名'])
      expect(Math.max(...page.texts.slice(1).map(({ y }) => y))).toBeLessThan(page.texts[0]!.y)
      return rest.filter((text) => /^\d+$/.test(text))
    })
    expect(numbers).toEqual(rows.map(([number]) => number))
  })

  it('leaves out and tells the row with a character that no font holds, and goes on', async () => {
    const refusals: [number, unknown][] = []
    const [page] = await printed(async (paper) => {
      const flow = await openFlow(paper, { size: A4, marginMm: 15 })
      const rows = [
        ['1', '林知远'],
        ['2', `张${rare}`],
        ['3', '王晓明'],
      ]
      await flow.table(columns, rows, (row, refusal) => refusals.push([row, refusal]))
    })
    expect(words(page!)).toEqual(['序号', '姓名', '1', '林知远', '3', '王晓明'])
    expect(refusals).toEqual([[1, { refused: 'missing-character', character: rare, codePoint: 0x2b740 }]])
  })
})

it('pages of a lower section lie first, whenever they come', async () => {
  const pages = await printed(async (paper) => {
    const put = async (text: string, section?: number) => {
      await paper.page(A4, section)
      const set = setText(fonts, text, { leftMm: 10, topMm: 10, widthMm: 90, heightMm: 10 }, { sizeMm: 4 })
      if (!('refused' in set)) paper.text(set)
    }
    await put('sheet 1')
    await put('sheet 2')
    await put('cover 1', -1)
    await put('cover 2', -1)
  })
  expect(pages.map(words)).toEqual([['cover 1'], ['cover 2'], ['sheet 1'], ['sheet 2']])
})

describe('barcodes', () => {
  const box = { leftMm: 5, topMm: 5, widthMm: 60, heightMm: 30 }

  it.each([
    ['Code128', code128('202611224837592016', box)],
    ['QRCode', qr('https://example.org/parcel/42', box)],
  ] as const)('%s can be read, with its quiet zone inside the box', async (format, bars) => {
    if ('refused' in bars) throw new Error('expected to fit')
    const dotsPerMm = 12
    const picture = {
      data: new Uint8ClampedArray(840 * 480 * 4).fill(255),
      width: 840,
      height: 480,
      colorSpace: 'srgb' as const,
    }
    for (const { leftMm, topMm, widthMm, heightMm } of bars) {
      for (let y = Math.round(topMm * dotsPerMm); y < Math.round((topMm + heightMm) * dotsPerMm); y++)
        for (let x = Math.round(leftMm * dotsPerMm); x < Math.round((leftMm + widthMm) * dotsPerMm); x++)
          picture.data.fill(0, (y * 840 + x) * 4, (y * 840 + x) * 4 + 3)
    }
    const [read] = await readBarcodes(picture as never)
    expect(read).toMatchObject({ format })
    expect(['202611224837592016', 'https://example.org/parcel/42']).toContain(read!.text)
    expect(Math.min(...bars.map(({ leftMm }) => leftMm))).toBeGreaterThan(box.leftMm + 1)
    const rights = bars.map(({ leftMm, widthMm }) => leftMm + widthMm)
    expect(Math.max(...rights)).toBeLessThan(box.leftMm + box.widthMm - 1)
  })

  it('are refused where their bars would run together', () => {
    expect(code128('x'.repeat(60), box)).toMatchObject({ refused: 'symbol-too-long' })
  })
})

it('thousands of pages wait for their reader, so that memory stays the same', async () => {
  let release = () => {}
  const stalled = new Promise<void>((resolve) => {
    release = resolve
  })
  const output = new Writable({ write: (_chunk, _encoding, taken) => void stalled.then(() => taken()) })
  const paper = openPaper(output, { fonts, title: 'List' })
  let asked = 0
  function* rows() {
    for (; asked < 200_000; ) yield [String(++asked), '林知远']
  }
  const flow = await openFlow(paper, { size: A4, marginMm: 15 })
  const columns = ['序号', '姓名'].map((title) => ({ title, widthMm: 40 }))
  const done = flow.table(columns, rows())
  for (let turn = 0; turn < 1_000; turn++) await setImmediate()
  expect(asked).toBeGreaterThan(100)
  expect(asked).toBeLessThan(10_000)
  const failing = expect(Promise.race([done, paper.fail(new Error('enough'))])).rejects.toThrow('enough')
  release()
  await failing
})
