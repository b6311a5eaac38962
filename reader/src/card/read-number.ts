import type { Picture, Quad } from '../picture.ts'
import { type Field, type Flag, field } from '../reading.ts'
import { type Glyph, leastProbability, maskOf, textOf } from '../text/glyphs.ts'
import { type Look, lookAgain } from '../text/looks.ts'
import type { TextNetworks } from '../text/networks.ts'
import type { Line } from '../text/page.ts'
import { quadAround, type Segment, segmentOf } from '../text/segment.ts'
import { type LabelledPage, valuesBehind } from './labels.ts'
import { birthOf, numberFlaws } from './number.ts'

const firstLook: Look = { ends: 0.1, sides: 0, stretch: 1, contrast: false }
const moreLooks: Look[] = [
  { ends: 0.3, sides: 0.1, stretch: 1.15, contrast: false },
  { ends: 0.1, sides: -0.06, stretch: 0.9, contrast: true },
  { ends: 0.5, sides: 0.05, stretch: 1.3, contrast: false },
  { ends: 0.1, sides: 0.15, stretch: 1, contrast: true },
]
/** A number read once, flawless, with every character at least this sure, and the same without a mask. */
const sureAtOnce = 0.75
/** Another character at the same place counts as possible from here on. */
const possibleFrom = 0.004

/** Where the number stands: behind its label, or the line that looks most like 18 characters. */
export function placeOfNumber(lines: Line[], labelled: LabelledPage): { quad: Quad; text: string } | undefined {
  const behind = valuesBehind(labelled, 'number').filter(({ text }) => digitsOf(text).length >= 3)
  if (digitsOf(behind.map(({ text }) => text).join('')).length >= 14) return placed(behind)
  const candidates = lines.flatMap((line) => {
    const first = line.glyphs.findIndex(({ character }) => /[\dX]/i.test(character))
    if (first < 0) return []
    const segment = segmentOf(line, first, line.glyphs.length - 1)
    const digits = digitsOf(segment.text).length
    return digits >= 14 && digits >= 0.7 * segment.text.length ? [{ segment, distance: Math.abs(digits - 18) }] : []
  })
  const best = candidates.toSorted((a, b) => a.distance - b.distance)[0]
  if (best) return placed([best.segment])
  return behind.length > 0 ? placed(behind) : undefined
}

const placed = (segments: Segment[]) => ({
  quad: quadAround(segments),
  text: segments.map(({ text }) => text).join(''),
})
const digitsOf = (text: string) => text.replace(/[^\dX]/gi, '')

/** Reads the number; when one look is not enough, several looks and the check character decide, and the field says so. */
export async function readNumber(
  networks: TextNetworks,
  picture: Picture,
  { quad, text }: { quad: Quad; text: string },
  today: string,
  printedBirth: string | undefined,
): Promise<Field> {
  const mask = maskOf(networks.characters, (character) => /[\dX]/.test(character))
  const first = (await lookAgain(networks, picture, quad, [firstLook], mask))[0]!
  const number = textOf(first)
  if (isFlawless(number, today) && text.toUpperCase() === number && leastProbability(first) >= sureAtOnce)
    return field(number, { confidence: leastProbability(first), quad })
  const readings = [first, ...(await lookAgain(networks, picture, quad, moreLooks, mask))]
  return { ...settle(readings, today, printedBirth), quad }
}

const isFlawless = (number: string, today: string) => numberFlaws(number, today).length === 0

function settle(readings: Glyph[][], today: string, printedBirth: string | undefined): Field {
  const flawless = readings.filter((glyphs) => isFlawless(textOf(glyphs), today))
  const texts = new Set(flawless.map(textOf))
  if (texts.size === 1) {
    const confidence = Math.max(...flawless.map(leastProbability)) * (flawless.length / readings.length)
    const isConfirmed = flawless.length >= 3 || (flawless.length >= 2 && printedBirth === birthOf([...texts][0]!))
    return field([...texts][0]!, { confidence, flags: isConfirmed ? [] : ['low-confidence'] })
  }
  if (texts.size > 1) return field(mostFrequent(flawless.map(textOf)), { confidence: 0.3, flags: ['near-tie'] })
  const resolved = resolutions(readings, today, printedBirth)
  if (resolved.length === 1) {
    const { number, place } = resolved[0]!
    return field(number, { confidence: 0.5, flags: ['resolved'], doubtfulAt: [place] })
  }
  const whole = readings.map(textOf).filter((text) => text.length === 18)
  const text = mostFrequent(whole.length > 0 ? whole : readings.map(textOf))
  if (text === '') return field(null)
  const flags: Flag[] = numberFlaws(text, today)
  return field(text, { confidence: 0.2, flags: flags.length > 0 ? flags : ['low-confidence'] })
}

/** Numbers without a flaw that differ from a reading in one place, where the network saw the other character too. */
function resolutions(readings: Glyph[][], today: string, printedBirth: string | undefined) {
  const found = new Map<string, { number: string; place: number }>()
  for (const glyphs of readings.filter(({ length }) => length === 18)) {
    for (const [place, { alternatives }] of glyphs.entries()) {
      for (const { character, probability } of alternatives) {
        const number = textOf(glyphs.with(place, { ...glyphs[place]!, character }))
        if (probability < possibleFrom || !isFlawless(number, today)) continue
        if (printedBirth === undefined || printedBirth === birthOf(number)) found.set(number, { number, place })
      }
    }
  }
  return [...found.values()]
}

function mostFrequent(texts: string[]): string {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? ''
}
