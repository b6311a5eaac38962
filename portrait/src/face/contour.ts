import type { Box, Point } from '../frame.ts'

/** The face's oval in the MediaPipe mesh, in order. */
const oval = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136,
  172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
]

/** 1 inside the face's oval, on a grid of `widthPx` x `heightPx` over `box` (pixels of the frame). */
export function faceRegion(mesh: Point[], box: Box, widthPx: number, heightPx: number): Uint8Array {
  return fillPolygon(
    oval.map((i) => mesh[i]),
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
  for (const i of polygonPixels(onGrid, widthPx, heightPx)) region[i] = 1
  return region
}

/** Indices of the pixels whose centres lie inside a polygon of the grid, even-odd. */
export function polygonPixels(points: Point[], widthPx: number, heightPx: number): number[] {
  const found: number[] = []
  const rows = points.map(([, y]) => y)
  const top = Math.max(0, Math.floor(Math.min(...rows)))
  const bottom = Math.min(heightPx - 1, Math.ceil(Math.max(...rows)))
  for (let y = top; y <= bottom; y++) {
    const crossings: number[] = []
    points.forEach(([x1, y1], i) => {
      const [x2, y2] = points[(i + 1) % points.length]
      if (y1 <= y + 0.5 !== y2 <= y + 0.5) crossings.push(x1 + ((y + 0.5 - y1) / (y2 - y1)) * (x2 - x1))
    })
    crossings.sort((a, b) => a - b)
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const from = Math.max(0, Math.ceil(crossings[k] - 0.5))
      const to = Math.min(widthPx - 1, Math.floor(crossings[k + 1] - 0.5))
      for (let x = from; x <= to; x++) found.push(y * widthPx + x)
    }
  }
  return found
}
