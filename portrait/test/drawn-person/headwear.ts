import { PUPIL_U } from './anatomy.ts'
import { coverage, drawStroke, emptyStroke, lay } from './canvas.ts'
import { smoothStep } from './curve.ts'
import { behindHairline } from './hair.ts'
import { developed, linearOf } from './light.ts'
import { randomFrom } from './noise.ts'
import type { Relief } from './relief.ts'
import { eachHeadPixel, headBox, headToPx, type Scene } from './scene.ts'
import { hairColours } from './variation.ts'

/** The scalp under the hair, dark, so that no skin shines through between the strands. */
export function drawScalp(scene: Scene, relief: Relief): void {
  const { canvas } = scene
  const base = linearOf(hairColours[scene.variation.hairColour])
  const colour = base.map((c) => developed(c * 0.42 * (scene.light.key + scene.light.fill)))
  const rgba = canvas.rgba
  eachHeadPixel(scene, relief.box, (i, u, v) => {
    const covered = smoothStep(-0.5, 7, behindHairline(u, v)) * rgba[i * 4 + 3]
    if (covered > 0) lay(canvas, i, colour[0], colour[1], colour[2], covered * 0.92)
  })
}

const bunPlace = { v: -107, radiusMm: 24 }

/** A bun that peeks over the crown from behind: a dark ball wound round with strands. */
export function drawBun(scene: Scene): void {
  const { canvas, pxPerMm, light } = scene
  const base = linearOf(hairColours[scene.variation.hairColour])
  const radius = bunPlace.radiusMm
  const box = headBox(scene, -radius - 2, bunPlace.v - radius - 2, radius + 2, bunPlace.v + radius + 2)
  const dark = base.map((c) => developed(c * 0.35 * (light.key + light.fill)))
  eachHeadPixel(scene, box, (i, u, v) => {
    const covered = coverage((Math.hypot(u, v - bunPlace.v) - radius) * pxPerMm)
    if (covered > 0) lay(canvas, i, dark[0], dark[1], dark[2], covered)
  })
  const random = randomFrom(scene.variation.seed + 271)
  const stroke = emptyStroke(14)
  for (let k = 0; k < 900; k++) {
    const start = random() * Math.PI * 2
    const tilt = (random() - 0.5) * 1.2
    const ring = radius * (0.25 + 0.8 * random())
    const tint = 0.7 + 0.6 * random()
    for (let n = 0; n < 14; n++) {
      const turn = start + n * 0.16
      const u = ring * Math.cos(turn)
      const v = bunPlace.v + ring * Math.sin(turn) * (0.75 + 0.25 * Math.cos(tilt)) + tilt * 3
      const facing = Math.max(0, ((u * light.x + (v - bunPlace.v) * light.y) / radius) * 0.7 + light.z * 0.5)
      const [x, y] = headToPx(scene, u, v)
      stroke.x[n] = x
      stroke.y[n] = y
      const lit = tint * (light.key * (0.15 + facing) + 0.5 * light.fill)
      const gloss = 0.05 * light.key * facing ** 3 * tint
      stroke.r[n] = developed(base[0] * lit + gloss)
      stroke.g[n] = developed(base[1] * lit + gloss)
      stroke.b[n] = developed(base[2] * lit + gloss)
    }
    stroke.count = 14
    stroke.radiusPx = 0.22 * pxPerMm
    stroke.strength = 0.7
    drawStroke(canvas, stroke)
  }
}

/** Plain dark spectacles with clear glass. */
export function drawGlasses(scene: Scene): void {
  const { canvas, pxPerMm } = scene
  const box = headBox(scene, -76, -24, 76, 30)
  eachHeadPixel(scene, box, (i, u, v) => {
    const a = Math.abs(u)
    const p = Math.abs(a - PUPIL_U - 1.5) / 25.5
    const q = Math.abs(v - 3.5) / 19.5
    const r = (p ** 2.8 + q ** 2.8) ** (1 / 2.8)
    const rim = (Math.abs(r - 1) - 0.06) * 21
    const bridge = a < 9 ? Math.abs(v + 4.5 - 0.02 * a * a) - 1.1 : 9
    const arm = a > 57 ? Math.abs(v + 6) - 1.5 : 9
    const frame = coverage(Math.min(rim, bridge, arm) * pxPerMm)
    const inside = r < 1 ? 0.05 * smoothStep(1, 0.4, r) * smoothStep(-0.4, 0.8, (u - v) / 20 - 1.2) : 0
    const limit = canvas.rgba[i * 4 + 3]
    const e = scene.variation.exposure ** 0.45
    if (inside > 0) lay(canvas, i, e, e, e, inside * limit)
    if (frame > 0) lay(canvas, i, 0.11 * e, 0.1 * e, 0.11 * e, frame * 0.95 * limit)
  })
}
