import type { Point, SeenFace } from './seen.ts'

/** A face of the MediaPipe mesh: its points, pixels of the picture, and their depths, nearer is smaller. */
export type MeshFace = { mesh: Point[]; depth: number[] }

/** The mesh's width at the temples over the width from cheek to cheek: the mesh runs just inside the contour. */
const meshToFaceWidth = 0.968
/** Depth from the temples to the tip of the nose over the width at the temples. */
const canonicalDepth = 0.62
const temples = [127, 356] as const
const noseTip = 4
/** Corners of the eyes, from the picture's left to its right. */
const eyeCorners = [33, 133, 362, 263] as const
const oval = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136,
  172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
]
const degrees = 180 / Math.PI

/** The middles of the eyes, the one at the picture's left first. */
export function eyesOf({ mesh }: MeshFace): [Point, Point] {
  const [a, b, c, d] = eyeCorners.map((corner) => mesh[corner]) as [Point, Point, Point, Point]
  return [middle(a, b), middle(c, d)]
}

/** The same measures that the finished photo is judged by, without the irises. */
export function seenFace(face: MeshFace): SeenFace {
  const { mesh } = face
  const [left, right] = eyesOf(face)
  const [templeLeft, templeRight] = [mesh[temples[0]], mesh[temples[1]]]
  return {
    centerXPx: (templeLeft[0] + templeRight[0]) / 2,
    eyeLinePx: (left[1] + right[1]) / 2,
    widthPx: (templeRight[0] - templeLeft[0]) / meshToFaceWidth,
    rollDegrees: Math.atan2(right[1] - left[1], right[0] - left[0]) * degrees,
    ...poseOf(face),
  }
}

function middle(a: Point, b: Point): Point {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
}

/** How the plane through the face's outline stands: depth over x and y, least squares over the oval. */
function poseOf({ mesh, depth }: MeshFace): { yawDegrees: number; pitchDegrees: number } {
  const [templeLeft, templeRight] = [mesh[temples[0]], mesh[temples[1]]]
  const width = Math.hypot(templeRight[0] - templeLeft[0], templeRight[1] - templeLeft[1])
  const noseBefore = (depth[temples[0]] + depth[temples[1]]) / 2 - depth[noseTip]
  const scale = (canonicalDepth * width) / Math.max(1, Math.abs(noseBefore))
  const points = oval.map((i) => [mesh[i][0], mesh[i][1], depth[i] * scale] as const)
  const mean = (axis: 0 | 1 | 2) => points.reduce((sum, point) => sum + point[axis], 0) / points.length
  const means = [mean(0), mean(1), mean(2)] as const
  const spread = (a: 0 | 1 | 2, b: 0 | 1 | 2) =>
    points.reduce((sum, point) => sum + (point[a] - means[a]) * (point[b] - means[b]), 0)
  const [xx, xy, yy, xz, yz] = [spread(0, 0), spread(0, 1), spread(1, 1), spread(0, 2), spread(1, 2)]
  const whole = xx * yy - xy * xy
  return {
    yawDegrees: Math.atan((xz * yy - yz * xy) / whole) * degrees,
    pitchDegrees: Math.atan((yz * xx - xz * xy) / whole) * degrees,
  }
}
