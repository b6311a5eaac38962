/** Luma of BT.601 in 0..255, from sRGB values in 0..255. */
export function luma(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue
}

const linear = Float64Array.from({ length: 256 }, (_, value) => {
  const share = value / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
})

function lightness(t: number): number {
  return t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27) * (t / 116) + 16 / 116
}

/** CIE L*a*b* (D65, 2 degrees) of sRGB values in 0..255. Source: CIE 15:2004, IEC 61966-2-1. */
export function lab(red: number, green: number, blue: number): [number, number, number] {
  const r = linear[Math.round(Math.min(255, Math.max(0, red)))]
  const g = linear[Math.round(Math.min(255, Math.max(0, green)))]
  const b = linear[Math.round(Math.min(255, Math.max(0, blue)))]
  const x = lightness((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047)
  const y = lightness(0.2126729 * r + 0.7151522 * g + 0.072175 * b)
  const z = lightness((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

/** CIE76 colour difference of two L*a*b* colours. */
export function deltaE(a: [number, number, number], b: [number, number, number]): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
}
