import type { Colour, Variation } from './variation.ts'

/** The light of a picture: unit vector towards the main light (x right, y down, z to the camera) and the shares. */
export interface Light {
  x: number
  y: number
  z: number
  key: number
  fill: number
}

export function lightOf(variation: Variation): Light {
  const azimuth = (variation.lightAzimuthDegrees * Math.PI) / 180
  const elevation = (variation.lightElevationDegrees * Math.PI) / 180
  const key = (0.66 * variation.lightContrast) / (0.45 + 0.55 * variation.lightContrast)
  return {
    x: Math.sin(azimuth) * Math.cos(elevation),
    y: -Math.sin(elevation),
    z: Math.cos(azimuth) * Math.cos(elevation),
    key: key * variation.exposure,
    fill: (0.5 / (0.3 + 0.7 * variation.lightContrast)) * variation.exposure,
  }
}

/** How a surface takes light: how far it wraps around for red, green, blue; strength and sharpness of its gloss. */
export interface Surface {
  wrap: Colour
  gloss: number
  sharpness: number
}

export const skin: Surface = { wrap: [0.5, 0.32, 0.26], gloss: 0.1, sharpness: 14 }
export const lip: Surface = { wrap: [0.45, 0.3, 0.3], gloss: 0.2, sharpness: 26 }
export const cloth: Surface = { wrap: [0.3, 0.3, 0.3], gloss: 0.015, sharpness: 8 }

/**
 * Light leaving a surface, in linear light, written to `out`: wrapped diffuse main light, light from above and from
 * the camera's side as fill, a soft gloss (Blinn). `shadow` and `open` are 0..1: how much of the main light arrives,
 * how much of the surroundings is seen.
 */
export function shade(
  out: Float64Array,
  albedo: Colour | Float64Array,
  surface: Surface,
  normal: Float64Array,
  light: Light,
  shadow: number,
  open: number,
): void {
  const [nx, ny, nz] = normal
  const facing = nx * light.x + ny * light.y + nz * light.z
  const around = light.fill * open * (0.62 - 0.26 * ny + 0.3 * nz)
  const halfLength = Math.hypot(light.x, light.y, light.z + 1)
  const half = Math.max(0, (nx * light.x + ny * light.y + nz * (light.z + 1)) / halfLength)
  const gloss = surface.gloss * half ** surface.sharpness * light.key * shadow * open
  for (let c = 0; c < 3; c++) {
    const wrap = surface.wrap[c]
    const diffuse = Math.max(0, (facing + wrap) / (1 + wrap))
    const tinted = shadow + (1 - shadow) * wrap * 0.22
    out[c] = albedo[c] * (light.key * diffuse * tinted + around) + gloss
  }
}

const CURVE_STEPS = 4096
const CURVE_MOST = 2

/** The camera's tone curve, tabulated over linear light 0..2: straight, then a soft shoulder, then gamma. */
const toneCurve = Float32Array.from({ length: CURVE_STEPS + 2 }, (_, i) => {
  const x = (i / CURVE_STEPS) * CURVE_MOST
  const soft = x < 0.7 ? x : 0.7 + 0.3 * (1 - Math.exp((0.7 - x) / 0.3))
  return soft ** (1 / 2.2)
})

/** Linear light to sRGB 0..1 with a soft shoulder, as a camera renders it. */
export function developed(linear: number): number {
  if (linear < 0.004) return Math.max(0, linear) ** (1 / 2.2)
  const place = Math.min(linear / CURVE_MOST, 1) * CURVE_STEPS
  const i = place | 0
  return toneCurve[i] + (toneCurve[i + 1] - toneCurve[i]) * (place - i)
}

/** sRGB 0..1 to linear light. */
export function linearOf(colour: Colour): Colour {
  return [colour[0] ** 2.2, colour[1] ** 2.2, colour[2] ** 2.2]
}
