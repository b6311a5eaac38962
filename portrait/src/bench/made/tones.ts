import { between, copyOf, oneOf, type Random, type Sitter } from './sitter.ts'

function toned(from: Sitter, tone: (value: number, c: number, i: number) => number): Sitter {
  const sitter = copyOf(from)
  const { rgb } = sitter
  for (let k = 0; k < rgb.length; k++) {
    const value = tone(rgb[k], k % 3, (k / 3) | 0)
    rgb[k] = Math.min(255, Math.max(0, value)) + 0.5
  }
  return sitter
}

/** Too little light: every value times a quarter to a half. */
export function dark(from: Sitter, random: Random): Sitter {
  const gain = between(random, 0.22, 0.48)
  return toned(from, (value) => value * gain)
}

export function overexposed(from: Sitter, random: Random): Sitter {
  const gain = between(random, 1.55, 2.3)
  return toned(from, (value) => value * gain)
}

/** One half of the face in shade, the border soft or hard. */
export function unevenLight(from: Sitter, random: Random): Sitter {
  const loss = between(random, 0.33, 0.62)
  const side = oneOf(random, [-1, 1])
  const soft = between(random, 0.01, 0.35)
  const { widthPx, middle, cos, sin, ipdPx } = from
  return toned(from, (value, _, i) => {
    const dx = ((i % widthPx) - middle[0]) / ipdPx
    const dy = (((i / widthPx) | 0) - middle[1]) / ipdPx
    const u = side * (dx * cos + dy * sin)
    const share = Math.min(1, Math.max(0, 0.5 + u / (2 * soft)))
    return value * (1 - loss * share)
  })
}

/** Lamp light, evening sun, a cold screen, fluorescent tubes. */
export function colourCast(from: Sitter, random: Random): Sitter {
  const casts = [
    [1.25, 1, 0.65],
    [1.15, 1.02, 0.55],
    [1.1, 1.1, 0.5],
    [0.72, 0.95, 1.25],
    [0.8, 1.2, 0.8],
    [1.2, 0.75, 1.15],
  ]
  const cast = oneOf(random, casts)
  const strength = between(random, 0.9, 1.1)
  return toned(from, (value, c) => value * (1 + (cast[c] - 1) * strength))
}

/** Grey, or one tone such as sepia. */
export function notColour(from: Sitter, random: Random): Sitter {
  const sepia = random() < 0.4 ? [1.06, 1, 0.84] : [1, 1, 1]
  const { rgb } = from
  return toned(from, (_, c, i) => (0.299 * rgb[i * 3] + 0.587 * rgb[i * 3 + 1] + 0.114 * rgb[i * 3 + 2]) * sepia[c])
}
