import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { embeddedJpegs, paintedPages } from '@tucai/portrait/pdf-page'
import { squareFont } from '@tucai/portrait/square-font'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSheetPrinter } from './sheet-printer.ts'
import { type Cover, type SheetPerson, type SheetsOrder, sheetsNeeded } from './sheets.ts'

const pointsPerMm = 72 / 25.4
const rare = '\u{2b740}'
const order: SheetsOrder = {
  ...{ paper: '6in', mode: 'per-student', prints: [{ size: '33x48', count: 8 }] },
  ...{ captionAt: 'photo', lineCount: 0, barcode: false, gapMm: 2, marginMm: 2, label: 'P20270416-03' },
}
const cover: Cover = {
  title: '冲印批次 P20270416-03',
  lines: ['示范大学'],
  tables: [{ title: '名单', columns: [{ title: '姓名', widthMm: 40 }], rows: [['林知远'], [`张${rare}`]] }],
  foot: 'P20270416-03',
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sheets-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** A master of a colour of its own: its bytes are nobody else's. */
function master(hue: number, widthPx = 960, heightPx = 1280): Promise<Buffer> {
  const background = `hsl(${hue * 40}, 60%, 60%)`
  return sharp({ create: { width: widthPx, height: heightPx, channels: 3, background } })
    .jpeg({ quality: 95 })
    .toBuffer()
}

async function printed(people: SheetPerson[], changes: Partial<SheetsOrder> = {}, fontsFolder?: string) {
  const book = await openSheetPrinter({ workFolder: folder, fontsFolder }).open({ ...order, ...changes })
  try {
    const answers = []
    for (const person of people) answers.push(await book.add(person))
    const { pdf, ...made } = await book.end(cover)
    const bytes = await buffer(pdf)
    return { answers, ...made, jpegs: embeddedJpegs(bytes), pages: paintedPages(bytes) }
  } finally {
    await book.close()
  }
}

const person = async (hue: number, changes: Partial<SheetPerson> = {}): Promise<SheetPerson> => ({
  ...{ photo: await master(hue), sets: 1, lines: [], ...changes },
})
const mm = (points: number) => points / pointsPerMm

describe('the sheets of a batch', () => {
  it('hold each master byte for byte, person by person, with the cover in front', async () => {
    const people = [await person(1), await person(2, { sets: 2 }), await person(3)]
    const { answers, coverPages, sheets, jpegs, pages } = await printed(people)
    expect(answers).toEqual([{ sheets: '1' }, { sheets: '2–3' }, { sheets: '4' }])
    expect([coverPages, sheets, pages.length]).toEqual([1, 4, 5])
    expect(jpegs.map((jpeg) => people.findIndex(({ photo }) => photo.equals(jpeg)))).toEqual([0, 1, 2])
    expect(pages[0]!.texts.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['冲印批次 P20270416-03', '林知远', '张[U+2B740]']),
    )
    const [, ...sheetPages] = pages
    expect(sheetPages.map(({ images }) => new Set(images.map(({ name }) => name)).size)).toEqual([1, 1, 1, 1])
    expect(sheetPages.map(({ texts }) => texts[0]!.text)).toEqual([1, 2, 3, 4].map((n) => `P20270416-03 · ${n}`))
  })

  it('print at true size: paper and photos measure what the layout says', async () => {
    const { pages } = await printed([await person(1)])
    const sheet = pages[1]!
    expect([mm(sheet.widthPoints), mm(sheet.heightPoints)]).toEqual([expect.closeTo(152, 2), expect.closeTo(102, 2)])
    expect(sheet.images).toHaveLength(8)
    for (const { clip } of sheet.images) {
      expect(mm(clip.right - clip.left)).toBeCloseTo(33, 2)
      expect(mm(clip.bottom - clip.top)).toBeCloseTo(48, 2)
    }
    const [text] = sheet.texts
    for (const { clip } of sheet.images) expect(text!.x).toBeLessThan(clip.left)
  })

  it('stop for one whose character no font holds, name it, and go on; the operator’s font mends it', async () => {
    const lines = (name: string) => ({ lines: [`${name} 20230001`] })
    const people = [
      await person(1, lines('林知远')),
      await person(2, lines(`张${rare}`)),
      await person(3, lines('王晓明')),
    ]
    const { answers, jpegs } = await printed(people, { lineCount: 1, prints: [{ size: '33x48', count: 4 }] })
    expect(answers).toEqual([
      { sheets: '1' },
      { refused: 'missing-character', detail: `${rare} U+2B740` },
      { sheets: '2' },
    ])
    expect(jpegs).toHaveLength(2)
    const fonts = await mkdtemp(join(tmpdir(), 'fonts-'))
    await writeFile(join(fonts, 'rare.ttf'), squareFont(0x2b740))
    const mended = await printed(people, { lineCount: 1, prints: [{ size: '33x48', count: 4 }] }, fonts)
    expect(mended.answers).toEqual(['1', '2', '3'].map((sheets) => ({ sheets })))
    await rm(fonts, { recursive: true })
  })

  it('stop for a master that is too coarse or no picture, and say so', async () => {
    const coarse = await person(1, { photo: await master(1, 300, 400) })
    const broken = await person(2, { photo: Buffer.from('not a picture') })
    const { answers, sheets } = await printed([coarse, broken, await person(3)])
    expect(answers.map((one) => ('refused' in one ? [one.refused, one.detail] : one.sheets))).toEqual([
      ['master-coarse', expect.stringMatching(/^2\d\d dpi$/)],
      ['master-unreadable', ''],
      '1',
    ])
    expect(sheets).toBe(1)
  })

  it('share a sheet among the sizes of one student, never among students', async () => {
    const prints = [
      { size: '35x49', count: 4 },
      { size: '25x35', count: 4 },
    ]
    const { pages, sheets, jpegs } = await printed([await person(1), await person(2)], { prints })
    expect([sheets, jpegs.length]).toEqual([2, 2])
    for (const { images } of pages.slice(1)) {
      const widths = images.map(({ clip }) => Math.round(mm(clip.right - clip.left)))
      expect(widths.sort()).toEqual([25, 25, 25, 25, 35, 35, 35, 35])
      expect(new Set(images.map(({ name }) => name)).size).toBe(1)
    }
  })

  it('have caption, barcode and name on the edges where that is asked for, off the photos and what is cut', async () => {
    const caption = { lines: ['软件2301 林知远 20230001'], barcode: '202704164837592016' }
    const people = [await person(1, { ...caption, sets: 2 })]
    const { answers, pages } = await printed(people, { captionAt: 'edge', lineCount: 1, barcode: true })
    expect(answers).toEqual([{ sheets: '1–2' }])
    for (const { images, texts, fills } of pages.slice(1)) {
      expect(images).toHaveLength(8)
      expect(texts.map(({ text }) => text)).toEqual([expect.stringMatching(/^P20270416-03 · [12]$/), caption.lines[0]])
      const left = Math.min(...images.map(({ clip }) => clip.left))
      const right = Math.max(...images.map(({ clip }) => clip.right))
      expect(fills.length).toBeGreaterThan(20)
      for (const bar of fills) expect([bar.left > 0, bar.right < left - 1.8 * pointsPerMm]).toEqual([true, true])
      expect(texts[0]!.x).toBeLessThan(left)
      expect(texts[1]!.x).toBeGreaterThan(right + 1.8 * pointsPerMm)
    }
  })

  it('hold one size each where that is asked for, filled, all sheets of a size together', async () => {
    const prints = [
      { size: '35x49', count: 3 },
      { size: '25x35', count: 4 },
    ]
    const people = [await person(1), await person(2), await person(3)]
    const { answers, pages, sheets } = await printed(people, { prints, mode: 'per-size' })
    expect(answers).toEqual(
      [{ sheets: '35x49: 1；25x35: 1' }, { sheets: '35x49: 1–2；25x35: 1' }, { sheets: '35x49: 2–3；25x35: 1' }].map(
        (one) => expect.objectContaining(one),
      ),
    )
    expect(sheets).toBe(4)
    expect(pages.slice(1).map(({ images }) => images.length)).toEqual([4, 4, 1, 12])
    expect(pages.slice(1).map(({ texts }) => texts[0]?.text)).toEqual(
      ['35x49: 1', '35x49: 2', '35x49: 3', '25x35: 1'].map((name) => `P20270416-03 · ${name}`),
    )
  })

  it('leave nothing behind', async () => {
    await printed([await person(1)])
    expect(await readdir(folder)).toEqual([])
  })
})

describe('a layout', () => {
  const { label, ...laid } = order
  it.each([
    ['8 of 33x48', {}, 1, 1],
    ['two sets of them', {}, 2, 2],
    [
      '4 of 35x49 and 4 of 25x35',
      {
        prints: [
          { size: '35x49', count: 4 },
          { size: '25x35', count: 4 },
        ],
      },
      1,
      1,
    ],
    ['a barcode under 25x35', { prints: [{ size: '25x35', count: 4 }], barcode: true }, 1, 1],
    ['a barcode under 22x32', { prints: [{ size: '22x32', count: 4 }], barcode: true }, 1, 'barcode'],
    ['a caption on the edge', { captionAt: 'edge', lineCount: 1, barcode: true }, 3, 3],
    [
      'a caption on an edge that is too narrow',
      { captionAt: 'edge', lineCount: 1, prints: [{ size: '25x35', count: 12 }], marginMm: 3 },
      1,
      1,
    ],
    ['a caption on the edge of shared sheets', { captionAt: 'edge', lineCount: 1, mode: 'per-size' }, 1, 'edge'],
    ['margins that leave no room', { marginMm: 40 }, 1, 'size'],
  ] as const)('%s', (_, changes, sets, needed) => {
    expect(sheetsNeeded({ ...laid, ...(changes as Partial<SheetsOrder>) }, sets)).toBe(needed)
  })
})
