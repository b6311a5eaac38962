import type { Pixels, Point } from './frame.ts'

/** Closed line through its points; several together make a letter. */
export type Contour = Point[]

/** Rows of samples in a pixel; along a row the coverage is exact. */
const samplesPerPixel = 4

/**
 * Paints the inside of contours (non-zero winding, as fonts are made) black over a picture, each pixel by the share of it
 * that is covered. In pixels of the picture.
 */
export function paintOutline({ widthPx, heightPx, rgb }: Pixels, contours: Contour[]): void {
  const edges = contours.flatMap(edgesOf)
  if (edges.length === 0) return
  const top = Math.max(0, Math.floor(Math.min(...edges.map(({ top }) => top))))
  const bottom = Math.min(heightPx, Math.ceil(Math.max(...edges.map(({ bottom }) => bottom))))
  const ink = new Float32Array(widthPx)
  for (let y = top; y < bottom; y++) {
    ink.fill(0)
    for (let sample = 0; sample < samplesPerPixel; sample++) {
      addSpans(ink, crossings(edges, y + (sample + 0.5) / samplesPerPixel))
    }
    for (let x = 0; x < widthPx; x++) {
      if (ink[x] === 0) continue
      const light = 1 - Math.min(1, ink[x] / samplesPerPixel)
      const at = (y * widthPx + x) * 3
      for (let c = at; c < at + 3; c++) rgb[c] = Math.round(rgb[c] * light)
    }
  }
}

/** A side of a contour from its upper to its lower end; `turn` is 1 where the contour runs down and -1 where it runs up. */
interface Edge {
  top: number
  bottom: number
  topX: number
  slope: number
  turn: number
}

function edgesOf(contour: Contour): Edge[] {
  return contour.flatMap(([x, y], i) => {
    const [nextX, nextY] = contour[(i + 1) % contour.length]
    if (y === nextY) return []
    const slope = (nextX - x) / (nextY - y)
    return y < nextY
      ? [{ top: y, bottom: nextY, topX: x, slope, turn: 1 }]
      : [{ top: nextY, bottom: y, topX: nextX, slope, turn: -1 }]
  })
}

function crossings(edges: Edge[], y: number): { x: number; turn: number }[] {
  return edges
    .filter(({ top, bottom }) => top <= y && y < bottom)
    .map(({ top, topX, slope, turn }) => ({ x: topX + (y - top) * slope, turn }))
    .sort((a, b) => a.x - b.x)
}

function addSpans(ink: Float32Array, crossed: { x: number; turn: number }[]): void {
  let winding = 0
  crossed.forEach(({ x, turn }, i) => {
    winding += turn
    if (winding !== 0 && i + 1 < crossed.length) addSpan(ink, x, crossed[i + 1].x)
  })
}

function addSpan(ink: Float32Array, from: number, to: number): void {
  const first = Math.max(0, Math.floor(from))
  const end = Math.min(ink.length, Math.ceil(to))
  for (let x = first; x < end; x++) ink[x] += Math.min(to, x + 1) - Math.max(from, x)
}
