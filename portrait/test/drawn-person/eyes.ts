import { PUPIL_U } from './anatomy.ts'
import { coverage, drawStroke, emptyStroke, lay } from './canvas.ts'
import { bump, smoothStep } from './curve.ts'
import { developed, linearOf, shade, skin } from './light.ts'
import { randomFrom, smoothNoise } from './noise.ts'
import type { Reach } from './relief.ts'
import { eachHeadPixel, headBox, headToPx, type Scene } from './scene.ts'
import { type Colour, skinColours } from './variation.ts'

const HALF_WIDTH = 15
const IRIS_RADIUS = 6
const irisColour: Colour = [0.2, 0.12, 0.075]

/** Height of the upper lid's edge above the pupil's middle at s mm from it (s grows outwards), and of the lower. */
function upperLid(s: number): number {
  const t = Math.min(1, Math.abs(s + 0.6) / HALF_WIDTH)
  return -5.2 * (1 - t ** 2.2) ** 0.85 + 1.4 * t * t - 0.075 * s
}
function lowerLid(s: number): number {
  const t = Math.min(1, Math.abs(s - 1) / (HALF_WIDTH - 0.4))
  return 4.9 * (1 - t * t) ** 0.9 + 1.4 * t * t - 0.075 * s
}

export function drawEyes(scene: Scene, reach: Reach): void {
  for (const side of [-1, 1]) {
    if (scene.variation.eyes === 'open') drawOpenEye(scene, reach, side)
    drawLidLines(scene, side)
    drawLashes(scene, side)
  }
}

function drawOpenEye(scene: Scene, reach: Reach, side: number): void {
  const { canvas, pxPerMm } = scene
  const out = new Float64Array(3)
  const normal = new Float64Array(3)
  const box = headBox(scene, side * PUPIL_U - 18, -10, side * PUPIL_U + 18, 10)
  eachHeadPixel(scene, box, (i, u, v) => {
    const s = u * side - PUPIL_U
    if (Math.abs(s) > HALF_WIDTH) return
    const inside = Math.max(upperLid(s) - v, v - lowerLid(s))
    const covered = coverage(inside * 0.9 * pxPerMm)
    if (covered === 0) return
    const colour = eyeColour(scene, s, v, side)
    ballNormal(normal, scene, u - side * PUPIL_U, v)
    const x = i % canvas.widthPx
    const y = (i / canvas.widthPx) | 0
    const at = (y >> 1) * scene.depthWidthPx + (x >> 1)
    const lidShade = 1 - 0.55 * smoothStep(3.4, 0, v - upperLid(s)) - 0.16 * smoothStep(1.6, 0, lowerLid(s) - v)
    const corner = 1 - 0.3 * smoothStep(9, 15, Math.abs(s))
    shade(out, colour, { ...skin, gloss: 0 }, normal, scene.light, 0.4 + 0.6 * reach.key[at], 0.9)
    const glint = catchLight(scene, u - side * PUPIL_U, v)
    for (let c = 0; c < 3; c++)
      out[c] = out[c] * lidShade * corner * (1 - glint) + glint * 0.95 * scene.variation.exposure
    lay(canvas, i, developed(out[0]), developed(out[1]), developed(out[2]), covered)
  })
}

function eyeColour(scene: Scene, s: number, v: number, side: number): Colour {
  const white: Colour = [0.8, 0.76, 0.74]
  const r = Math.hypot(s, v)
  const tear = smoothStep(-11.6, -13.6, s)
  const angle = Math.atan2(v, s * side)
  const fibre = 1 + 0.35 * smoothNoise(angle * 9, r * 0.7, scene.variation.seed + 41)
  const rim = 1 - 0.75 * smoothStep(IRIS_RADIUS - 1.5, IRIS_RADIUS, r)
  const lit = 0.75 + 0.75 * smoothStep(-3, 5, v)
  const inIris = smoothStep(IRIS_RADIUS + 0.3, IRIS_RADIUS - 0.3, r)
  const inPupil = smoothStep(2.45, 1.95, r)
  const iris = linearOf(irisColour)
  const mixed: Colour = [0, 0, 0]
  const pink: Colour = [0.72, 0.42, 0.38]
  for (let c = 0; c < 3; c++) {
    const ball = white[c] * (1 - tear) + pink[c] * tear
    const coloured = iris[c] * 1.25 * fibre * rim * lit * (1 - inPupil) + 0.004 * inPupil
    mixed[c] = ball * (1 - inIris) + coloured * inIris
  }
  return mixed
}

function ballNormal(normal: Float64Array, scene: Scene, du: number, dv: number): void {
  const x = du * scene.cos - dv * scene.sin
  const y = du * scene.sin + dv * scene.cos
  normal[0] = x / 17
  normal[1] = y / 17
  normal[2] = Math.sqrt(Math.max(0.2, 1 - (x * x + y * y) / 289))
}

function catchLight(scene: Scene, du: number, dv: number): number {
  const x = du * scene.cos - dv * scene.sin
  const y = du * scene.sin + dv * scene.cos
  const main = smoothStep(1.5, 0.7, Math.hypot(x - 3.2 * scene.light.x, (y - 3.6 * scene.light.y) * 1.1))
  const window = 0.22 * smoothStep(1.5, 0.5, Math.hypot(x + 2.4, y - 2.4))
  return Math.max(main, window)
}

/** The dark line of the lashes' roots, the fold above the lid, the moist edge below; or a shut lid. */
function drawLidLines(scene: Scene, side: number): void {
  const { canvas, pxPerMm } = scene
  const shut = scene.variation.eyes === 'closed'
  const base = linearOf(skinColours[scene.variation.skin])
  const box = headBox(scene, side * PUPIL_U - 22, -18, side * PUPIL_U + 22, 14)
  const line: Colour = [0.07, 0.045, 0.04]
  eachHeadPixel(scene, box, (i, u, v) => {
    const s = u * side - PUPIL_U
    if (Math.abs(s) > HALF_WIDTH + 2) return
    const upper = shut ? lowerLid(s) - 1.2 : upperLid(s)
    const ends = smoothStep(HALF_WIDTH + 1.6, HALF_WIDTH - 2, Math.abs(s + 0.3))
    const thick = (0.62 + 0.3 * smoothStep(-8, 12, s)) * ends
    const lash = coverage((Math.abs(v - upper + 0.15) - thick) * pxPerMm) * ends * 0.9
    const fold = 0.5 * bump(v - upperLid(s) + 3.9 - 0.05 * s, 0.6) * smoothStep(HALF_WIDTH + 2, 8, Math.abs(s - 1))
    const below = shut ? 0 : 0.3 * bump(v - lowerLid(s) - 0.2, 0.5) * ends
    const deepRed = (c: number) => developed(base[c] * scene.light.key * [0.34, 0.2, 0.16][c])
    if (fold > 0.01) lay(canvas, i, deepRed(0), deepRed(1), deepRed(2), fold)
    if (below > 0.01) lay(canvas, i, deepRed(0), deepRed(1), deepRed(2), below)
    if (lash > 0.01) lay(canvas, i, line[0], line[1], line[2], lash)
  })
}

function drawLashes(scene: Scene, side: number): void {
  const random = randomFrom(scene.variation.seed * 31 + side + 7)
  const stroke = emptyStroke(4)
  const shut = scene.variation.eyes === 'closed'
  const long = scene.variation.face === 'soft' ? 1.25 : 0.85
  for (let k = 0; k < 70; k++) {
    const s = -12 + 26 * ((k + random()) / 70)
    const below = shut || k % 3 === 0
    const root = below ? lowerLid(s) - (shut ? 1 : 0) : upperLid(s)
    const reach = (below ? 2 : 4.2) * long * (0.55 + 0.45 * smoothStep(-12, 10, s)) * (0.75 + 0.5 * random())
    const lean = 0.085 * s + 0.2 * (random() - 0.5)
    const way = below ? 1 : -0.75
    for (let n = 0; n < 4; n++) {
      const t = n / 3
      const du = reach * lean * t
      const dv = way * reach * (t - 0.35 * (below ? 0 : t * t) * 0.6)
      const [x, y] = headToPx(scene, side * (PUPIL_U + s + du), root + dv)
      stroke.x[n] = x
      stroke.y[n] = y
      stroke.r[n] = 0.08
      stroke.g[n] = 0.055
      stroke.b[n] = 0.05
    }
    stroke.count = 4
    stroke.radiusPx = 0.16 * scene.pxPerMm
    stroke.strength = below ? 0.35 : 0.75
    drawStroke(scene.canvas, stroke)
  }
}
