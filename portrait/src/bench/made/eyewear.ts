import {
  between,
  colourAt,
  copyOf,
  oneOf,
  paint,
  type Random,
  type Rgb,
  roundShape,
  type Sitter,
  shapeOf,
} from './sitter.ts'

interface Spectacles {
  halfU: number
  halfV: number
  v: number
  power: number
  rim: number
  colour: Rgb
}

const rimColours: Rgb[] = [
  [20, 18, 18],
  [60, 35, 22],
  [150, 150, 155],
  [170, 130, 70],
  [40, 45, 90],
  [120, 30, 30],
]

function someSpectacles(random: Random): Spectacles {
  return {
    halfU: between(random, 0.32, 0.44),
    halfV: between(random, 0.22, 0.34),
    v: between(random, 0.02, 0.1),
    power: oneOf(random, [2, 2.6, 3.5, 6]),
    rim: between(random, 0.018, 0.06),
    colour: oneOf(random, rimColours),
  }
}

const sides = [-1, 1] as const

function lens({ halfU, halfV, v, power }: Spectacles, side: number, more = 0): [number, number][] {
  return roundShape(side * 0.5, v, halfU + more, halfV + more, power)
}

function paintRims(sitter: Sitter, worn: Spectacles): void {
  const { rim, colour, v, halfU } = worn
  for (const side of sides) {
    const outer = shapeOf(sitter, lens(worn, side, rim))
    const inner = shapeOf(sitter, lens(worn, side))
    for (let i = 0; i < outer.length; i++) outer[i] = Math.max(0, outer[i] - inner[i])
    paint(sitter, outer, colour)
    const near = side * (0.5 + halfU)
    const far = side * 1.12
    paint(
      sitter,
      shapeOf(sitter, [
        [near, v - 0.06],
        [far, v - 0.1],
        [far, v - 0.1 + rim],
        [near, v - 0.06 + rim],
      ]),
      colour,
    )
  }
  const reach = 0.5 - halfU
  paint(
    sitter,
    shapeOf(sitter, [
      [-reach, v - 0.05],
      [reach, v - 0.05],
      [reach, v - 0.05 + rim],
      [-reach, v - 0.05 + rim],
    ]),
    colour,
  )
}

/** Spectacles with clear glass: no defect. */
export function clearGlasses(from: Sitter, random: Random): Sitter {
  const sitter = copyOf(from)
  const worn = someSpectacles(random)
  for (const side of sides) paint(sitter, shapeOf(sitter, lens(worn, side)), [235, 240, 245], between(random, 0, 0.06))
  paintRims(sitter, worn)
  return sitter
}

/** Spectacles that reflect a window, a lamp or a screen. */
export function glasses(from: Sitter, random: Random): Sitter {
  const sitter = copyOf(from)
  const worn = someSpectacles(random)
  const light = oneOf<Rgb>(random, [
    [255, 255, 255],
    [240, 248, 255],
    [235, 255, 245],
    [225, 235, 255],
  ])
  const opacity = between(random, 0.55, 1)
  const kind = oneOf(random, ['stripes', 'window', 'spot'])
  const slant = between(random, -0.25, 0.25)
  const u = between(random, -0.12, 0.12)
  const v = worn.v + between(random, -0.06, 0.04)
  const one = kind === 'spot' && random() < 0.4
  for (const side of one ? [1] : sides) {
    const inside = shapeOf(sitter, lens(worn, side))
    const spot = reflection(kind, side * 0.5 + u, v, worn, slant, random)
    for (const outline of spot) {
      const shape = shapeOf(sitter, outline)
      for (let i = 0; i < shape.length; i++) shape[i] *= inside[i]
      paint(sitter, shape, light, opacity)
    }
  }
  paintRims(sitter, worn)
  return sitter
}

function reflection(
  kind: string,
  u: number,
  v: number,
  { halfU, halfV }: Spectacles,
  slant: number,
  random: Random,
): [number, number][][] {
  if (kind === 'stripes') {
    const width = between(random, 0.12, 0.3) * halfU * 2
    const bar = (from: number): [number, number][] => [
      [from + slant, v - halfV],
      [from + width + slant, v - halfV],
      [from + width - slant, v + halfV],
      [from - slant, v + halfV],
    ]
    return [bar(u - width), bar(u + 0.4 * width)]
  }
  if (kind === 'window') {
    const a = halfU * between(random, 0.3, 0.6)
    const b = halfV * between(random, 0.4, 0.8)
    return [
      [
        [u - a, v - b],
        [u + a, v - b + slant * 0.2],
        [u + a, v + b + slant * 0.2],
        [u - a, v + b],
      ],
    ]
  }
  return [roundShape(u, v, between(random, 0.1, 0.17), between(random, 0.08, 0.15), 2)]
}

const tints: Rgb[] = [
  [14, 14, 15],
  [28, 20, 14],
  [18, 26, 20],
  [20, 22, 40],
  [60, 36, 20],
  [70, 20, 30],
  [40, 60, 110],
  [105, 112, 122],
]

/** Sunglasses of several shapes; dark glass lets little through, fashion tints more. */
export function sunglasses(from: Sitter, random: Random): Sitter {
  const sitter = copyOf(from)
  const worn = { ...someSpectacles(random), halfU: between(random, 0.36, 0.48), halfV: between(random, 0.26, 0.38) }
  const tint = oneOf(random, tints)
  const opacity = between(random, 0.72, 1)
  const fade = random() < 0.4 ? between(random, 0.05, 0.3) : 0
  for (const side of sides) {
    const shape = shapeOf(sitter, lens(worn, side))
    paint(sitter, shape, tint, opacity, (_, v) => 1 + fade * (v - worn.v) * 3)
    if (random() < 0.3) {
      paint(sitter, shapeOf(sitter, roundShape(side * 0.5 - 0.12, worn.v - 0.1, 0.05, 0.03, 2)), [255, 255, 255], 0.5)
    }
  }
  paintRims(sitter, { ...worn, colour: oneOf(random, rimColours) })
  return sitter
}

/** Both eyes shut: each lid painted in the colours of the skin above and below, with the line of the lashes. */
export function closedEyes(from: Sitter, random: Random): Sitter {
  const sitter = copyOf(from)
  const high = between(random, 0.13, 0.17)
  const lashes = between(random, 0.008, 0.022)
  const dark = between(random, 30, 70)
  const sag = between(random, 0.03, 0.07)
  for (const side of sides) {
    const u = side * 0.5
    const skin = colourAt(from, u - side * 0.02, 0.24, 0.05)
    const lid = colourAt(from, u, -0.2, 0.04)
    const shade = between(random, 0.9, 1.02)
    const mixed = skin.map((value, c) => (0.65 * value + 0.35 * lid[c]) * shade) as Rgb
    const shape = shapeOf(sitter, roundShape(u, 0.01, 0.29, high, 2))
    paint(sitter, shape, mixed, 1, (_, v) => 1 + 0.25 * (v + 0.02))
    const line: [number, number][] = []
    for (let k = -10; k <= 10; k++) line.push([u + k * 0.024, 0.05 + sag * (1 - (k / 10) ** 2)])
    for (let k = 10; k >= -10; k--) line.push([u + k * 0.024, 0.05 + sag * (1 - (k / 10) ** 2) - lashes])
    paint(sitter, shapeOf(sitter, line), [dark, dark * 0.75, dark * 0.65], 0.9)
  }
  return sitter
}

/** The flash shines back from the retina. */
export function redEyes(from: Sitter, random: Random): Sitter {
  const sitter = copyOf(from)
  const red = oneOf<Rgb>(random, [
    [200, 40, 40],
    [235, 70, 60],
    [170, 30, 35],
  ])
  const radius = between(random, 0.045, 0.075)
  for (const side of sides) paint(sitter, shapeOf(sitter, roundShape(side * 0.5, 0, radius, radius, 2)), red, 0.85)
  return sitter
}
