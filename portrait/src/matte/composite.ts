import type { Box, Pixels } from '../frame.ts'
import { eachRun, type Runs, resampleArea } from '../resample.ts'
import { type Matte, matteOnGrid } from './matte.ts'
import { workPlane } from './work-plane.ts'

interface Size {
  widthPx: number
  heightPx: number
}

export interface Composite extends Size {
  /** Interleaved 8-bit sRGB. */
  rgb: Uint8Array
  /** 0..1 on the same grid, exactly 0 where the background stands alone and 1 where the photo does. */
  alpha: Float32Array
}

/** Mixing shares smaller than one step of an 8-bit matte are none. */
const least = 1 / 255

/**
 * The crop on the new background. Pixels that are all person are a plain area average of the photo, pixels that are
 * all wall are the background itself, and only those between are mixed from the person's light.
 * Source: Porter and Duff 1984, "Compositing digital images" (over, premultiplied).
 */
export function compose(
  photo: Pixels,
  matte: Matte,
  crop: Box,
  widthPx: number,
  heightPx: number,
  background: [number, number, number],
): Composite {
  const { view } = matte
  const scale = view.widthPx / view.box.widthPx
  const inView = {
    leftPx: (crop.leftPx - view.box.leftPx) * scale,
    topPx: (crop.topPx - view.box.topPx) * scale,
    widthPx: crop.widthPx * scale,
    heightPx: crop.heightPx * scale,
  }
  const length = widthPx * heightPx * 3
  const area = (from: Float32Array | Uint8Array, grid: Size, box: Box, name: string, wanted: Runs) =>
    resampleArea(from, grid.widthPx, grid.heightPx, 3, box, widthPx, heightPx, workPlane(name, length), wanted)
  const alpha = matteOnGrid(matte.alpha, view, crop, widthPx, heightPx)
  const rgb = new Uint8Array(length)
  const { whole, mixed } = layBackground(alpha, rgb, { widthPx, heightPx }, background)
  const plain = area(photo.rgb, photo, crop, 'plain', whole)
  eachRun(whole, (y, from, to) => {
    for (let i = y * widthPx + from, at = i * 3; i < y * widthPx + to; i++, at += 3) {
      if (alpha[i] !== 1) continue
      rgb[at] = byteOf(plain[at])
      rgb[at + 1] = byteOf(plain[at + 1])
      rgb[at + 2] = byteOf(plain[at + 2])
    }
  })
  const [red, green, blue] = background
  const light = area(matte.light, view, inView, 'light', mixed)
  eachRun(mixed, (y, from, to) => {
    for (let i = y * widthPx + from, at = i * 3; i < y * widthPx + to; i++, at += 3) {
      if (alpha[i] === 0 || alpha[i] === 1) continue
      const left = 1 - alpha[i]
      rgb[at] = byteOf(light[at] + left * red)
      rgb[at + 1] = byteOf(light[at + 1] + left * green)
      rgb[at + 2] = byteOf(light[at + 2] + left * blue)
    }
  })
  return { widthPx, heightPx, rgb, alpha }
}

/** Runs of the same kind nearer to each other are one. */
const gapPx = 32

/** Fills what is all wall, rounds alpha to 0 and 1, and tells where pixels are all person and where they are mixed. */
function layBackground(
  alpha: Float32Array,
  rgb: Uint8Array,
  { widthPx, heightPx }: Size,
  [red, green, blue]: [number, number, number],
): { whole: Runs; mixed: Runs } {
  const whole: Runs = { edges: [], ends: new Int32Array(heightPx) }
  const mixed: Runs = { edges: [], ends: new Int32Array(heightPx) }
  const wallRow = new Uint8Array(widthPx * 3)
  for (let at = 0; at < wallRow.length; at += 3) wallRow.set([red, green, blue], at)
  for (let y = 0; y < heightPx; y++) {
    const end = (y + 1) * widthPx
    for (let i = y * widthPx; i < end; ) {
      const from = i
      if (alpha[i] < least) {
        while (i < end && alpha[i] < least) alpha[i++] = 0
        rgb.set(wallRow.subarray(0, (i - from) * 3), from * 3)
        continue
      }
      const isWhole = alpha[i] > 1 - least
      if (isWhole) while (i < end && alpha[i] > 1 - least) alpha[i++] = 1
      else while (i < end && alpha[i] >= least && alpha[i] <= 1 - least) i++
      addRun(isWhole ? whole : mixed, y, from - y * widthPx, i - y * widthPx)
    }
    for (const { edges, ends } of [whole, mixed]) ends[y] = edges.length / 2
  }
  return { whole, mixed }
}

function addRun({ edges, ends }: Runs, y: number, from: number, to: number): void {
  const isFirstOfRow = edges.length / 2 === (y === 0 ? 0 : ends[y - 1])
  if (!isFirstOfRow && from - edges[edges.length - 1] < gapPx) edges[edges.length - 1] = to
  else edges.push(from, to)
}

function byteOf(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : (value + 0.5) | 0
}
