import type { Point, Quad } from '../picture.ts'
import type { Plane } from './networks.ts'
import { smallestRectangle } from './smallest-rectangle.ts'

const pixelLimit = 0.3
const boxLimit = 0.5
/** How far the network's cores are spread to whole characters: area × this / perimeter. */
const spread = 1.6
const fewestPixels = 12

/**
 * Text boxes from a map of text cores; differentiable binarization, Liao et al. 2020, section 3.4. Corners are in
 * pixels of a picture `scaleX`, `scaleY` times as large as the map, the longer side is the reading direction.
 */
export function textBoxes(map: Plane, scaleX: number, scaleY: number): Quad[] {
  const seen = new Uint8Array(map.values.length)
  const boxes: Quad[] = []
  for (let start = 0; start < map.values.length; start++) {
    if (seen[start] || map.values[start]! < pixelLimit) continue
    const { border, count, mean } = flood(map, start, seen)
    if (count < fewestPixels || mean < boxLimit) continue
    const box = spreadBox(border, scaleX, scaleY)
    if (box) boxes.push(box)
  }
  return boxes
}

function flood({ widthPx, heightPx, values }: Plane, start: number, seen: Uint8Array) {
  const border: Point[] = []
  const stack = [start]
  let count = 0
  let sum = 0
  seen[start] = 1
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const x = at % widthPx
    const y = (at - x) / widthPx
    let isBorder = x === 0 || y === 0 || x === widthPx - 1 || y === heightPx - 1
    sum += values[at]!
    count++
    for (let ny = Math.max(0, y - 1); ny <= Math.min(heightPx - 1, y + 1); ny++) {
      for (let nx = Math.max(0, x - 1); nx <= Math.min(widthPx - 1, x + 1); nx++) {
        const next = ny * widthPx + nx
        if (values[next]! < pixelLimit) isBorder = true
        else if (!seen[next]) {
          seen[next] = 1
          stack.push(next)
        }
      }
    }
    if (isBorder) border.push([x, y])
  }
  return { border, count, mean: sum / count }
}

function spreadBox(border: Point[], scaleX: number, scaleY: number): Quad | undefined {
  const around = smallestRectangle(border)
  if (!around) return undefined
  const { ux, uy, from, to } = around
  const width = to[0] - from[0] + 1
  const height = to[1] - from[1] + 1
  if (Math.min(width, height) < 3) return undefined
  const more = (width * height * spread) / (2 * (width + height))
  const corner = (along: number, across: number): Point => [
    (along * ux - across * uy + 0.5) * scaleX,
    (along * uy + across * ux + 0.5) * scaleY,
  ]
  const quad: Quad = [
    corner(from[0] - more, from[1] - more),
    corner(to[0] + more, from[1] - more),
    corner(to[0] + more, to[1] + more),
    corner(from[0] - more, to[1] + more),
  ]
  return width >= height ? quad : [quad[1], quad[2], quad[3], quad[0]]
}
