import { drawStroke, emptyStroke } from './canvas.ts'
import { curveThrough, smoothStep } from './curve.ts'
import { randomFrom } from './noise.ts'
import { headToPx, type Scene } from './scene.ts'
import { hairColours } from './variation.ts'

/** Middle line of a brow: height v at distance u from the middle of the face. */
const arch = curveThrough([
  [10, -14.2],
  [22, -17.6],
  [34, -20.8],
  [44, -19.9],
  [53, -16],
])

/** Brows of single hairs: upright at the inner end, lying outwards further out. */
export function drawBrows(scene: Scene): void {
  const { seed, face, hairColour, exposure } = scene.variation
  const random = randomFrom(seed * 17 + 3)
  const stroke = emptyStroke(6)
  const colour = hairColours[hairColour].map((c) => Math.min(0.36, c * 0.7 + 0.06) * exposure ** 0.45)
  const width = face === 'firm' ? 4.3 : 3.2
  for (const side of [-1, 1]) {
    for (let k = 0; k < 330; k++) {
      const u = 11.5 + 39 * random() ** 0.92
      const across = random() * 2 - 1
      const narrow = smoothStep(9, 20, u) * 0.35 + 0.65 - 0.6 * smoothStep(38, 52, u)
      const v = arch.at(u) + across * width * narrow
      const steep = 0.95 * (1 - smoothStep(11, 27, u)) + 0.42 * across * smoothStep(14, 30, u)
      const reach = (5.2 - 1.4 * smoothStep(36, 50, u)) * (0.7 + 0.6 * random())
      for (let n = 0; n < 6; n++) {
        const t = n / 5
        const bend = t * t * 0.5
        const du = reach * (t * Math.cos(steep) + bend * 0.4)
        const slope = arch.slope(Math.min(52, u + du))
        const [x, y] = headToPx(scene, side * (u + du), v - reach * t * Math.sin(steep) * (1 - bend) + du * slope * 0.8)
        stroke.x[n] = x
        stroke.y[n] = y
        stroke.r[n] = colour[0]
        stroke.g[n] = colour[1]
        stroke.b[n] = colour[2]
      }
      stroke.count = 6
      stroke.radiusPx = 0.17 * scene.pxPerMm
      stroke.strength = (0.3 + 0.4 * random()) * (1 - 0.5 * Math.abs(across) ** 3) * smoothStep(9, 15, u)
      drawStroke(scene.canvas, stroke)
    }
  }
}
