import { createRequire } from 'node:module'
import path from 'node:path'
import sharp from 'sharp'
import type { Letterforms } from '../letterforms/letterforms.ts'
import { shapeLength, shapeOf } from '../letterforms/shape.ts'

const fontFolder = path.dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc'))
const font = {
  font: 'Noto Sans SC 32',
  fontfile: path.join(fontFolder, '400Regular/NotoSansSC_400Regular.ttf'),
  dpi: 72,
}
const pitchPx = 32
const perRow = 64
const rowsAtOnce = 32

/** Unified Han of the first block, and the one of Extension A that names use most. */
const blocks: [from: number, to: number][] = [
  [0x4e00, 0x9fa5],
  [0x4dae, 0x4dae],
]

/** Draws every character once and keeps its shape; about two seconds of one core. */
export async function loadLetterforms(): Promise<Letterforms> {
  const characters = blocks.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)),
  )
  const shapes = new Int8Array(characters.length * shapeLength)
  for (let start = 0; start < characters.length; start += perRow * rowsAtOnce) {
    await drawInto(shapes, start, characters.slice(start, start + perRow * rowsAtOnce))
  }
  return { characters, shapes }
}

async function drawInto(shapes: Int8Array, start: number, characters: string[]): Promise<void> {
  const rows = Array.from({ length: Math.ceil(characters.length / perRow) }, (_, i) =>
    characters.slice(i * perRow, (i + 1) * perRow).join(''),
  )
  const { data, info } = await sharp({ text: { text: rows.join('\n'), ...font, spacing: 8 } })
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true })
  const rowPx = info.height / rows.length
  // One buffer for all: thousands of them would swell the process before they are collected.
  const values = new Float32Array(pitchPx * Math.ceil(rowPx))
  for (const i of characters.keys()) {
    const [left, top] = [(i % perRow) * pitchPx, Math.round(Math.floor(i / perRow) * rowPx)]
    const [width, height] = [Math.min(pitchPx, info.width - left), Math.min(Math.round(rowPx), info.height - top)]
    if (width < 4 || height < 4) continue
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) values[y * width + x] = data[(top + y) * info.width + left + x]! / 255
    }
    const shape = shapeOf({ widthPx: width, heightPx: height, values })
    if (shape)
      shapes.set(
        Int8Array.from(shape, (value) => Math.round(value * 127)),
        (start + i) * shapeLength,
      )
  }
}
