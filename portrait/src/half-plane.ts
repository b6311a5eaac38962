/** A point of the plane (hair top, eye line), both in finished pixels. */
export type Corner = [hairTop: number, eyeLine: number]

/** The half-plane a*h + b*e <= c. */
export interface HalfPlane {
  a: number
  b: number
  c: number
}

/** What a half-plane leaves of a convex polygon; empty when nothing. Sutherland and Hodgman 1974, one side. */
export function clip(polygon: Corner[], { a, b, c }: HalfPlane): Corner[] {
  const kept: Corner[] = []
  polygon.forEach((corner, i) => {
    const next = polygon[(i + 1) % polygon.length]
    const here = a * corner[0] + b * corner[1] - c
    const there = a * next[0] + b * next[1] - c
    if (here <= 0) kept.push(corner)
    if (here < 0 !== there < 0 && here !== there) {
      const t = here / (here - there)
      if (t > 0 && t < 1) kept.push([corner[0] + t * (next[0] - corner[0]), corner[1] + t * (next[1] - corner[1])])
    }
  })
  return kept
}

/** The point of a convex polygon (corners clockwise on a y-down plane) that is nearest to the wish, none of an empty one. */
export function nearestOf(polygon: Corner[], wish: Corner): Corner | undefined {
  let twiceArea = 0
  let inside = true
  let best: Corner | undefined = polygon[0]
  let bestDistance = Infinity
  polygon.forEach((from, i) => {
    const to = polygon[(i + 1) % polygon.length]
    const along: Corner = [to[0] - from[0], to[1] - from[1]]
    const toWish: Corner = [wish[0] - from[0], wish[1] - from[1]]
    if (along[0] * toWish[1] - along[1] * toWish[0] < 0) inside = false
    twiceArea += from[0] * to[1] - from[1] * to[0]
    const length = along[0] ** 2 + along[1] ** 2
    const t = length > 0 ? Math.min(1, Math.max(0, (along[0] * toWish[0] + along[1] * toWish[1]) / length)) : 0
    const point: Corner = [from[0] + t * along[0], from[1] + t * along[1]]
    const distance = Math.hypot(point[0] - wish[0], point[1] - wish[1])
    if (distance < bestDistance) {
      bestDistance = distance
      best = point
    }
  })
  // Nothing is inside a polygon that has shrunk to a line or a point, though it is on no side's outer side.
  return inside && twiceArea > 1e-6 ? wish : best
}
