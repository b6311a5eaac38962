import { boxFilter } from '../../box-filter.ts'
import type { Pixels } from '../../frame.ts'
import { enlarge } from '../../matte/enlarge.ts'
import { resamplePixels } from '../../resample.ts'
import { between, copyOf, type Random, type Sitter } from './sitter.ts'

function filtered(from: Sitter, filter: (plane: Float32Array) => Float32Array): Sitter {
  const sitter = copyOf(from)
  for (let c = 0; c < 3; c++) {
    const plane = filter(Float32Array.from({ length: from.rgb.length / 3 }, (_, i) => from.rgb[i * 3 + c]))
    for (let i = 0; i < plane.length; i++) sitter.rgb[i * 3 + c] = plane[i] + 0.5
  }
  return sitter
}

/** Grain of a sensor in little light. */
function grainy(sitter: Sitter, random: Random, levels: number): Sitter {
  for (let k = 0; k < sitter.rgb.length; k++) {
    const value = sitter.rgb[k] + levels * (random() + random() + random() - 1.5) * 2
    sitter.rgb[k] = Math.min(255, Math.max(0, value)) + 0.5
  }
  return sitter
}

/** Out of focus by 1.5 to 3.5 % of the distance between the eyes, half of them with a sensor's grain on top. */
export function defocus(from: Sitter, random: Random): Sitter {
  const sigmaPx = between(random, 0.0145, 0.035) * from.ipdPx
  const { widthPx, heightPx } = from
  // Three boxes of this radius are nearly a Gaussian of that sigma.
  const radiusPx = Math.max(1, Math.round((Math.sqrt(4 * sigmaPx * sigmaPx + 1) - 1) / 2))
  const once = (plane: Float32Array) => boxFilter(plane, widthPx, heightPx, radiusPx)
  const blurred = filtered(from, (plane) => once(once(once(plane))))
  return random() < 0.5 ? grainy(blurred, random, between(random, 1, 4)) : blurred
}

/** The camera or the head moved: a line of 7 to 13 % of the distance between the eyes, in some direction. */
export function motion(from: Sitter, random: Random): Sitter {
  const lengthPx = between(random, 0.07, 0.13) * from.ipdPx
  const angle = random() * Math.PI
  const steps = Math.ceil(lengthPx)
  const { widthPx, heightPx } = from
  return filtered(from, (plane) => {
    const sum = new Float32Array(plane.length)
    for (let k = 0; k < steps; k++) {
      const dx = Math.round((k / steps - 0.5) * lengthPx * Math.cos(angle))
      const dy = Math.round((k / steps - 0.5) * lengthPx * Math.sin(angle))
      for (let y = 0; y < heightPx; y++) {
        const row = Math.min(heightPx - 1, Math.max(0, y + dy)) * widthPx
        for (let x = 0; x < widthPx; x++) {
          sum[y * widthPx + x] += plane[row + Math.min(widthPx - 1, Math.max(0, x + dx))]
        }
      }
    }
    return sum.map((value) => value / steps)
  })
}

/** A sharp picture with a sensor's grain: no defect. */
export function grain(from: Sitter, random: Random): Sitter {
  return grainy(copyOf(from), random, between(random, 1, 3))
}

/** The whole photo turned about the middle between the eyes, the wall's rim repeated. */
export function turned(from: Sitter, random: Random): Sitter {
  const natural = (Math.asin(from.sin) * 180) / Math.PI
  const wanted = between(random, 7, 15) * (natural < 0 ? -1 : 1)
  const angle = ((wanted - natural) * Math.PI) / 180
  const sitter = copyOf(from)
  const { widthPx, heightPx, middle } = from
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const dx = x - middle[0]
      const dy = y - middle[1]
      const sx = Math.min(widthPx - 2, Math.max(0, middle[0] + dx * cos + dy * sin))
      const sy = Math.min(heightPx - 2, Math.max(0, middle[1] - dx * sin + dy * cos))
      const i = (sy | 0) * widthPx + (sx | 0)
      const [fx, fy] = [sx % 1, sy % 1]
      for (let c = 0; c < 3; c++) {
        const top = from.rgb[i * 3 + c] * (1 - fx) + from.rgb[i * 3 + 3 + c] * fx
        const j = (i + widthPx) * 3 + c
        const value = top * (1 - fy) + (from.rgb[j] * (1 - fx) + from.rgb[j + 3] * fx) * fy
        sitter.rgb[(y * widthPx + x) * 3 + c] = value + 0.5
      }
    }
  }
  return sitter
}

/** So few pixels that the finished photo would be enlarged more than twice. */
export function tiny(from: Sitter, random: Random): Pixels {
  const share = between(random, 34, 44) / from.ipdPx
  return scaled(from, share)
}

/** The same few pixels, enlarged again before sending. */
export function enlarged(from: Sitter, random: Random): Pixels {
  const small = scaled(from, between(random, 26, 36) / from.ipdPx)
  const { widthPx, heightPx } = from
  return { widthPx, heightPx, rgb: Uint8Array.from(enlarge(Float32Array.from(small.rgb), 3, small, from)) }
}

function scaled(from: Pixels, share: number): Pixels {
  const widthPx = Math.round(from.widthPx * share)
  const heightPx = Math.round(from.heightPx * share)
  const whole = { leftPx: 0, topPx: 0, widthPx: from.widthPx, heightPx: from.heightPx }
  return resamplePixels(from, whole, widthPx, heightPx)
}

/** The upper edge of the photo below the crown. */
export function crownCut(from: Sitter, random: Random): Pixels {
  const { crownV, foreheadV, middle, ipdPx, widthPx, heightPx, rgb } = from
  const v = foreheadV + (crownV - foreheadV) * between(random, 0.1, 0.5)
  const top = Math.max(1, Math.round(middle[1] + v * ipdPx))
  return { widthPx, heightPx: heightPx - top, rgb: rgb.slice(top * widthPx * 3) }
}
