import type { Timeline } from './networks.ts'

/** One character that was read, with how sure the network is and what else it might be. */
export interface Glyph {
  character: string
  /** 0 to 1. */
  probability: number
  /** Other readings of the same place, most likely first. */
  alternatives: { character: string; probability: number }[]
  /** Where along the line, 0 to 1. */
  at: number
}

/** Which classes may be read: index of `characters` -> allowed. Class 0 (no character) always is. */
export type ClassMask = Uint8Array

export function maskOf(characters: readonly string[], allowed: (character: string) => boolean): ClassMask {
  return Uint8Array.from(characters, (character, i) => (i === 0 || (character !== '' && allowed(character)) ? 1 : 0))
}

const ranks = 4

/**
 * Greedy decoding of a connectionist timeline (Graves et al. 2006): of each run of one class its surest step counts.
 * Where the network sees some character, a mask says which ones
 * compete for it.
 */
export function decodeTimeline(
  { steps, classes, probabilities }: Timeline,
  characters: readonly string[],
  mask?: ClassMask,
): Glyph[] {
  const glyphs: Glyph[] = []
  let last = 0
  for (let step = 0; step < steps; step++) {
    const ranked = mostLikely(probabilities, step * classes, classes, mask)
    const [best] = ranked
    if (best === undefined) {
      last = 0
      continue
    }
    const named = ranked.map(({ index, probability }) => ({ character: characters[index]!, probability }))
    const [{ character, probability }, ...alternatives] = named as [Glyph['alternatives'][0], ...Glyph['alternatives']]
    const glyph = { character, probability, alternatives, at: (step + 0.5) / steps }
    if (best.index !== last) glyphs.push(glyph)
    else if (probability > glyphs.at(-1)!.probability) glyphs[glyphs.length - 1] = glyph
    last = best.index
  }
  return glyphs
}

/** The classes of one step, most likely first; none when “no character” is more likely than all others together. */
function mostLikely(probabilities: Float32Array, offset: number, classes: number, mask?: ClassMask) {
  const ranked: { index: number; probability: number }[] = []
  // Two characters that look alike share their probability: together they outweigh “no character”, each alone may not.
  if (probabilities[offset]! >= 0.5) return ranked
  for (let index = 1; index < classes; index++) {
    const probability = probabilities[offset + index]!
    if (ranked.length === ranks && probability <= ranked[ranks - 1]!.probability) continue
    if (mask && !mask[index]) continue
    let place = ranked.length
    while (place > 0 && ranked[place - 1]!.probability < probability) place--
    ranked.splice(place, 0, { index, probability })
    if (ranked.length > ranks) ranked.pop()
  }
  return ranked
}

export const textOf = (glyphs: readonly Glyph[]) => glyphs.map(({ character }) => character).join('')

/** Mean probability; 0 without characters. */
export const meanProbability = (glyphs: readonly Glyph[]) =>
  glyphs.reduce((sum, { probability }) => sum + probability, 0) / Math.max(1, glyphs.length)

export const leastProbability = (glyphs: readonly Glyph[]) =>
  glyphs.length === 0 ? 0 : Math.min(...glyphs.map(({ probability }) => probability))
