import sharp from 'sharp'
import { beforeAll, expect, it } from 'vitest'
import { engines, readFile } from '../src/node/read-file.ts'
import { drawCard, drawPassport } from './drawn-document.ts'

const today = '20261122'
const calm = { widthPx: 1280, heightPx: 960, fill: 0.8, glare: 0, shadow: 0, blurPx: 0.4, noise: 4, quality: 80 }

beforeAll(async () => void (await engines()), 120_000)

it.each([0, 1, 2, 3])(
  'reads a card that lies %i quarter turns round',
  async (quarterTurns) => {
    const { jpeg, truth } = await drawCard(11 + quarterTurns, {
      shot: { ...calm, quarterTurns },
      truth: { name: '林晓雨' },
    })
    const { reading, crops } = await readFile({ bytes: jpeg }, { today, crops: true })
    const values = Object.fromEntries(Object.entries(reading.fields).map(([name, { value }]) => [name, value]))
    expect(reading.kind).toBe('idcard')
    expect(values).toEqual({ ...truth, address: values.address })
    expect(reading.fields.idNumber?.flags).toEqual([])
    expect(reading.warnings).toEqual([])
    expect((await sharp(crops.name).metadata()).format).toBe('jpeg')
  },
  60_000,
)

it('reads a card small in a large picture', async () => {
  const { jpeg, truth } = await drawCard(21, { shot: { ...calm, widthPx: 3000, heightPx: 2250, fill: 0.35 } })
  const { reading } = await readFile({ bytes: jpeg }, { today })
  expect(reading.fields.idNumber).toMatchObject({ value: truth.idNumber, flags: [] })
}, 60_000)

it('flags a name with a character that the networks were never taught, and finds it by its form', async () => {
  const { jpeg } = await drawCard(31, { shot: calm, truth: { name: '吴䶮' } })
  const { name } = (await readFile({ bytes: jpeg }, { today })).reading.fields
  expect(name).toMatchObject({ value: '吴䶮', doubtfulAt: [1] })
  expect(name?.flags).toContain('unknown-character')
}, 60_000)

it('never shows a number without a flag that is not the printed one', async () => {
  const { jpeg, truth } = await drawCard(41, { shot: { ...calm, blurPx: 6, noise: 16, quality: 30 } })
  const { idNumber } = (await readFile({ bytes: jpeg }, { today })).reading.fields
  expect(idNumber?.value === truth.idNumber || idNumber === undefined || idNumber.flags.length > 0).toBe(true)
}, 60_000)

it('flags a number whose check character is wrong on the card itself', async () => {
  const { jpeg } = await drawCard(51, { shot: calm, truth: { idNumber: '310110200402020564' } })
  const { reading } = await readFile({ bytes: jpeg }, { today })
  expect(reading.fields.idNumber?.flags).not.toEqual([])
  expect(reading.warnings).toContain('number-doubtful')
}, 60_000)

it.each([0, 2])(
  'reads a passport, both lines, that lies %i quarter turns round',
  async (quarterTurns) => {
    const { jpeg, truth } = await drawPassport(61 + quarterTurns, {
      shot: { ...calm, widthPx: 1920, heightPx: 1440, quarterTurns },
    })
    const { reading } = await readFile({ bytes: jpeg }, { today })
    expect(reading.kind).toBe('passport')
    expect(reading.mrz).toEqual(truth.mrz)
    expect(reading.fields.passportNumber).toMatchObject({ value: truth.passportNumber, flags: [] })
  },
  60_000,
)

it('says of a picture without a document, and of a file that is none, what to do', async () => {
  const wall = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#8a7a66' } })
    .jpeg()
    .toBuffer()
  expect((await readFile({ bytes: wall }, { today })).reading).toMatchObject({
    kind: null,
    warnings: ['not-a-document'],
  })
  for (const bytes of [Buffer.from('not a picture'), Buffer.alloc(0), wall.subarray(0, 300)]) {
    expect(await readFile({ bytes }, { today })).toMatchObject({ ok: false, reading: { warnings: ['unreadable'] } })
  }
}, 60_000)

it('warns of a picture taken from a screen', async () => {
  const { jpeg } = await drawCard(71, { shot: calm })
  const { data, info } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true })
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [Math.floor(i / 3) % info.width, Math.floor(i / 3 / info.width)]
    data[i] = Math.min(255, data[i]! * (0.9 + 0.1 * Math.cos((2 * Math.PI * (x + 0.08 * y)) / 3.1)))
  }
  const screen = await sharp(data, { raw: info }).jpeg({ quality: 85 }).toBuffer()
  expect((await readFile({ bytes: screen }, { today })).reading.warnings).toContain('screen')
  expect((await readFile({ bytes: jpeg }, { today })).reading.warnings).not.toContain('screen')
}, 60_000)
