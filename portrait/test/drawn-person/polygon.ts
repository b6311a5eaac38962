/** A closed polygon with its bounds. */
export interface Polygon {
  x: Float64Array
  y: Float64Array
  left: number
  top: number
  right: number
  bottom: number
}

export function polygonOf(points: [number, number][]): Polygon {
  const x = Float64Array.from(points, (point) => point[0])
  const y = Float64Array.from(points, (point) => point[1])
  return { x, y, left: Math.min(...x), top: Math.min(...y), right: Math.max(...x), bottom: Math.max(...y) }
}

/** Beyond this distance only the bounds are looked at: the edge is out of reach of any soft rim. */
const FAR = 16

/** Signed distance to a polygon, negative inside (Inigo Quilez, "2D distance functions"); far away a lower bound of it. */
export function polygonDistance(polygon: Polygon, px: number, py: number): number {
  const bound = Math.max(polygon.left - px, px - polygon.right, polygon.top - py, py - polygon.bottom)
  if (bound > FAR) return bound
  const { x, y } = polygon
  let least = Number.POSITIVE_INFINITY
  let inside = false
  for (let i = 0, j = x.length - 1; i < x.length; j = i++) {
    const ex = x[j] - x[i]
    const ey = y[j] - y[i]
    const wx = px - x[i]
    const wy = py - y[i]
    const t = Math.min(1, Math.max(0, (wx * ex + wy * ey) / (ex * ex + ey * ey)))
    const dx = wx - ex * t
    const dy = wy - ey * t
    least = Math.min(least, dx * dx + dy * dy)
    if (y[i] > py !== y[j] > py && px < (ex * wy) / ey + x[i]) inside = !inside
  }
  return inside ? -Math.sqrt(least) : Math.sqrt(least)
}
