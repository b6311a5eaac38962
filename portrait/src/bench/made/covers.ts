import {
  between,
  cloth,
  colourAt,
  copyOf,
  oneOf,
  paint,
  type Random,
  type Rgb,
  roundShape,
  type Sitter,
  shapeOf,
  wear,
} from './sitter.ts'

const masks: Rgb[] = [
  [120, 170, 208],
  [150, 195, 190],
  [236, 238, 238],
  [24, 24, 26],
  [95, 98, 104],
  [222, 150, 165],
  [45, 60, 100],
  [120, 70, 60],
]

/** A surgical or cloth mask over nose, mouth and chin, its loops over the cheeks. */
export function mask(from: Sitter, random: Random): Sitter {
  const sitter = copyOf(from)
  const colour = oneOf(random, masks)
  const top = between(random, 0.4, 0.75)
  const half = between(random, 0.85, 1.02)
  const bottom = from.chinV + between(random, -0.02, 0.14)
  const peak = between(random, 0, 0.22)
  const outline: [number, number][] = [
    [-half, top + 0.08],
    [-0.35, top],
    [0, top - peak],
    [0.35, top],
    [half, top + 0.08],
    [half * 0.93, bottom - 0.55],
    [half * 0.5, bottom - 0.08],
    [0, bottom],
    [-half * 0.5, bottom - 0.08],
    [-half * 0.93, bottom - 0.55],
  ]
  const pleats = oneOf(random, [0, 0.06])
  const surface = cloth(random, between(random, 0, 0.08), between(random, 0, 0.04))
  const shape = shapeOf(sitter, outline)
  paint(sitter, shape, colour, 1, (u, v, i) => surface(u, v, i) * (1 - pleats * (Math.sin(v * 22) > 0.8 ? 1 : 0)))
  wear(sitter, shape)
  return sitter
}

/** A hand before the mouth, the cheek or an eye: skin of the same person, a little lighter or darker, with fingers. */
export function hand(from: Sitter, random: Random): Sitter {
  const sitter = copyOf(from)
  const skin = colourAt(from, 0, -0.55).map((value) => value * between(random, 0.8, 1.1)) as Rgb
  const u = between(random, -0.5, 0.5)
  const v = between(random, 0.7, 1.2)
  const surface = cloth(random, 0.05, 0.02)
  for (let k = 0; k < 4; k++) {
    const finger = shapeOf(sitter, roundShape(u, v + k * 0.2 - 0.3, 0.62, 0.11, 3))
    paint(sitter, finger, skin, 1, (a, b, i) => surface(a, b, i) * (1 - 2.4 * Math.abs(b - (v + k * 0.2 - 0.3)) ** 1.5))
    wear(sitter, finger)
  }
  return sitter
}

/** A phone held before the lower face or one eye. */
export function phone(from: Sitter, random: Random): Sitter {
  const sitter = copyOf(from)
  const colour = oneOf<Rgb>(random, [
    [18, 18, 20],
    [235, 235, 238],
    [40, 60, 90],
    [190, 170, 150],
  ])
  const shape = shapeOf(sitter, roundShape(between(random, -0.4, 0.4), between(random, 0.7, 1.2), 0.45, 0.85, 8))
  paint(sitter, shape, colour)
  wear(sitter, shape)
  return sitter
}

/** A fringe that hangs over brows and eyes, strand by strand. */
export function fringe(from: Sitter, random: Random): Sitter {
  const sitter = copyOf(from)
  const hair = oneOf<Rgb>(random, [
    [22, 18, 17],
    [45, 30, 22],
    [30, 26, 26],
  ])
  const reach = between(random, 0.12, 0.35)
  const top = from.foreheadV - 0.1
  for (let k = 0; k < 60; k++) {
    const u = -0.95 + (k / 59) * 1.9 + between(random, -0.03, 0.03)
    const end = reach + between(random, -0.1, 0.08)
    const half = between(random, 0.02, 0.035)
    const lean = between(random, -0.08, 0.08)
    const strand = shapeOf(sitter, [
      [u - half, top],
      [u + half, top],
      [u + lean + half * 0.6, end],
      [u + lean - half * 0.6, end],
    ])
    const tint = between(random, 0.6, 1.6)
    paint(sitter, strand, hair.map((value) => value * tint) as Rgb, 0.95)
  }
  return sitter
}
