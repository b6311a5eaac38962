import sharp from 'sharp'
import { boxFilter } from '../src/box-filter.ts'
import type { Chance } from './chance.ts'
import { inventWall } from './invented-wall.ts'

/** A person cut out of a photo: RGBA bytes. */
export interface CutOut {
  name: string
  widthPx: number
  heightPx: number
  rgba: Uint8Array
  /** Row below which white clothes may be dyed. */
  collarPx: number
}

/** A photo whose matte is known; `alpha` 0..1. */
export interface KnownPhoto {
  jpeg: Uint8Array
  widthPx: number
  heightPx: number
  alpha: Float32Array
}

const widthPx = 900
const heightPx = 1200
const dyes = [
  [0.1, 0.1, 0.11],
  [0.12, 0.15, 0.28],
  [0.72, 0.1, 0.12],
  [0.55, 0.55, 0.56],
  [0.3, 0.3, 0.32],
  [0.45, 0.72, 0.96],
  [0.85, 0.76, 0.62],
  [0.25, 0.45, 0.3],
  [0.9, 0.6, 0.65],
]

/** The person before an invented wall, with its cast shadow, light spilling from the wall, noise, and JPEG's losses. */
export async function recomposite(person: CutOut, by: Chance): Promise<KnownPhoto> {
  const { alpha, colour } = await placed(person, by)
  const wall = inventWall(by, widthPx, heightPx)
  if (by.between(0, 1) < 0.55) castShadow(wall.tone, alpha, by)
  const spill = by.between(0, 1) < 0.3 ? by.between(0.03, 0.15) : 0
  const inner = spill > 0 ? boxFilter(alpha, widthPx, heightPx, 9) : undefined
  const noise = by.between(0.8, 4)
  const rgb = new Uint8ClampedArray(alpha.length * 3)
  for (let i = 0; i < alpha.length; i++) {
    const spilt = inner ? spill * Math.min(1, 2 * (1 - inner[i])) : 0
    const grain = by.normal() * noise * 0.7
    for (let c = 0; c < 3; c++) {
      const behind = Math.min(255, wall.paint[c] * wall.tone[i])
      const front = (1 - spilt) * colour[i * 3 + c] + spilt * behind
      rgb[i * 3 + c] = alpha[i] * front + (1 - alpha[i]) * behind + grain + by.normal() * noise * 0.6
    }
  }
  const picture = sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
  const jpeg = await picture.jpeg({ quality: Math.round(by.between(85, 96)) }).toBuffer()
  return { jpeg, widthPx, heightPx, alpha }
}

/** The person at some size at the lower edge, perhaps mirrored, in other light and other clothes. */
async function placed(person: CutOut, by: Chance) {
  const scale = (widthPx / person.widthPx) * by.between(0.84, 1.12)
  const width = Math.round(person.widthPx * scale)
  const height = Math.round(person.heightPx * scale)
  const left = Math.round((widthPx - width) / 2 + by.between(-0.025, 0.025) * widthPx)
  const top = heightPx - height
  const raw = { width: person.widthPx, height: person.heightPx, channels: 4 as const }
  const upright = sharp(person.rgba, { raw })
  const pixels = await (by.between(0, 1) < 0.5 ? upright.flop() : upright)
    .resize(width, height, { fit: 'fill' })
    .raw()
    .toBuffer()
  const exposure = by.between(0.85, 1.1)
  const gamma = by.between(0.85, 1.15)
  const tint = [by.between(0.96, 1.04), 1, by.between(0.96, 1.04)]
  const dye = by.between(0, 1) < 0.8 ? by.pick(dyes) : undefined
  const alpha = new Float32Array(widthPx * heightPx)
  const colour = new Float32Array(widthPx * heightPx * 3)
  for (let y = Math.max(0, top); y < heightPx; y++) {
    for (let x = Math.max(0, left); x < Math.min(widthPx, left + width); x++) {
      const from = ((y - top) * width + x - left) * 4
      const i = y * widthPx + x
      alpha[i] = pixels[from + 3] / 255
      const dyed = dye
        ? whiteness(pixels, from) * Math.min(1, Math.max(0, (y - top - person.collarPx * scale) / 20))
        : 0
      for (let c = 0; c < 3; c++) {
        const lit = 255 * exposure * tint[c] * (pixels[from + c] / 255) ** gamma
        const cloth = dye ? pixels[from + c] * dye[c] + 3 : 0
        colour[i * 3 + c] = Math.min(255, dyed * cloth + (1 - dyed) * lit)
      }
    }
  }
  return { alpha, colour }
}

/** 1 for white cloth, 0 for anything coloured or dark. */
function whiteness(pixels: Uint8Array, at: number): number {
  const least = Math.min(pixels[at], pixels[at + 1], pixels[at + 2])
  const most = Math.max(pixels[at], pixels[at + 1], pixels[at + 2])
  const grey = Math.min(1, Math.max(0, (0.16 - (most - least) / (most + 1)) / 0.06))
  return grey * Math.min(1, Math.max(0, (most - 90) / 50))
}

function castShadow(tone: Float32Array, alpha: Float32Array, by: Chance): void {
  const depth = by.between(0.08, 0.42)
  const across = Math.round(by.between(-0.075, 0.075) * widthPx)
  const down = Math.round(by.between(-0.015, 0.06) * widthPx)
  const radius = Math.round(by.between(3, 21))
  const shifted = new Float32Array(alpha.length)
  for (let y = 0; y < heightPx; y++) {
    const row = Math.min(heightPx - 1, Math.max(0, y - down)) * widthPx
    for (let x = 0; x < widthPx; x++) {
      shifted[y * widthPx + x] = alpha[row + Math.min(widthPx - 1, Math.max(0, x - across))]
    }
  }
  const soft = boxFilter(boxFilter(shifted, widthPx, heightPx, radius), widthPx, heightPx, radius)
  for (let i = 0; i < tone.length; i++) tone[i] *= 1 - depth * soft[i]
}
