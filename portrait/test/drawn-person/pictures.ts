import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { makePortrait, type Portrait } from '../../src/make-portrait.ts'
import { decodePhoto } from '../../src/node/decode.ts'
import { engines } from '../../src/node/engines.ts'
import { developFile, loadStandard } from '../../src/node/index.ts'
import { makeSheet } from '../../src/node/sheet.ts'
import { papers, photoSizes } from '../../src/print-sheet.ts'
import type { Report } from '../../src/report.ts'
import { drawPerson, type Variation } from '../drawn-person.ts'

/** Makes the pictures of the documentation again: node portrait/test/drawn-person/pictures.ts */
const folder = path.resolve(import.meta.dirname, '../../../docs/pictures')
const gapPx = 16
const panel = { height: 520 }

const graduate: Partial<Variation> = {
  seed: 21,
  hair: 'bob',
  face: 'soft',
  skin: 'light',
  clothes: 'jacket',
  clothesColour: 'navy',
  wall: 'shadow',
  wallColour: 'cream',
  faceWidthShare: 0.33,
  eyesAtY: 0.42,
}

const people: Partial<Variation>[] = [
  { seed: 31, hair: 'short', wallColour: 'white' },
  { seed: 32, hair: 'long', face: 'soft', clothes: 'jacket', clothesColour: 'black', wall: 'plaster' },
  {
    seed: 33,
    hair: 'short',
    glasses: true,
    skin: 'medium',
    clothes: 'jacket',
    clothesColour: 'grey',
    wallColour: 'green',
  },
  { seed: 34, hair: 'bun', face: 'soft', skin: 'tan', clothesColour: 'beige', wallColour: 'blue', wall: 'vignette' },
  { seed: 35, hair: 'bald', skin: 'deep', clothes: 'jacket', clothesColour: 'navy', wallColour: 'cream' },
  { seed: 37, hair: 'bob', face: 'soft', hairColour: 'brown', clothes: 'tshirt', clothesColour: 'red', wall: 'shadow' },
]

async function fromPhotoToPortrait(): Promise<void> {
  const photo = await photoOf(graduate)
  const { jpeg, matte } = await developFile({ bytes: photo }, { matte: true })
  if (!jpeg || !matte) throw new Error('the drawn graduate gave no portrait')
  await besideEachOther([photo, matte, jpeg], 'from-photo-to-portrait.jpg', 1)
}

/** What the stages see: crop and landmarks, coarse person, wall with shadow, trimap, matte, finished photo. */
async function stages(): Promise<void> {
  const photo = await photoOf(graduate)
  const decoded = await decodePhoto({ bytes: photo })
  if ('unreadable' in decoded) throw new Error('the drawn photo cannot be read')
  const { portrait, report } = await makePortrait(decoded.frame, await engines(), loadStandard())
  if (!portrait) throw new Error('the drawn graduate gave no portrait')
  const { matte } = portrait.cut
  const { widthPx, heightPx } = matte.view
  const coarse = gridLike(matte.coarse.person.length, widthPx / heightPx)
  const pictures = [
    await withMarks(photo, report),
    await png(coarse, (i) => grey(matte.coarse.person[i] * 255)),
    await png(coarse, (i) => [0, 1, 2].map((c) => matte.coarse.wall.rgb[i * 3 + c])),
    await png({ widthPx, heightPx }, (i) => trimapColours[matte.trimap.label[i]]),
    await png({ widthPx, heightPx }, (i) => grey(matte.alpha[i] * 255)),
    await finishedPng(portrait),
  ]
  await besideEachOther(pictures, 'stages.jpg', 0.62)
}

/** Wall, undecided, person. */
const trimapColours = [grey(20), [240, 170, 40], grey(235)]

function grey(level: number): number[] {
  return [level, level, level]
}

interface Grid {
  widthPx: number
  heightPx: number
}

/** The grid of so many cells whose sides come nearest to a ratio. */
function gridLike(cells: number, ratio: number): Grid {
  const wish = Math.sqrt(cells * ratio)
  const widths = Array.from({ length: 9 }, (_, k) => Math.round(wish) - 4 + k).filter((width) => cells % width === 0)
  const [widthPx] = widths.sort((a, b) => Math.abs(a - wish) - Math.abs(b - wish))
  return { widthPx, heightPx: cells / widthPx }
}

async function png({ widthPx, heightPx }: Grid, colour: (i: number) => number[]): Promise<Uint8Array> {
  const rgb = new Uint8ClampedArray(widthPx * heightPx * 3)
  for (let i = 0; i < widthPx * heightPx; i++) rgb.set(colour(i), i * 3)
  return sharp(new Uint8Array(rgb.buffer), { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .png()
    .toBuffer()
}

async function finishedPng({ finished: { widthPx, heightPx, rgb } }: Portrait): Promise<Uint8Array> {
  return png({ widthPx, heightPx }, (i) => [...rgb.subarray(i * 3, i * 3 + 3)])
}

async function withMarks(photo: Uint8Array, { crop, face }: Report): Promise<Uint8Array> {
  if (!crop || !face) throw new Error('the report has no crop')
  const { width, height } = await sharp(photo).metadata()
  const { data } = await sharp(photo).raw().toBuffer({ resolveWithObject: true })
  const paint = (fromX: number, fromY: number, toX: number, toY: number, colour: number[]) => {
    for (let y = Math.max(0, Math.round(fromY)); y < Math.min(height, toY); y++) {
      for (let x = Math.max(0, Math.round(fromX)); x < Math.min(width, toX); x++) data.set(colour, (y * width + x) * 3)
    }
  }
  const [right, bottom] = [crop.leftPx + crop.widthPx, crop.topPx + crop.heightPx]
  const frame = [230, 60, 40]
  paint(crop.leftPx, crop.topPx, right, crop.topPx + 5, frame)
  paint(crop.leftPx, bottom - 5, right, bottom, frame)
  paint(crop.leftPx, crop.topPx, crop.leftPx + 5, bottom, frame)
  paint(right - 5, crop.topPx, right, bottom, frame)
  const eyes = (face.pupilLeft[1] + face.pupilRight[1]) / 2
  for (const y of [face.crown[1], eyes]) paint(crop.leftPx, y - 2, right, y + 2, [255, 210, 60])
  for (const x of [face.faceLeftPx, face.faceRightPx]) paint(x - 2, eyes - 40, x + 2, eyes + 200, [255, 210, 60])
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer()
}

async function standards(): Promise<void> {
  const also = ['chsi-2017-white', 'chsi-2017-gray', 'degree-tongji', 'diploma-2002-legacy']
  const developed = await developFile({ bytes: await photoOf(graduate) }, { also })
  const files = [developed.jpeg, ...also.map((id) => developed.also.get(id))]
  if (files.some((file) => file === undefined)) throw new Error('the drawn graduate has no lawful crop')
  await besideEachOther(files as Uint8Array[], 'standards.jpg', 0.6)
}

async function printSheet(): Promise<void> {
  const { jpeg } = await developFile({ bytes: await photoOf(graduate) })
  if (!jpeg) throw new Error('the drawn graduate gave no portrait')
  const order = { paper: papers['6in'], photo: photoSizes['33x48'], lines: 1, barcode: true }
  const caption = { lines: ['张䶮 · 示例大学'], barcode: '20260042' }
  const made = await makeSheet({ bytes: jpeg }, caption, order, ['png'])
  if ('refused' in made) throw new Error('the sheet was refused')
  await sharp(made.bytes.get('png'))
    .resize(1000)
    .flatten()
    .jpeg({ quality: 86, mozjpeg: true })
    .toFile(path.join(folder, 'print-sheet.jpg'))
}

async function drawnPeople(): Promise<void> {
  const photos: Uint8Array[] = []
  for (const variation of people) photos.push(await photoOf({ ...variation, faceWidthShare: 0.36, eyesAtY: 0.42 }))
  await besideEachOther(photos, 'drawn-people.jpg', 0.5)
}

async function photoOf(variation: Partial<Variation>): Promise<Uint8Array> {
  const { rgb, widthPx, heightPx } = drawPerson(variation, { widthPx: 1200, heightPx: 1600 })
  return sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality: 95 })
    .toBuffer()
}

async function besideEachOther(pictures: Uint8Array[], name: string, scale: number): Promise<void> {
  const height = Math.round(panel.height * scale)
  const pieces = []
  let left = 0
  for (const picture of pictures) {
    const scaled = sharp(picture).resize({ height }).toColourspace('srgb').png()
    const { data, info } = await scaled.toBuffer({ resolveWithObject: true })
    pieces.push({ input: data, left, top: 0 })
    left += info.width + gapPx
  }
  const whole = {
    width: left - gapPx,
    height,
    channels: 3 as const,
    background: '#ffffff',
  }
  await mkdir(folder, { recursive: true })
  await sharp({ create: whole }).composite(pieces).jpeg({ quality: 86, mozjpeg: true }).toFile(path.join(folder, name))
}

await fromPhotoToPortrait()
await drawnPeople()
await stages()
await standards()
await printSheet()
