import { smoothNoise } from '../../../test/drawn-person/noise.ts'
import type { Pixels } from '../../frame.ts'
import { between, copyOf, oneOf, type Random, type Rgb, type Sitter } from './sitter.ts'

const plainColours: Rgb[] = [
  [238, 238, 236],
  [205, 207, 208],
  [232, 222, 200],
  [190, 208, 196],
  [140, 170, 205],
  [120, 95, 75],
  [165, 205, 235],
]

type Paint = (x: number, y: number) => Rgb

/** The person, cut out with the matte, before another wall. */
function before(from: Sitter, wall: Paint): Pixels {
  const { rgb, widthPx, heightPx, alpha, knownColumns } = copyOf(from)
  for (let i = 0; i < alpha.length; i++) {
    if (alpha[i] > 0.996) continue
    const behind = wall((i % widthPx) / widthPx, ((i / widthPx) | 0) / widthPx)
    for (let c = 0; c < 3; c++) {
      const value = rgb[i * 3 + c] * alpha[i] + behind[c] * (1 - alpha[i])
      rgb[i * 3 + c] = Math.min(255, Math.max(0, value)) + 0.5
    }
  }
  const [left, right] = knownColumns
  const part = new Uint8Array((right - left) * heightPx * 3)
  for (let y = 0; y < heightPx; y++) {
    const row = y * widthPx
    part.set(rgb.subarray((row + left) * 3, (row + right) * 3), y * (right - left) * 3)
  }
  return { widthPx: right - left, heightPx, rgb: part }
}

function times(colour: Rgb, factor: number): Rgb {
  return colour.map((value) => value * factor) as Rgb
}

/** Walls that are plain enough: graded, with a soft shadow, window light, fine plaster or the folds of a cloth. */
export function plainWall(from: Sitter, random: Random): Pixels {
  const colour = oneOf(random, plainColours)
  const seed = (random() * 1e6) | 0
  const [across, down] = [between(random, -0.2, 0.2), between(random, -0.2, 0.2)]
  const light: Paint = (x, y) => times(colour, 1 + across * (x - 0.5) + down * (y - 0.5))
  const kind = oneOf(random, ['graded', 'shadow', 'window', 'plaster', 'cloth'])
  const noisy = (x: number, y: number) => 1 + 0.008 * smoothNoise(x * 900, y * 900, seed)
  const u = between(random, 0.6, 0.9)
  const walls: Record<string, Paint> = {
    graded: (x, y) => times(light(x, y), noisy(x, y)),
    shadow: (x, y) => times(light(x, y), noisy(x, y) * (1 - 0.2 * Math.exp(-(((x - u) / 0.12) ** 2)))),
    window: (x, y) => times(light(x, y), noisy(x, y) * (1 - 0.3 * x * x)),
    plaster: (x, y) => times(light(x, y), 1 + 0.02 * smoothNoise(x * 300, y * 300, seed)),
    cloth: (x, y) => times(light(x, y), noisy(x, y) * (1 + 0.025 * Math.sin(x * 25 + 2 * Math.sin(y * 5)))),
  }
  return before(from, walls[kind])
}

/** One hue with lines or a strong grain: a grooved door, coarse plaster, curtains. May warn, must not block. */
export function restlessWall(from: Sitter, random: Random): Pixels {
  const colour = oneOf(random, plainColours)
  const seed = (random() * 1e6) | 0
  const step = between(random, 0.07, 0.16)
  const deep = between(random, 0.12, 0.3)
  const walls: Record<string, Paint> = {
    grooves: (x) => times(colour, 1 - deep * (x % step < 0.008 ? 1 : 0)),
    plaster: (x, y) => times(colour, 1 + 0.07 * smoothNoise(x * 120, y * 120, seed)),
    curtain: (x) => times(colour, 1 + 0.3 * deep * Math.sin((x * 6.3) / step)),
  }
  return before(from, walls[oneOf(random, ['grooves', 'plaster', 'curtain'])])
}

function anyColour(random: Random): Rgb {
  return [between(random, 20, 245), between(random, 20, 245), between(random, 20, 245)]
}

/** A room and not a wall: shelves, posters, tiles, bricks, leaves. */
export function clutteredWall(from: Sitter, random: Random): Pixels {
  const colour = oneOf(random, plainColours)
  const seed = (random() * 1e6) | 0
  const palette = Array.from({ length: 24 }, () => anyColour(random))
  const pick = (x: number, y: number) =>
    palette[Math.floor(Math.abs(smoothNoise(x * 71 + 0.5, y * 53 + 0.5, seed)) * 240) % 24]
  const [a, b] = [between(random, 0.05, 0.12), between(random, 0.16, 0.3)]
  const walls: Record<string, Paint> = {
    shelves: (x, y) => (y % b < 0.02 ? [70, 45, 30] : pick(Math.floor(x / (a * 0.5)), Math.floor(y / b))),
    posters: (x, y) => {
      const inside = x % b > 0.03 && y % (b * 1.3) > 0.05
      return inside ? pick(Math.floor(x / b), Math.floor(y / (b * 1.3))) : colour
    },
    bricks: (x, y) => {
      const row = Math.floor(y / 0.045)
      const shifted = x + (row % 2) * 0.05
      return shifted % 0.1 < 0.008 || y % 0.045 < 0.008
        ? [205, 200, 190]
        : times([150, 75, 55], 0.75 + 0.5 * Math.abs(smoothNoise(Math.floor(shifted / 0.1) + 0.5, row + 0.5, seed)))
    },
    leaves: (x, y) => times([90, 130, 60], 1 + 0.9 * smoothNoise(x * 28, y * 28, seed)),
  }
  return before(from, walls[oneOf(random, ['shelves', 'posters', 'bricks', 'leaves'])])
}
