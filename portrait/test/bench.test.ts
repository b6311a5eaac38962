import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bench } from '../src/bench/bench.ts'
import { deltaE76, quantile } from '../src/bench/colour-error.ts'
import { parseCsv } from '../src/bench/csv.ts'
import { writeDrawnSet } from '../src/bench/drawn-set.ts'
import type { FinishedPhoto } from '../src/bench/finished-photo.ts'
import { trueGeometry } from '../src/bench/geometry-table.ts'
import { halvesTable, kept, type Measure, mean } from '../src/bench/halves.ts'
import { edgeBand, matteError } from '../src/bench/matte-error.ts'
import { measureMatte } from '../src/bench/matte-table.ts'
import { areaAverage, dilated, planeOf } from '../src/bench/plane.ts'
import type { Truth } from '../src/bench/sets.ts'
import { loadSplit, personIn } from '../src/bench/split.ts'
import { fileRules, readFinishedFile } from '../src/finished-file.ts'
import type { Report } from '../src/report.ts'
import { drawPerson } from './drawn-person.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bench-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('the area average', () => {
  const slope = planeOf(8, 6, (i) => (i % 8) + 10 * Math.floor(i / 8))

  it('keeps a plane as it is on its own grid and averages exactly on a coarser one', () => {
    const whole = { leftPx: 0, topPx: 0, widthPx: 8, heightPx: 6 }
    expect(areaAverage(slope, whole, 8, 6).values).toEqual(slope.values)
    expect(areaAverage(slope, whole, 4, 3).values[0]).toBeCloseTo((0 + 1 + 10 + 11) / 4, 5)
    const shifted = { leftPx: 0.25, topPx: 0, widthPx: 4, heightPx: 6 }
    expect(areaAverage(slope, shifted, 4, 6).values[0]).toBeCloseTo(0.25, 5)
  })

  it('counts what lies beyond the plane as nothing', () => {
    const beyond = { leftPx: -4, topPx: 0, widthPx: 8, heightPx: 6 }
    const average = areaAverage(
      planeOf(8, 6, () => 1),
      beyond,
      2,
      1,
    )
    expect([...average.values]).toEqual([0, 1])
  })
})

describe('the measures', () => {
  const truth = planeOf(40, 40, (i) => Math.min(1, Math.max(0, ((i % 40) - 18) / 4)))

  it('find no error in the truth itself', () => {
    const error = matteError(truth, truth, edgeBand(truth, 3), 40)
    expect(Object.values(error).every((value) => value === 0)).toBe(true)
  })

  it('count a leak, holes and squares where they are, over the rows that count', () => {
    const wrong = planeOf(40, 40, (i) => (i < 400 ? 1 - truth.values[i] : truth.values[i]))
    const band = edgeBand(truth, 3)
    const error = matteError(wrong, truth, band, 40)
    expect(error.leak).toBeCloseTo(0.25, 5)
    expect(error.holes).toBeCloseTo(0.25, 5)
    expect(matteError(wrong, truth, band, 10).leak).toBe(1)
    const squares = [...wrong.values].reduce((sum, value, i) => sum + (value - truth.values[i]) ** 2, 0)
    expect(error.mse).toBeCloseTo(squares / 1600, 5)
    expect(error.bandMse).toBeGreaterThan(0)
  })

  it('give the known colour differences', () => {
    expect(deltaE76([255, 255, 255], [0, 0, 0], 0)).toBeCloseTo(100, 2)
    expect(deltaE76([255, 0, 0], [0, 255, 0], 0)).toBeCloseTo(170.57, 1)
    expect(quantile([4, 1, 2, 3], 0.5)).toBe(2.5)
  })

  it('dilate by a disc', () => {
    const point = new Uint8Array(49)
    point[24] = 1
    expect(dilated(point, 7, 7, 2).reduce((sum, value) => sum + value, 0)).toBe(13)
  })

  it('place marked points in the finished picture', () => {
    const truth: Truth = { pupilLeft: [90, 100], pupilRight: [110, 102], chin: [100, 160], crown: [100, 40] }
    const geometry = trueGeometry(truth, { leftPx: 40, topPx: 20, widthPx: 120 })
    expect([geometry.hairTopPx, geometry.eyeLinePx]).toEqual([80, 324])
  })

  it('see a perfect portrait as perfect', async () => {
    const error = await measureMatte(await perfectPortrait(folder))
    expect(error?.error.mse).toBeLessThan(1e-5)
    expect(error?.error.leak).toBe(0)
    expect(error?.lossless.mean).toBeLessThan(1)
    // White shirt, light grey wall.
    expect(error?.contrast).toBeGreaterThan(5)
    expect(error?.contrast).toBeLessThan(30)
    expect(error?.jpeg.mean).toBeGreaterThan(error?.lossless.mean ?? Number.POSITIVE_INFINITY)
  }, 60_000)
})

describe('a finished file', () => {
  const grey = () => sharp({ create: { width: 480, height: 640, channels: 3, background: '#777' } })
  const broken = (jpeg: Uint8Array) =>
    fileRules.filter(({ holds }) => !holds(readFinishedFile(jpeg))).map(({ name }) => name)

  it('is read from its bytes: what breaks each rule is named', async () => {
    const plain = await grey().jpeg().toBuffer()
    expect(broken(plain)).toContain('30,720-40,000 bytes')
    expect(broken(plain)).not.toContain('baseline')
    expect(broken(await grey().jpeg({ progressive: true }).toBuffer())).toContain('baseline')
    expect(broken(await grey().resize(400, 640).jpeg().toBuffer())).toContain('480 x 640')
    expect(broken(await grey().toColourspace('b-w').jpeg().toBuffer())).toContain('24 bit')
    expect(broken(await grey().withMetadata().jpeg().toBuffer())).toContain('nothing else inside')
    expect(broken(Buffer.concat([plain, Buffer.alloc(4)]))).toContain('nothing after the end')
  })
})

describe('the halves', () => {
  it('hold back whoever, whatever wall and clothes the table holds back, and everybody it does not know', async () => {
    const table = path.join(folder, 'split.csv')
    await writeFile(table, 'kind,name,half\nperson,005,tuned\nperson,008,held\nwall,green,held\nclothes,navy,held\n')
    const split = await loadSplit(table)
    expect(split.halfOf({ people: ['005'] })).toBe('tuned')
    expect(split.halfOf({ people: ['005', '008'] })).toBe('held')
    expect(split.halfOf({ people: ['005'], wall: 'green', clothes: 'red' })).toBe('held')
    expect(split.halfOf({ people: ['005'], wall: 'grey', clothes: 'navy' })).toBe('held')
    expect(split.halfOf({ people: ['009'] })).toBe('held')
    expect(split.halfOf({ people: [] })).toBe('held')
    expect(['005_hat.jpg', '005.jpg', '0051.jpg', 'x.jpg'].map((name) => personIn(name, split))).toEqual([
      '005',
      '005',
      '0051',
      'x',
    ])
  })

  it('stand beside each other, with the bar and whether it is met', () => {
    const rows = [
      { half: 'tuned' as const, value: 1 },
      { half: 'held' as const, value: 5 },
      { half: 'held' as const, value: Number.NaN },
    ]
    interface Row {
      half: 'tuned' | 'held'
      value: number
    }
    const measures: Measure<Row>[] = [
      mean('mean', ({ value }) => value, 1, { atMost: 3 }),
      kept('small', ({ value }) => value < 3, { atLeast: 50 }),
    ]
    const [, head, , first, second] = halvesTable('values', rows, ({ half }) => half, measures).split('\n')
    expect(head.split(/ {2,}/)).toEqual(['measure', 'tuned (1)', 'held (2)', 'all (3)', 'bar'])
    expect(first.split(/ {2,}/)).toEqual(['mean', '1.0 ✓', '5.0 ✗', '3.0 ✓', '≤ 3'])
    expect(second.split(/ {2,}/)).toEqual(['small', '1/1 100.0 % ✓', '0/2 0.0 % ✗', '1/3 33.3 % ✗', '≥ 50'])
  })
})

describe('tables of truth', () => {
  it('are read with quotes and empty fields', () => {
    expect(parseCsv('file,shows\na.jpg,"bust, white; ""x"""\nb.jpg,\n')).toEqual([
      { file: 'a.jpg', shows: 'bust, white; "x"' },
      { file: 'b.jpg', shows: '' },
    ])
  })
})

describe('the bench', () => {
  it('measures the product on drawn people, on a machine without portraits', async () => {
    const drawn = path.join(folder, 'drawn')
    await writeDrawnSet(drawn, 7, 1)
    const tables: string[] = []
    const order = {
      dataFolder: drawn,
      only: ['composites', 'defects', 'noface'],
      each: true,
      sheet: { file: path.join(folder, 'sheet.png'), view: 'head' as const },
      jobs: 2,
      costPhotos: 0,
    }
    await bench(
      order,
      (text) => tables.push(text),
      () => {},
    )
    const text = tables.join('\n')
    expect(text).toMatch(/photos with a file +1\/1 100\.0 %/)
    expect(text).toMatch(/nothing after the end +1\/1 100\.0 % ✓/)
    expect(text).toMatch(/composites: matte and colours against the truth/)
    expect(text).toMatch(/two_faces: FACE_MANY +1\/1 100\.0 % ✓/)
    expect(text).toMatch(/noface: FACE_NONE +1\/1 100\.0 % ✓/)
    expect((await sharp(order.sheet.file).metadata()).width).toBeGreaterThan(1000)
  }, 180_000)
})

/** A portrait made from the truth: drawn at twice the finished size, averaged down, laid on the standard's blue. */
async function perfectPortrait(home: string): Promise<FinishedPhoto> {
  const drawn = drawPerson({ hair: 'long', face: 'soft', faceWidthShare: 0.42 }, { widthPx: 960, heightPx: 1280 })
  const size = { width: 960, height: 1280 }
  const blue = [100, 197, 255]
  const file = (name: string) => path.join(home, name)
  const grey = Uint8Array.from(drawn.alpha, (a) => Math.round(a * 255))
  const rgba = new Uint8Array(drawn.alpha.length * 4)
  const composite = [0, 1, 2].map((c) =>
    planeOf(960, 1280, (i) => drawn.alpha[i] * drawn.foreground[i * 3 + c] + (1 - drawn.alpha[i]) * blue[c]),
  )
  for (let i = 0; i < grey.length; i++) {
    rgba.set(drawn.foreground.subarray(i * 3, i * 3 + 3), i * 4)
    rgba[i * 4 + 3] = grey[i]
  }
  const crop = { leftPx: 0, topPx: 0, widthPx: 960, heightPx: 1280 }
  const channels = composite.map((plane) => areaAverage(plane, crop, 480, 640).values)
  const finished = Uint8Array.from({ length: 480 * 640 * 3 }, (_, j) => Math.round(channels[j % 3][Math.floor(j / 3)]))
  const alpha = areaAverage(
    planeOf(960, 1280, (i) => drawn.alpha[i]),
    crop,
    480,
    640,
  )
  const small = { width: 480, height: 640 }
  await sharp(drawn.rgb, { raw: { ...size, channels: 3 } })
    .jpeg()
    .toFile(file('x.jpg'))
  await sharp(grey, { raw: { ...size, channels: 1 } })
    .png()
    .toFile(file('alpha.png'))
  await sharp(rgba, { raw: { ...size, channels: 4 } })
    .png()
    .toFile(file('foreground.png'))
  await sharp(finished, { raw: { ...small, channels: 3 } })
    .png()
    .toFile(file('made.png'))
  await sharp(finished, { raw: { ...small, channels: 3 } })
    .jpeg({ quality: 70 })
    .toFile(file('made.jpg'))
  const matte = Uint8Array.from(alpha.values, (a) => Math.round(a * 255))
  await sharp(matte, { raw: { ...small, channels: 1 } })
    .png()
    .toFile(file('made.matte.png'))
  return {
    photo: {
      file: file('x.jpg'),
      name: 'x.jpg',
      groups: [],
      half: 'held',
      truth: drawn.landmarks,
      alphaFile: file('alpha.png'),
      foregroundFile: file('foreground.png'),
    },
    report: { crop } as Report & { input: string },
    made: {
      file: readFinishedFile(await sharp(file('made.jpg')).toBuffer()),
      jpegFile: file('made.jpg'),
      losslessFile: file('made.png'),
      matteFile: file('made.matte.png'),
    },
  }
}
