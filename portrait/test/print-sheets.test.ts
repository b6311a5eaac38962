import { PassThrough, Writable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { refusalSentence, type SheetPerson, type SheetsOrder, writeSheets } from '../src/node/index.ts'
import { printPhoto } from '../src/node/print-photo.ts'
import { papers, photoSizes } from '../src/print-sheet.ts'
import { embeddedJpegs, paintedPages } from './pdf-page.ts'

const order: SheetsOrder = {
  paper: papers['6in'],
  photo: photoSizes['33x48'],
  copies: 3,
  ownSheets: false,
}

let photo: Buffer
beforeAll(async () => {
  photo = await sharp({ create: { width: 480, height: 640, channels: 3, background: '#7ac' } })
    .composite([{ input: { create: { width: 200, height: 300, channels: 3, background: '#a86' } } }])
    .jpeg()
    .toBuffer()
})

function people(count: number): SheetPerson[] {
  return Array.from({ length: count }, () => ({ photo: { bytes: Buffer.from(photo) } }))
}

async function printed(persons: SheetPerson[], changes: Partial<SheetsOrder> = {}) {
  const output = new PassThrough()
  const refusals: [number, string][] = []
  const told = (number: number, refusal: Parameters<typeof refusalSentence>[0]) =>
    refusals.push([number, refusalSentence(refusal)])
  const [pdf, made] = await Promise.all([buffer(output), writeSheets(persons, { ...order, ...changes }, output, told)])
  return { pdf, made, refusals, pages: paintedPages(pdf) }
}

describe('sheets of many people', () => {
  it('are filled with the copies of one after the other, each photo embedded once', async () => {
    const { pdf, made, pages } = await printed(people(5))
    expect(made).toEqual({ sheets: 2, people: 5 })
    expect(pages.map(({ images }) => images.length)).toEqual([8, 7])
    expect(embeddedJpegs(pdf)).toHaveLength(5)
    const names = pages.flatMap(({ images }) => images.map(({ name }) => name))
    expect(names).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5].map((n) => `/I${n}`))
  })

  it('begin anew for each person where that is asked for', async () => {
    const { made, pages } = await printed(people(3), { copies: 9, ownSheets: true })
    expect(made).toEqual({ sheets: 6, people: 3 })
    expect(pages.map(({ images }) => images.length)).toEqual([8, 1, 8, 1, 8, 1])
  })

  it('leave out and name whoever cannot be printed, and go on with the others', async () => {
    const broken: SheetPerson = { photo: { bytes: new Uint8Array([1, 2, 3]) } }
    const rare: SheetPerson = { photo: { bytes: photo }, lines: ['张\u{20bb7}'] }
    const all = [...people(1), broken, rare, ...people(1)]
    const { made, pages, refusals } = await printed(all, { lines: 1 })
    expect(made).toEqual({ sheets: 2, people: 2 })
    expect(pages.map(({ images }) => images.length)).toEqual([4, 2])
    expect(refusals).toEqual([
      [1, 'This is not a photo that can be read.'],
      [2, expect.stringContaining('(U+20BB7)')],
    ])
  })

  it('hold the letters that occur, not the whole font', async () => {
    const named = people(2).map((person) => ({ ...person, lines: ['张三'], barcode: '20260042' }))
    const { pdf } = await printed(named, { lines: 1, barcode: true })
    expect(pdf.length).toBeLessThan(2 * photo.length + 30_000)
  })

  it('are not made ahead of a slow reader, however many there are', async () => {
    let asked = 0
    function* endless() {
      for (const person of people(400)) {
        asked++
        yield person
      }
    }
    let release = () => {}
    const stalled = new Promise<void>((resolve) => {
      release = resolve
    })
    const output = new Writable({ write: (_chunk, _encoding, taken) => void stalled.then(() => taken()) })
    const done = writeSheets(endless(), order, output, () => {})
    // As much work as a hundred people are, while nothing is read.
    for (let k = 0; k < 100; k++) await printPhoto({ bytes: photo }, order.photo)
    expect(asked).toBeGreaterThan(0)
    expect(asked).toBeLessThan(50)
    release()
    expect(await done).toEqual({ sheets: 150, people: 400 })
  })

  it('fail as a whole when the output fails or the people do', async () => {
    const full = new Writable({ write: (_chunk, _encoding, taken) => taken(new Error('disk full')) })
    await expect(writeSheets(people(20), order, full, () => {})).rejects.toThrow('disk full')
    async function* lost() {
      yield* people(1)
      throw new Error('connection lost')
    }
    await expect(writeSheets(lost(), order, new PassThrough().resume(), () => {})).rejects.toThrow('connection lost')
  })
})
