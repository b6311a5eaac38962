import { states } from 'mrz'
import { letters } from './second-line.ts'

/** The name line of a passport: its 44 characters, and whether the row was read in full length. */
export interface FirstLine {
  line: string
  isWhole: boolean
}

/**
 * The first line (ICAO 9303 part 4) that a raw reading stands for. It has no check digit and no digits: type, country,
 * surname, two fillers, given names, fillers to the end. Fillers at the end are often read as K or C, or lost.
 */
export function firstLine(raw: string): FirstLine | undefined {
  const start = raw.search(/[PFR][<A-Z0-9][A-Z0-9<]{3}/)
  if (start < 0 || start > 3) return undefined
  const text = letters(raw.slice(start))
  // Names never have four fillers between them: whatever is read behind so many is filler too.
  const tail = /<{3,}[<KCLE]*$|<{4,}.*$/.exec(text)
  const core = (tail ? text.slice(0, tail.index) : text).replace(/<+$/, '')
  if (core.length < 8 || core.length > 44) return undefined
  const inner = core.replace(/(<{2,})[KC](?=<)/g, '$1<')
  const names = inner.slice(5)
  if (!/^[A-Z<]+$/.test(names) || names.startsWith('<')) return undefined
  // No second letter C, K or E is in use: it is the filler, read wrongly.
  const type = /^.[CKE]/.test(inner) ? 'P<' : `P${inner[1]}`
  return { line: (type + inner.slice(2)).padEnd(44, '<'), isWhole: text.length === 44 }
}

/** Whether ICAO 9303 part 3 knows the country of a line; `D<<` is Germany. */
export const isCountry = (code: string) => code.replace(/<+$/, '') in states
