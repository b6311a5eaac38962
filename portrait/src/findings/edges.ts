import { boxFilter } from '../box-filter.ts'
import { workPlane } from '../matte/work-plane.ts'
import type { Edge, EdgePart } from '../report.ts'

/** What a part of the outline is looked for in: a picture's alpha, and where the face lies on it. */
export interface Outline {
  alpha: Float32Array
  widthPx: number
  heightPx: number
  hairTopPx: number
  eyeLinePx: number
  centerXPx: number
}

/** Half the side of the square that is looked at together, at 640 px of height. */
const reachPx = 14
const stepPx = 4
const squarePx = (2 * reachPx + 1) ** 2

/**
 * Where the outline is softest, in each of its six parts: hair above the eyes, face and neck, shoulders, each left and
 * right. The width of the way from person to background is the sum of 4a(1 - a) over the length of the outline, times
 * 3/2: on a straight ramp of w pixels the sum is 2w/3 for each pixel of length.
 */
export function findEdges(outline: Outline): Edge[] {
  const { widthPx, heightPx, hairTopPx, eyeLinePx, centerXPx } = outline
  const mixed = meansAround(outline, softness(outline))
  const crossed = meansAround(outline, crossings(outline))
  // As far below the eyes as the hair's top is above them lies the chin.
  const chinPx = 2 * eyeLinePx - hairTopPx
  const worst = new Map<EdgePart, Edge>()
  for (let y = reachPx; y < heightPx - reachPx; y += stepPx) {
    const height = y < eyeLinePx ? 'hair' : y < chinPx ? 'face' : 'shoulder'
    for (let x = reachPx; x < widthPx - reachPx; x += stepPx) {
      const at = y * widthPx + x
      const length = crossed[at] * squarePx
      if (length < reachPx) continue
      const part: EdgePart = `${height}-${x < centerXPx ? 'left' : 'right'}`
      const softPx = (1.5 * mixed[at]) / crossed[at]
      const before = worst.get(part)
      if (before === undefined || softPx > before.softPx) worst.set(part, { part, xPx: x, yPx: y, softPx })
    }
  }
  return [...worst.values()].map((edge) => ({ ...edge, softPx: Math.round(edge.softPx * 100) / 100 }))
}

/** How long the outline is in each pixel: along its right and lower sides, as one line where it passes both. */
function crossings({ alpha, widthPx, heightPx }: Outline): Float32Array {
  const lengths = workPlane('crossings', alpha.length)
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at++) {
      const inside = alpha[at] > 0.5
      const right = x + 1 < widthPx && alpha[at + 1] > 0.5 !== inside
      const below = y + 1 < heightPx && alpha[at + widthPx] > 0.5 !== inside
      lengths[at] = right && below ? Math.SQRT2 : right || below ? 1 : 0
    }
  }
  return lengths
}

function softness({ alpha }: Outline): Float32Array {
  const softness = workPlane('softness', alpha.length)
  for (let at = 0; at < alpha.length; at++) softness[at] = 4 * alpha[at] * (1 - alpha[at])
  return softness
}

function meansAround({ widthPx, heightPx }: Outline, plane: Float32Array): Float32Array {
  return boxFilter(plane, widthPx, heightPx, reachPx, plane)
}
