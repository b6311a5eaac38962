import { readFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { developFile, loadStandard, standardIds } from '../src/node/index.ts'
import { type AlsoReport, emptyReport } from '../src/report.ts'
import { parseStandard, type Standard } from '../src/standard.ts'
import { type DrawnPerson, drawPerson } from './drawn-person.ts'
import { jpegFacts } from './jpeg-markers.ts'

const given = [
  'chsi-2017-blue',
  'chsi-2017-white',
  'chsi-2017-gray',
  'zikao-xinjiang',
  'zikao-tianjin',
  'xinhua-online-2024',
  'xinhua-web-older',
  'hunan-xinhua-2025',
  'yulin-2023',
  'open-univ-30-60',
  'enrol-guet-2025',
  'degree-guizhou-2023',
  'degree-tongji',
  'degree-2009-legacy',
  'diploma-2002-legacy',
]

let drawn: DrawnPerson
let photo: Uint8Array

beforeAll(async () => {
  const size = { widthPx: 1200, heightPx: 1600 }
  drawn = drawPerson({ seed: 20, hair: 'bob', face: 'soft', clothes: 'jacket', clothesColour: 'navy' }, size)
  photo = await sharp(drawn.rgb, { raw: { width: size.widthPx, height: size.heightPx, channels: 3 } })
    .jpeg({ quality: 95 })
    .toBuffer()
})

/** Size, bytes, quality and background of the file, and the standard's bands by the drawn truth. */
async function expectLawful(jpeg: Uint8Array, report: Omit<AlsoReport, 'findings'>, standard: Standard): Promise<void> {
  const facts = jpegFacts(jpeg)
  expect([facts.widthPx, facts.heightPx]).toEqual([standard.widthPx, standard.heightPx])
  expect(facts.density).toEqual([1, standard.dpi, standard.dpi])
  expect([facts.baseline, facts.bytesAfterEnd]).toEqual([true, 0])
  expect(jpeg.length).toBeGreaterThanOrEqual(standard.bytes.min)
  expect(jpeg.length).toBeLessThanOrEqual(standard.bytes.max)
  expect(report.file?.bytes).toBe(jpeg.length)
  expect(report.file?.quality).toBeGreaterThanOrEqual(standard.jpegQualityMin)
  const corner = await sharp(jpeg).extract({ left: 2, top: 2, width: 8, height: 8 }).raw().toBuffer()
  for (let i = 0; i < corner.length; i++) {
    expect(Math.abs(corner[i] - standard.backgroundRgb[i % 3])).toBeLessThanOrEqual(6)
  }
  const { crop } = report
  if (!crop) throw new Error('the report has no crop')
  expect(crop.widthPx / crop.heightPx / (standard.widthPx / standard.heightPx)).toBeCloseTo(1, 3)
  const scale = standard.widthPx / crop.widthPx
  const { crown, pupilLeft, pupilRight, faceLeftPx, faceRightPx } = drawn.landmarks
  const { bandsPx, targetPx } = standard
  expectWithin((crown[1] - crop.topPx) * scale, bandsPx.hairTop)
  expectWithin(((pupilLeft[1] + pupilRight[1]) / 2 - crop.topPx) * scale, bandsPx.eyeLine)
  expectWithin((faceRightPx - faceLeftPx) * scale, bandsPx.faceWidth)
  const centre = ((faceLeftPx + faceRightPx) / 2 - crop.leftPx) * scale - targetPx.centerX
  expectWithin(centre, bandsPx.centerOffset)
}

function expectWithin(value: number, [low, high]: [number, number]): void {
  expect(value).toBeGreaterThanOrEqual(low)
  expect(value).toBeLessThanOrEqual(high)
}

describe('the standards', () => {
  it('are all there, and each says where every number comes from', () => {
    expect(standardIds()).toEqual(expect.arrayContaining(given))
    for (const id of standardIds()) expect(loadStandard(id).id).toBe(id)
  })

  it('are refused by one sentence that lists those that exist when the id is unknown', () => {
    expect(() => loadStandard('chsi-2018')).toThrow(/^unknown standard chsi-2018; known: chsi-2017-blue, .*$/)
    expect(() => loadStandard('../standards/chsi-2017-blue')).toThrow(/^unknown standard/)
  })

  const file = path.join(import.meta.dirname, '..', 'standards', 'chsi-2017-blue.json')
  const good = JSON.parse(readFileSync(file, 'utf8'))
  it.each([
    ['a size that is no number', { widthPx: '480' }, 'widthPx'],
    ['a colour of two levels', { backgroundRgb: [1, 2] }, 'backgroundRgb'],
    ['a level beyond 255', { backgroundRgb: [100, 197, 256] }, 'backgroundRgb'],
    ['an upper limit under the lower one', { bytes: { min: 40_000, max: 30_000 } }, 'bytes.min'],
    ['an empty band', { bandsPx: { ...good.bandsPx, hairTop: [110, 50] } }, 'bandsPx.hairTop'],
    ['a band beyond the picture', { bandsPx: { ...good.bandsPx, eyeLine: [200, 641] } }, 'bandsPx.eyeLine'],
    ['a target outside its band', { targetPx: { ...good.targetPx, eyeLine: 199 } }, 'targetPx.eyeLine'],
    ['a number nobody knows', { widthMm: 33 }, 'widthMm'],
    ['no title', { title: '' }, 'title'],
    ['numbers without an origin', { origins: good.origins.slice(0, 4) }, 'bytes.min'],
    ['no origins', { origins: undefined }, 'origins'],
  ])('are refused with the name of what is wrong: %s', (_name, change, name) => {
    expect(() => parseStandard(good)).not.toThrow()
    expect(() => parseStandard({ ...good, ...change })).toThrow(`standard chsi-2017-blue: ${name}`)
  })

  it('state only what differs from the one they extend, with its origin', () => {
    const child = { id: 'child', extends: 'chsi-2017-blue', title: 'child', dpi: 96 }
    const standard = parseStandard({ ...child, origins: [{ source: 'a page', numbers: ['dpi'] }] }, loadStandard())
    expect([standard.dpi, standard.widthPx]).toEqual([96, 480])
    expect(standard.origins.filter(({ numbers }) => numbers.includes('dpi'))).toHaveLength(1)
  })
})

describe('one capture', () => {
  it('gives a lawful file by every standard, out of one cut', async () => {
    const [first, ...others] = standardIds()
    const { jpeg, also, report } = await developFile({ bytes: photo }, { standard: first, also: others })
    expect(report.findings.filter(({ severity }) => severity === 'block')).toEqual([])
    await expectLawful(jpeg ?? new Uint8Array(), report, loadStandard(first))
    expect(report.also?.map(({ standard }) => standard)).toEqual(others)
    for (const each of report.also ?? []) {
      expect(each.findings.filter(({ severity }) => severity === 'block')).toEqual([])
      await expectLawful(also.get(each.standard) ?? new Uint8Array(), each, loadStandard(each.standard))
    }
  }, 60_000)

  it.each(['degree-tongji', 'degree-2009-legacy', 'diploma-2002-legacy'])(
    'gives the same picture by %s alone as beside the usual one',
    async (id) => {
      const alone = await developFile({ bytes: photo }, { standard: id })
      const beside = await developFile({ bytes: photo }, { also: [id] })
      await expectLawful(alone.jpeg ?? new Uint8Array(), alone.report, loadStandard(id))
      const [a, b] = [alone.jpeg, beside.also.get(id)]
      const difference = await meanDifference(a ?? new Uint8Array(), b ?? new Uint8Array())
      expect(difference).toBeLessThan(3)
    },
    60_000,
  )

  it('is told by its own sentence where a standard has no lawful file for it', async () => {
    const size = { widthPx: 1200, heightPx: 1600 }
    const low = drawPerson({ seed: 5, eyesAtY: 0.75 }, size)
    const bytes = await sharp(low.rgb, { raw: { width: size.widthPx, height: size.heightPx, channels: 3 } })
      .jpeg()
      .toBuffer()
    const { report, also } = await developFile({ bytes }, { standard: 'diploma-2002-legacy', also: ['chsi-2017-blue'] })
    const [usual] = report.also ?? []
    expect(report.ok).toBe(true)
    expect(usual).toMatchObject({ ok: false, standard: 'chsi-2017-blue', file: null })
    expect(usual.findings.map(({ code }) => code)).toEqual(['GEO_SHOULDERS'])
    expect(also.size).toBe(0)
  }, 60_000)

  it('has no list of further pictures in its report unless they are asked for', () => {
    expect(emptyReport(loadStandard(), null, null)).not.toHaveProperty('also')
  })
})

describe('the print master', () => {
  it('has the ratio of its standard exactly and is never larger than the crop', async () => {
    const { report, master } = await developFile({ bytes: photo }, { standard: 'degree-tongji', master: true })
    const { width, height } = await sharp(master).metadata()
    expect(width * 567).toBe(height * 390)
    expect(width).toBeLessThanOrEqual(report.crop?.widthPx ?? 0)
    expect(width).toBeGreaterThan((report.crop?.widthPx ?? 0) - 130)
  }, 60_000)

  it('has 960 pixels across or more where the original has them, and leaves the finished photo as it is', async () => {
    for (const [photoWidthPx, isWide] of [
      [3200, true],
      [2400, false],
    ] as const) {
      const bytes = await sharp(photo).resize(photoWidthPx).jpeg({ quality: 92 }).toBuffer()
      const { report, jpeg, master } = await developFile({ bytes }, { master: true })
      const cropPx = report.crop?.widthPx ?? 0
      expect(cropPx / 2 > 960).toBe(isWide)
      const { width } = await sharp(master).metadata()
      expect(width).toBeGreaterThanOrEqual(960)
      expect(width).toBe(3 * Math.floor(Math.min(1440, isWide ? cropPx / 2 : cropPx) / 3))
      const alone = await developFile({ bytes })
      expect(Buffer.from(jpeg!).equals(alone.jpeg!)).toBe(true)
    }
  }, 60_000)

  it('is smaller than the finished photo where the original is', async () => {
    const size = { widthPx: 480, heightPx: 640 }
    const small = drawPerson({ seed: 20, faceWidthShare: 0.33 }, size)
    const bytes = await sharp(small.rgb, { raw: { width: 480, height: 640, channels: 3 } })
      .png()
      .toBuffer()
    const { report, master } = await developFile({ bytes }, { master: true })
    const { width } = await sharp(master).metadata()
    expect(report.crop?.widthPx).toBeLessThan(400)
    expect(width).toBe(3 * Math.floor((report.crop?.widthPx ?? 0) / 3))
  }, 60_000)
})

async function meanDifference(a: Uint8Array, b: Uint8Array): Promise<number> {
  const [first, second] = [await sharp(a).raw().toBuffer(), await sharp(b).raw().toBuffer()]
  return first.reduce((sum, level, i) => sum + Math.abs(level - second[i]), 0) / first.length
}
