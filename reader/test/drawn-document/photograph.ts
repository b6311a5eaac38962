import sharp from 'sharp'
import { type Picture, type Point, type Quad, resizePicture } from '../../src/picture.ts'
import type { Chance } from './chance.ts'
import type { Print } from './print.ts'

/** How the camera saw it. */
export interface Shot {
  widthPx: number
  heightPx: number
  /** Share of the picture's width that the document takes. */
  fill: number
  rollDegrees: number
  /** How much nearer sides look larger, 0 to 0.12. */
  perspective: number
  /** Whole quarter turns of the picture, clockwise. */
  quarterTurns: number
  blurPx: number
  exposure: number
  /** Left to right difference of the light. */
  slope: number
  glare: number
  shadow: number
  noise: number
  quality: number
  desk: [number, number, number]
}

export function drawShot(chance: Chance): Shot {
  const widthPx = chance.pick([1080, 1280, 1440, 1600, 1920, 2400, 3000])
  return {
    widthPx,
    heightPx: Math.round(widthPx * 0.75),
    fill: chance.happens(0.15) ? chance.between(0.4, 0.6) : chance.between(0.6, 0.9),
    rollDegrees: chance.between(-15, 15),
    perspective: chance.between(0.02, 0.1),
    quarterTurns: chance.happens(0.25) ? chance.whole(1, 3) : 0,
    blurPx: (chance.between(0.25, 1.1) * widthPx) / 1600,
    exposure: chance.between(0.78, 1.12),
    slope: chance.between(-0.35, 0.35),
    glare: chance.happens(0.35) ? chance.between(0.3, 0.9) : 0,
    shadow: chance.happens(0.3) ? chance.between(0.15, 0.4) : 0,
    noise: chance.between(3, 9),
    quality: chance.pick([45, 50, 60, 75, 90]),
    desk: chance.pick([
      [230, 228, 224],
      [60, 62, 68],
      [150, 112, 78],
      [92, 70, 52],
      [30, 34, 36],
      [180, 190, 175],
    ] as const) as unknown as [number, number, number],
  }
}

/** Photographs the print on a desk. `quad` is where its corners are in the JPEG. */
export async function photograph(print: Print, shot: Shot, chance: Chance): Promise<{ jpeg: Buffer; quad: Quad }> {
  // The reader's own decoder forbids SVG to this process: here it is drawn, not received.
  sharp.unblock({ operation: ['VipsForeignLoadSvg'] })
  const { data, info } = await sharp(Buffer.from(print.svg))
    .flatten({ background: '#fff' })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const flat: Picture = { widthPx: info.width, heightPx: info.height, rgb: data }
  const quad = placed(print, shot, chance)
  const scene = onDesk(flat, quad, shot, chance)
  lit(scene, quad, shot, chance)
  const blurred = await sharp(scene.rgb, { raw: { width: scene.widthPx, height: scene.heightPx, channels: 3 } })
    .blur(Math.max(0.3, shot.blurPx))
    .raw()
    .toBuffer()
  grained(blurred, shot.noise, chance)
  const jpeg = await sharp(blurred, { raw: { width: scene.widthPx, height: scene.heightPx, channels: 3 } })
    .rotate(90 * shot.quarterTurns)
    .jpeg({ quality: shot.quality })
    .toBuffer()
  return { jpeg, quad }
}

function placed(print: Print, { widthPx, heightPx, fill, rollDegrees, perspective }: Shot, chance: Chance): Quad {
  const lean = Math.abs(Math.sin((rollDegrees * Math.PI) / 180))
  const shape = print.widthPx / print.heightPx
  const width = fill * Math.min(widthPx / (1 + lean / shape), heightPx / (1 / shape + lean))
  const height = (width * print.heightPx) / print.widthPx
  const angle = (rollDegrees * Math.PI) / 180
  const room = Math.max(0, 1 - fill) * 0.25
  const middle: Point = [widthPx * (0.5 + chance.between(-room, room)), heightPx * (0.5 + chance.between(-room, room))]
  const corner = (sx: number, sy: number): Point => {
    const scale = 1 + chance.between(-perspective, perspective) / 2
    const [x, y] = [(sx * width * scale) / 2, (sy * height * scale) / 2]
    return [
      middle[0] + x * Math.cos(angle) - y * Math.sin(angle),
      middle[1] + x * Math.sin(angle) + y * Math.cos(angle),
    ]
  }
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)]
}

/** Maps every pixel of the picture back into the print; the desk shows where there is none. */
function onDesk(flat: Picture, quad: Quad, { widthPx, heightPx, desk }: Shot, chance: Chance): Picture {
  const rgb = new Uint8Array(widthPx * heightPx * 3)
  const phase = chance.between(0, 6)
  const wanted = Math.hypot(quad[1][0] - quad[0][0], quad[1][1] - quad[0][1])
  const source =
    wanted < flat.widthPx / 1.5
      ? resizePicture(flat, Math.round(wanted * 1.2), Math.round((wanted * 1.2 * flat.heightPx) / flat.widthPx))
      : flat
  const back = backwards(quad)
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const [u, v] = back(x + 0.5, y + 0.5)
      const at = (y * widthPx + x) * 3
      if (u >= 0 && u < 1 && v >= 0 && v < 1) sample(rgb, at, source, u, v)
      else {
        const grain = 8 * Math.sin(x / 37 + phase) * Math.cos(y / 53) + 6 * Math.sin((x + y) / 71)
        for (let c = 0; c < 3; c++) rgb[at + c] = Math.max(0, Math.min(255, desk[c]! + grain))
      }
    }
  }
  return { widthPx, heightPx, rgb }
}

function sample(rgb: Uint8Array, at: number, source: Picture, u: number, v: number): void {
  const [x, y] = [u * (source.widthPx - 1), v * (source.heightPx - 1)]
  const [xi, yi] = [Math.floor(x), Math.floor(y)]
  const k = (yi * source.widthPx + xi) * 3
  const right = xi + 1 < source.widthPx ? 3 : 0
  const down = yi + 1 < source.heightPx ? source.widthPx * 3 : 0
  for (let c = 0; c < 3; c++) {
    const upper = source.rgb[k + c]! * (1 - x + xi) + source.rgb[k + c + right]! * (x - xi)
    const lower = source.rgb[k + c + down]! * (1 - x + xi) + source.rgb[k + c + down + right]! * (x - xi)
    rgb[at + c] = upper * (1 - y + yi) + lower * (y - yi)
  }
}

/** Inverse of the projective map of the unit square onto the quadrilateral. */
function backwards([a, b, c, d]: Quad): (x: number, y: number) => Point {
  const [sx, sy] = [a[0] - b[0] + c[0] - d[0], a[1] - b[1] + c[1] - d[1]]
  const [x1, y1, x2, y2] = [b[0] - c[0], b[1] - c[1], d[0] - c[0], d[1] - c[1]]
  const determinant = x1 * y2 - x2 * y1
  const [g, h] = [(sx * y2 - x2 * sy) / determinant, (x1 * sy - sx * y1) / determinant]
  const m = [
    b[0] - a[0] + g * b[0],
    d[0] - a[0] + h * d[0],
    a[0],
    b[1] - a[1] + g * b[1],
    d[1] - a[1] + h * d[1],
    a[1],
    g,
    h,
    1,
  ] as const
  const [i0, i1, i2] = [m[4] * m[8] - m[5] * m[7], m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4]]
  const [i3, i4, i5] = [m[5] * m[6] - m[3] * m[8], m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5]]
  const [i6, i7, i8] = [m[3] * m[7] - m[4] * m[6], m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3]]
  return (x, y) => {
    const w = i6 * x + i7 * y + i8
    return [(i0 * x + i1 * y + i2) / w, (i3 * x + i4 * y + i5) / w]
  }
}

/** Exposure, a slope of light, the edge of a shadow and one glare spot somewhere on the document. */
function lit(
  { rgb, widthPx, heightPx }: Picture,
  quad: Quad,
  { exposure, slope, glare, shadow }: Shot,
  chance: Chance,
): void {
  const [u, v] = [chance.share(), chance.share()]
  const spot = [0, 1].map(
    (i) =>
      quad[0][i]! * (1 - u) * (1 - v) + quad[1][i]! * u * (1 - v) + quad[2][i]! * u * v + quad[3][i]! * (1 - u) * v,
  )
  const radius = widthPx * chance.between(0.05, 0.1)
  const edge = widthPx * chance.between(0.3, 0.7)
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const dark = shadow / (1 + Math.exp((x + 0.4 * y - edge) / (widthPx * 0.02)))
      const gain = exposure * (1 + slope * (x / widthPx - 0.5)) * (1 - dark)
      const away = ((x - spot[0]!) ** 2 + (y - spot[1]!) ** 2) / (radius * radius)
      const shine = glare > 0 && away < 9 ? 255 * glare * Math.exp(-away) : 0
      for (let k = (y * widthPx + x) * 3, end = k + 3; k < end; k++) rgb[k] = Math.min(255, rgb[k]! * gain + shine)
    }
  }
}

function grained(bytes: Buffer, deviation: number, chance: Chance): void {
  for (let i = 0; i < bytes.length; i++) {
    const around = (chance.share() + chance.share() + chance.share() - 1.5) * 2 * deviation
    bytes[i] = Math.max(0, Math.min(255, bytes[i]! + around))
  }
}
