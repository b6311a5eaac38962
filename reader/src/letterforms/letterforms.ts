import { shapeLength } from './shape.ts'

/** The printed forms of many characters, to compare a picture with. */
export interface Letterforms {
  characters: readonly string[]
  /** characters × shapeLength, each row of unit length in 127ths. */
  shapes: Int8Array
}

export interface Likeness {
  character: string
  /** 0 to 1. */
  likeness: number
}

/** The characters that look most like the shape, most alike first, and beside them any that are asked for. */
export function mostAlike(
  { characters, shapes }: Letterforms,
  shape: Float32Array,
  count: number,
  asked = '',
): Likeness[] {
  const ranked: Likeness[] = []
  for (const [i, character] of characters.entries()) {
    let sum = 0
    const offset = i * shapeLength
    for (let k = 0; k < shapeLength; k++) sum += shapes[offset + k]! * shape[k]!
    const likeness = sum / 127
    if (ranked.length === count && likeness <= ranked[count - 1]!.likeness && !asked.includes(character)) continue
    ranked.push({ character, likeness })
    if (ranked.length > 4 * count + asked.length) shorten(ranked, count, asked)
  }
  shorten(ranked, count, asked)
  return ranked
}

function shorten(ranked: Likeness[], count: number, asked: string): void {
  const sorted = ranked.toSorted((a, b) => b.likeness - a.likeness)
  const kept = sorted.filter(({ character }, i) => i < count || asked.includes(character))
  ranked.splice(0, ranked.length, ...kept)
}
