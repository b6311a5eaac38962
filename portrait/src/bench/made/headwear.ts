import {
  between,
  cloth,
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

const fabrics: Rgb[] = [
  [25, 25, 28],
  [34, 42, 78],
  [120, 25, 30],
  [200, 40, 45],
  [90, 90, 95],
  [225, 225, 222],
  [190, 165, 120],
  [60, 85, 55],
  [70, 120, 190],
  [235, 190, 60],
  [90, 55, 40],
]

/** Half the head's width above the ears and where a hem usually runs: between the crown and the brows. */
function headSize({ crownV, foreheadV }: Sitter, random: Random) {
  const hemV = foreheadV * between(random, 0.72, 1.15)
  return { crownV: Math.min(crownV, foreheadV - 0.25), hemV, halfU: between(random, 1.12, 1.3) }
}

/** Points of a dome over the head from the left hem to the right one. */
function dome(halfU: number, topV: number, hemV: number, power: number): [number, number][] {
  return roundShape(0, hemV, halfU, hemV - topV, power).filter(([, v]) => v <= hemV + 1e-6)
}

function hem(halfU: number, hemV: number, sag: number): [number, number][] {
  return Array.from({ length: 21 }, (_, k): [number, number] => {
    const t = 1 - k / 10
    return [-halfU * -t, hemV + sag * (1 - t * t)]
  })
}

/** Cap, beanie, woollen hat, bowler or mortarboard in some colour, height and cloth. */
export function hat(from: Sitter, random: Random): Sitter {
  const sitter = copyOf(from)
  const kind = oneOf(random, ['beanie', 'wool', 'cap', 'bowler', 'mortarboard'])
  const colour = oneOf(random, fabrics)
  const { crownV, hemV, halfU } = headSize(from, random)
  const tall = between(random, 0.1, 0.4)
  const power = kind === 'bowler' ? 3 : kind === 'mortarboard' ? 4 : between(random, 2, 2.6)
  const surface = cloth(
    random,
    between(random, 0, 0.12),
    kind === 'wool' ? between(random, 0.08, 0.25) : between(random, 0, 0.05),
  )
  const sag = between(random, -0.03, 0.12)
  const body = [...dome(halfU, crownV - tall, hemV, power).sort((a, b) => a[0] - b[0]), ...hem(halfU, hemV, sag)]
  const shapes = [shapeOf(sitter, body)]
  if (kind === 'cap')
    shapes.push(shapeOf(sitter, roundShape(0, hemV + 0.05, halfU * 0.8, between(random, 0.1, 0.2), 2.4)))
  if (kind === 'bowler') shapes.push(shapeOf(sitter, roundShape(0, hemV, halfU * 1.5, 0.1, 2.2)))
  if (kind === 'mortarboard') {
    const top = crownV - tall
    shapes.push(
      shapeOf(sitter, [
        [-1.9, top],
        [0, top - 0.35],
        [1.9, top],
        [0, top + 0.35],
      ]),
    )
  }
  shapes.forEach((shape, k) => {
    paint(sitter, shape, colour.map((value) => value * (k === 0 ? 1 : 0.85)) as Rgb, 1, surface)
    wear(sitter, shape)
  })
  if (kind === 'beanie' || kind === 'wool') {
    const band = shapeOf(sitter, [...hem(halfU, hemV - 0.3, sag), ...hem(halfU, hemV, sag).reverse()])
    paint(sitter, band, colour.map((value) => value * 0.88) as Rgb, 0.9, surface)
  }
  return sitter
}

/** A scarf around head and neck that leaves the face free, as worn for religious or medical reasons. */
export function headScarf(from: Sitter, random: Random): Sitter {
  const sitter = copyOf(from)
  const colour = oneOf(random, fabrics)
  const { crownV, foreheadV, chinV } = from
  const top = Math.min(crownV, foreheadV - 0.25) - between(random, 0.05, 0.15)
  const outer = roundShape(0, (top + chinV) / 2 + 0.2, between(random, 1.3, 1.5), (chinV - top) / 2 + 0.35, 2.3)
  const inner = roundShape(
    0,
    (foreheadV + chinV) / 2 + 0.05,
    between(random, 0.98, 1.08),
    (chinV - foreheadV) / 2 + 0.02,
    2.2,
  )
  const shape = shapeOf(sitter, outer)
  const face = shapeOf(sitter, inner)
  for (let i = 0; i < shape.length; i++) shape[i] *= 1 - face[i]
  paint(sitter, shape, colour, 1, cloth(random, between(random, 0.04, 0.14), between(random, 0, 0.05)))
  wear(sitter, shape)
  return sitter
}
