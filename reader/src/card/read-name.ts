import type { Picture, Quad } from '../picture.ts'
import { heightOf, lengthOf } from '../quad.ts'
import { type Field, type Flag, field } from '../reading.ts'
import { type Glyph, maskOf, textOf } from '../text/glyphs.ts'
import { type Look, lookAgain } from '../text/looks.ts'
import type { TextNetworks } from '../text/networks.ts'

/** Every look sees the name a little differently; a character that the network knows survives all of them. */
const looks: Look[] = [
  { ends: 0.05, sides: 0, stretch: 1, contrast: false },
  { ends: 0.25, sides: 0.12, stretch: 1, contrast: false },
  { ends: 0.15, sides: -0.06, stretch: 1, contrast: true },
  { ends: 0.1, sides: 0.05, stretch: 0.82, contrast: false },
  { ends: 0.3, sides: 0.2, stretch: 1.2, contrast: true },
  { ends: 0.4, sides: 0.3, stretch: 1, contrast: false },
]

/** Limits in name-limits order of doubt: see the bench for what they let through. */
const limits = {
  /** Mean probability of a character over all looks. */
  sure: 0.93,
  /** Below it the character is most likely none that the network was taught. */
  known: 0.55,
  /** Share of looks that must agree with the value. */
  agreeing: 0.8,
  /** Another character that reaches this mean probability is a tie. */
  rival: 0.06,
  /** Length of the crop per character, in heights of the crop. */
  widest: 1.1,
}

const isNameLetter = (character: string) => /^[\p{Script=Han}·]$/u.test(character)
/** From so many characters on without a dot, one may have been lost. */
const longWithoutDot = 5

/** Reads a Chinese name in several ways. What they do not agree on is flagged with its place, never settled silently. */
export async function readName(networks: TextNetworks, picture: Picture, quad: Quad): Promise<Field> {
  const mask = maskOf(networks.characters, isNameLetter)
  const readings = (await lookAgain(networks, picture, quad, looks, mask)).map(trimmed)
  const value = bestText(readings)
  if (value === '') return field(null, { quad })
  const agreeing = readings.filter((glyphs) => textOf(glyphs) === value)
  const sameLength = readings.filter(({ length }) => length === [...value].length)
  const places = [...value].map((character, place) => standing(sameLength, place, character))
  const doubtfulAt = places.flatMap(({ mean, rival }, place) =>
    mean < limits.sure || rival > limits.rival ? [place] : [],
  )
  const flags = flagsOf(places, agreeing.length / readings.length, value, quad)
  return field(value, {
    confidence: Math.min(...places.map(({ mean }) => mean)) * (agreeing.length / readings.length),
    flags,
    doubtfulAt,
    quad,
  })
}

interface Standing {
  /** Mean probability of the character at its place. */
  mean: number
  /** Mean probability of the strongest other character there. */
  rival: number
}

function standing(readings: Glyph[][], place: number, character: string): Standing {
  const sums = new Map<string, number>()
  for (const glyphs of readings) {
    const { character: read, probability, alternatives } = glyphs[place]!
    for (const each of [{ character: read, probability }, ...alternatives]) {
      sums.set(each.character, (sums.get(each.character) ?? 0) + each.probability / readings.length)
    }
  }
  const mean = sums.get(character) ?? 0
  sums.delete(character)
  return { mean, rival: Math.max(0, ...sums.values()) }
}

function flagsOf(places: Standing[], agreement: number, value: string, quad: Quad): Flag[] {
  const flags: Flag[] = []
  const least = Math.min(...places.map(({ mean }) => mean))
  if (least < limits.known) flags.push('unknown-character')
  else if (least < limits.sure || agreement < limits.agreeing) flags.push('low-confidence')
  if (places.some(({ rival }) => rival > limits.rival)) flags.push('near-tie')
  if (places.length < 2 || lengthOf(quad) / heightOf(quad) / places.length > limits.widest) flags.push('width')
  if (value.includes('·') || places.length >= longWithoutDot) flags.push('separator')
  return flags
}

/** A dot separates; at either end it is dirt. */
function trimmed(glyphs: Glyph[]): Glyph[] {
  const first = glyphs.findIndex(({ character }) => character !== '·')
  const last = glyphs.findLastIndex(({ character }) => character !== '·')
  return first < 0 ? [] : glyphs.slice(first, last + 1)
}

/** The text with the highest sum of its least probabilities: many sure looks beat one. */
function bestText(readings: Glyph[][]): string {
  const scores = new Map<string, number>()
  for (const glyphs of readings.filter(({ length }) => length > 0)) {
    const text = textOf(glyphs)
    const least = Math.min(...glyphs.map(({ probability }) => probability))
    scores.set(text, (scores.get(text) ?? 0) + least + 0.05)
  }
  return [...scores].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? ''
}
