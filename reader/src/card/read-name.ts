import { cutCharacters, roomFor } from '../letterforms/cut.ts'
import { type Letterforms, type Likeness, mostAlike } from '../letterforms/letterforms.ts'
import { shapeOf } from '../letterforms/shape.ts'
import type { Picture, Quad } from '../picture.ts'
import { grown, heightOf, lengthOf, straighten } from '../quad.ts'
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

/** Where a character is sure; measured with `document bench` and on drawn cards in four fonts. */
const limits = {
  /** Mean probability of a character over all looks. */
  sure: 0.93,
  /** Share of looks that must agree with the value. */
  agreeing: 0.8,
  /** Another character that reaches this mean probability is a tie. */
  rival: 0.06,
  /** How much more alike another form may be before the character that was read is doubted, and before it is replaced. */
  doubted: 0.012,
  replaced: 0.03,
  /** A form less alike than this says nothing: the crop is not cut where its characters meet. */
  telling: 0.84,
  /** Room for this much more than the characters found means that some were lost. */
  room: 0.6,
}

const isNameLetter = (character: string) => /^[\p{Script=Han}·]$/u.test(character)
/** From so many characters on without a dot, one may have been lost. */
const longWithoutDot = 5

export interface NameEngines {
  networks: TextNetworks
  /** Forms of every Han character, also of those that the networks were never taught. */
  letterforms: Letterforms
}

/**
 * Reads a Chinese name twice: by the networks in several looks, and by comparing each character with printed forms.
 * The networks know common characters in any picture; the forms know every character. Where they differ the field says
 * so with its place: nothing is settled silently.
 */
export async function readName({ networks, letterforms }: NameEngines, picture: Picture, quad: Quad): Promise<Field> {
  const mask = maskOf(networks.characters, isNameLetter)
  const readings = (await lookAgain(networks, picture, quad, looks, mask)).map(trimmed)
  const text = bestText(readings)
  const agreement = readings.filter((glyphs) => textOf(glyphs) === text).length / readings.length
  const sameLength = readings.filter(({ length }) => length === [...text].length)
  const standings = [...text].map((character, place) => standing(sameLength, place, character))
  const forms = text.includes('·') ? [] : formsOf({ networks, letterforms }, picture, quad, standings)
  const places =
    forms.length > standings.length ? completed(standings, forms) : standings.map((each, i) => compared(each, forms[i]))
  const value = places.map(({ character }) => character).join('')
  if (value === '') return field(null, { quad })
  const doubtfulAt = places.flatMap((place, i) => (flagsOfPlace(place).length > 0 ? [i] : []))
  return field(value, {
    confidence: Math.min(...places.map(({ mean }) => mean)) * Math.max(0.2, agreement),
    flags: flagsOf(places, agreement, forms.length > standings.length),
    doubtfulAt,
    quad,
  })
}

interface Standing {
  character: string
  /** Mean probability of the character at its place. */
  mean: number
  /** Mean probability of the strongest other character there. */
  rival: number
  /** What the printed forms said: nothing against it, another character is about as alike, or it replaced the reading. */
  forms: 'agree' | 'doubt' | 'replaced'
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
  return { character, mean, rival: Math.max(0, ...sums.values()), forms: 'agree' }
}

const cropHeightPx = 64

/** For each character that the crop has room for, the forms most like it; none when the crop can't be cut so. */
function formsOf({ networks, letterforms }: NameEngines, picture: Picture, quad: Quad, read: Standing[]): Likeness[][] {
  const around = grown(quad, 0.1, 0.02)
  const widthPx = Math.round((cropHeightPx * lengthOf(around)) / Math.max(1, heightOf(around)))
  const line = straighten(picture, around, Math.max(cropHeightPx / 2, Math.min(1200, widthPx)), cropHeightPx)
  const room = roomFor(line)
  const count = room > read.length + limits.room && room < read.length + 2.5 ? Math.round(room) : read.length
  if (count === 0 || room < 0.6 * count) return []
  const known = new Set(networks.characters)
  return cutCharacters(line, count).map((ink, i) => {
    const shape = shapeOf(ink)
    if (!shape) return []
    const asked = count === read.length ? read[i]!.character : read.map(({ character }) => character).join('')
    const alike = mostAlike(letterforms, shape, 8, asked)
    // Between forms that are hardly apart, the character that people use is meant.
    return alike.toSorted((a, b) => b.likeness + preference(known, b) - a.likeness - preference(known, a))
  })
}

const preference = (known: Set<string>, { character }: Likeness) => (known.has(character) ? 0.012 : 0)

/** The reading of the networks, doubted or replaced where the forms clearly say another character. */
function compared(read: Standing, alike: Likeness[] | undefined): Standing {
  const [best] = alike ?? []
  if (!best || best.likeness < limits.telling || best.character === read.character) return read
  const own = alike!.find(({ character }) => character === read.character)
  const lead = best.likeness - (own?.likeness ?? 0)
  const isWeak = read.mean < limits.sure || read.rival > limits.rival
  if (lead > (isWeak ? limits.doubted : limits.replaced))
    return { ...read, character: best.character, forms: 'replaced' }
  return lead > limits.doubted ? { ...read, forms: 'doubt' } : read
}

/** The networks lost a character that they don't know: the forms fill its place. */
function completed(read: Standing[], forms: Likeness[][]): Standing[] {
  let next = 0
  return forms.map((alike): Standing => {
    const [best] = alike
    const expected = read[next]
    const own = alike.find(({ character }) => character === expected?.character)
    const placesLeft = forms.length - forms.indexOf(alike)
    const isExpected =
      expected && own && (own.likeness > (best?.likeness ?? 0) - limits.replaced || placesLeft <= read.length - next)
    if (!isExpected) return { character: best?.character ?? '', mean: best?.likeness ?? 0, rival: 0, forms: 'replaced' }
    next++
    return expected
  })
}

function flagsOfPlace({ mean, rival, forms }: Standing): Flag[] {
  const flags: Flag[] = []
  if (forms === 'replaced') flags.push('unknown-character')
  else if (mean < limits.sure) flags.push('low-confidence')
  if (rival > limits.rival || forms === 'doubt') flags.push('near-tie')
  return flags
}

function flagsOf(places: Standing[], agreement: number, wasCompleted: boolean): Flag[] {
  const flags = new Set(places.flatMap(flagsOfPlace))
  if (agreement < limits.agreeing && flags.size === 0) flags.add('low-confidence')
  if (places.length < 2 || wasCompleted) flags.add('width')
  if (places.length >= longWithoutDot || places.some(({ character }) => character === '·')) flags.add('separator')
  return [...flags]
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
