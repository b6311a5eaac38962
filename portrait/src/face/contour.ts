import type { Box, Point } from '../frame.ts'
import { faceOval } from './face.ts'

/** 1 inside the face's oval, on a grid of `widthPx` x `heightPx` over `box` (pixels of the frame). */
export function faceRegion(mesh: Point[], box: Box, widthPx: number, heightPx: number): Uint8Array {
  return fillPolygon(
    faceOval.map((i) => mesh[i]),
    box,
    widthPx,
    heightPx,
  )
}

/** 1 inside a polygon of the frame, on a grid of `widthPx` x `heightPx` over `box`. */
function fillPolygon(polygon: Point[], box: Box, widthPx: number, heightPx: number): Uint8Array {
  const region = new Uint8Array(widthPx * heightPx)
  const onGrid = polygon.map(
    ([x, y]): Point => [((x - box.leftPx) * widthPx) / box.widthPx, ((y - box.topPx) * heightPx) / box.heightPx],
  )
  eachSpan(onGrid, widthPx, heightPx, (from, to) => region.fill(1, from, to))
  return region
}

/** Indices of the pixels whose centres lie inside a polygon of the grid, even-odd. */
export function polygonPixels(points: Point[], widthPx: number, heightPx: number): number[] {
  const found: number[] = []
  eachSpan(points, widthPx, heightPx, (from, to) => {
    for (let i = from; i < to; i++) found.push(i)
  })
  return found
}

/** The same as stretches of a row, each with its first index and the one after its last. */
function eachSpan(points: Point[], widthPx: number, heightPx: number, tell: (from: number, to: number) => void): void {
  const ys = points.map(([, y]) => y)
  const first = Math.max(0, Math.floor(Math.min(...ys)))
  const last = Math.min(heightPx - 1, Math.ceil(Math.max(...ys)))
  const crossings: number[][] = []
  for (let y = first; y <= last; y++) crossings.push([])
  for (let i = 0; i < points.length; i++) {
    const [x1, y1] = points[i]
    const [x2, y2] = points[(i + 1) % points.length]
    const slope = (x2 - x1) / (y2 - y1)
    // The rows whose middle lies between the ends, the lower end included.
    const from = Math.max(0, Math.ceil(Math.min(y1, y2) - 0.5))
    const end = Math.min(heightPx, Math.ceil(Math.max(y1, y2) - 0.5))
    for (let y = from; y < end; y++) crossings[y - first].push(x1 + (y + 0.5 - y1) * slope)
  }
  for (let y = first; y <= last; y++) {
    const across = crossings[y - first]
    if (across.length > 2 || across[0] > across[1]) across.sort((a, b) => a - b)
    for (let k = 0; k + 1 < across.length; k += 2) {
      const from = Math.max(0, Math.ceil(across[k] - 0.5))
      const to = Math.min(widthPx - 1, Math.floor(across[k + 1] - 0.5))
      if (to >= from) tell(y * widthPx + from, y * widthPx + to + 1)
    }
  }
}
