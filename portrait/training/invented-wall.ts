import type { Chance } from './chance.ts'

/** Paint of walls that people are photographed before, sRGB; what is common is listed more than once. */
const paints: [number, number, number][] = [
  [232, 231, 228],
  [232, 231, 228],
  [222, 221, 214],
  [222, 221, 214],
  [205, 206, 208],
  [205, 206, 208],
  [178, 178, 182],
  [178, 178, 182],
  [140, 141, 145],
  [85, 86, 90],
  [228, 214, 184],
  [228, 214, 184],
  [205, 185, 158],
  [180, 208, 232],
  [96, 150, 205],
  [120, 178, 125],
  [195, 222, 205],
  [228, 200, 196],
  [140, 103, 75],
  [235, 215, 140],
]

type Kind = 'even' | 'vignette' | 'window' | 'plaster' | 'cloth' | 'door'
const kinds: Kind[] = ['even', 'even', 'even', 'even', 'vignette', 'window', 'plaster', 'plaster', 'cloth', 'door']

export interface InventedWall {
  paint: number[]
  /** Brightness of each pixel against the paint. */
  tone: Float32Array
}

/** A wall with a gradient and blotches, and by chance a window's light, plaster, folds of a cloth or a door's grooves. */
export function inventWall(by: Chance, widthPx: number, heightPx: number): InventedWall {
  const kind = by.pick(kinds)
  const paint = by.pick(paints).map((level) => level * by.between(0.93, 1.06))
  const tone = new Float32Array(widthPx * heightPx)
  const angle = by.between(0, 2 * Math.PI)
  const slope = kind === 'window' ? by.between(0.05, 0.6) : by.between(0.02, 0.12)
  const vignette = kind === 'vignette' ? by.between(0.15, 0.6) : by.between(0, 0.12)
  const centre = [by.between(0.3, 0.7), by.between(0.2, 0.7)]
  const layers = [
    { noise: smoothNoise(by, widthPx, heightPx, by.between(0.25, 0.6)), strength: by.between(0.005, 0.02) },
  ]
  if (kind === 'plaster') {
    for (const [from, to] of [
      [0.0025, 0.006],
      [0.008, 0.025],
      [0.05, 0.1],
    ]) {
      layers.push({
        noise: smoothNoise(by, widthPx, heightPx, by.between(from, to)),
        strength: by.between(0.005, 0.025),
      })
    }
  }
  const bends = kind === 'cloth' ? smoothNoise(by, widthPx, heightPx, 0.035) : undefined
  const fold = { length: by.between(0.02, 0.08), depth: by.between(0.03, 0.09) }
  const grooves = kind === 'door' ? [by.between(0.05, 0.3), by.between(0.3, 0.45), by.between(0.7, 0.95)] : []
  const grooveWidth = by.between(0.0017, 0.005)
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const i = y * widthPx + x
      const u = x / widthPx
      const v = y / widthPx
      let value = 1 + slope * ((u - 0.5) * Math.cos(angle) + (v - 0.66) * Math.sin(angle))
      value -= vignette * ((u - centre[0]) ** 2 + (y / heightPx - centre[1]) ** 2)
      for (const { noise, strength } of layers) value *= 1 + strength * noise[i]
      if (bends) value *= 1 + fold.depth * Math.sin(((u + 0.02 * bends[i]) / fold.length) * 2 * Math.PI)
      for (const groove of grooves) value *= 1 - 0.35 * Math.exp(-(((u - groove) / grooveWidth) ** 2))
      tone[i] = value
    }
  }
  return { paint, tone }
}

/** Value noise of -1..1; `cell` is a share of the width. Source: Perlin 1985, "An image synthesizer". */
function smoothNoise(by: Chance, widthPx: number, heightPx: number, cell: number): Float32Array {
  const cellPx = cell * widthPx
  const columns = Math.ceil(widthPx / cellPx) + 2
  const grid = Float32Array.from({ length: columns * (Math.ceil(heightPx / cellPx) + 2) }, () => by.between(-1, 1))
  const noise = new Float32Array(widthPx * heightPx)
  const ease = (t: number) => t * t * (3 - 2 * t)
  for (let y = 0; y < heightPx; y++) {
    const row = Math.floor(y / cellPx)
    const down = ease(y / cellPx - row)
    for (let x = 0; x < widthPx; x++) {
      const column = Math.floor(x / cellPx)
      const across = ease(x / cellPx - column)
      const at = row * columns + column
      const upper = grid[at] + across * (grid[at + 1] - grid[at])
      const lower = grid[at + columns] + across * (grid[at + columns + 1] - grid[at + columns])
      noise[y * widthPx + x] = upper + down * (lower - upper)
    }
  }
  return noise
}
