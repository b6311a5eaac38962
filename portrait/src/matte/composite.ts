import type { Box, Pixels } from '../frame.ts'
import { eachRun, type Runs, resampleArea, resampleRunsOfBytes } from '../resample.ts'
import { type Matte, matteOnGrid } from './matte.ts'
import { workPlane } from './work-plane.ts'

export interface Composite {
  widthPx: number
  heightPx: number
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
  alphaResult?: Float32Array,
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
  const alpha = matteOnGrid(matte.alpha, view, crop, widthPx, heightPx, alphaResult)
  const rgb = new Uint8Array(length)
  const { whole, mixed, wall } = runsOf(alpha, widthPx, heightPx)
  resampleRunsOfBytes(photo, crop, widthPx, heightPx, rgb, whole)
  layBackground(rgb, widthPx, wall, background)
  const [red, green, blue] = background
  const light = workPlane('light', length)
  resampleArea(matte.light, view.widthPx, view.heightPx, 3, inView, widthPx, heightPx, light, mixed)
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

/**
 * Rounds alpha to 0 and 1, and tells where pixels are all person, where they are mixed, each with some others between,
 * and where exactly there is nothing but wall.
 */
function runsOf(alpha: Float32Array, widthPx: number, heightPx: number): Record<'whole' | 'mixed' | 'wall', Runs> {
  const [whole, mixed, wall] = Array.from({ length: 3 }, (): Runs => ({ edges: [], ends: new Int32Array(heightPx) }))
  for (let y = 0; y < heightPx; y++) {
    const row = y * widthPx
    const end = row + widthPx
    for (let i = row; i < end; ) {
      const from = i
      if (alpha[i] < least) {
        while (i < end && alpha[i] < least) alpha[i++] = 0
        addRun(wall, y, from - row, i - row, 0)
      } else if (alpha[i] > 1 - least) {
        while (i < end && alpha[i] > 1 - least) alpha[i++] = 1
        addRun(whole, y, from - row, i - row, gapPx)
      } else {
        while (i < end && alpha[i] >= least && alpha[i] <= 1 - least) i++
        addRun(mixed, y, from - row, i - row, gapPx)
      }
    }
    for (const { edges, ends } of [whole, mixed, wall]) ends[y] = edges.length / 2
  }
  return { whole, mixed, wall }
}

function layBackground(rgb: Uint8Array, widthPx: number, wall: Runs, background: [number, number, number]): void {
  const row = new Uint8Array(widthPx * 3)
  for (let at = 0; at < row.length; at += 3) row.set(background, at)
  eachRun(wall, (y, from, to) => rgb.set(row.subarray(0, (to - from) * 3), (y * widthPx + from) * 3))
}

function addRun({ edges, ends }: Runs, y: number, from: number, to: number, gapPx: number): void {
  const isFirstOfRow = edges.length / 2 === (y === 0 ? 0 : ends[y - 1])
  if (!isFirstOfRow && from - edges[edges.length - 1] < gapPx) edges[edges.length - 1] = to
  else edges.push(from, to)
}

function byteOf(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : (value + 0.5) | 0
}
