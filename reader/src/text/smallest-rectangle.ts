import type { Point } from '../picture.ts'

/** A rectangle in a turned frame: `ux`, `uy` is the unit vector of its first axis; bounds along both axes. */
export interface TurnedRectangle {
  ux: number
  uy: number
  from: Point
  to: Point
}

/** The rectangle of smallest area around the points: one of its sides lies on a side of the convex hull. */
export function smallestRectangle(points: Point[]): TurnedRectangle | undefined {
  const hull = convexHull(points)
  let best: TurnedRectangle | undefined
  let bestArea = Number.POSITIVE_INFINITY
  for (const [i, a] of hull.entries()) {
    const b = hull[(i + 1) % hull.length]!
    const length = Math.hypot(b[0] - a[0], b[1] - a[1])
    if (length === 0) continue
    const around = boundsAlong(hull, (b[0] - a[0]) / length, (b[1] - a[1]) / length)
    const area = (around.to[0] - around.from[0]) * (around.to[1] - around.from[1])
    if (area < bestArea) {
      best = around
      bestArea = area
    }
  }
  return best
}

function boundsAlong(points: Point[], ux: number, uy: number): TurnedRectangle {
  const along = points.map(([x, y]) => x * ux + y * uy)
  const across = points.map(([x, y]) => y * ux - x * uy)
  return {
    ux,
    uy,
    from: [Math.min(...along), Math.min(...across)],
    to: [Math.max(...along), Math.max(...across)],
  }
}

/** Andrew's monotone chain. */
function convexHull(points: Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])
  return [...halfHull(sorted), ...halfHull(sorted.toReversed())]
}

function halfHull(points: Point[]): Point[] {
  const chain: Point[] = []
  for (const point of points) {
    while (chain.length > 1 && turnsRight(chain.at(-2)!, chain.at(-1)!, point)) chain.pop()
    chain.push(point)
  }
  chain.pop()
  return chain
}

const turnsRight = (o: Point, a: Point, b: Point) => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]) <= 0
