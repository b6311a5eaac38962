import type { Ground } from './ground.ts'

/** How large a run is, and where it happens. */
export interface Size {
  /** The same code with small counts, for the tests. */
  isShort: boolean
  /** Takes of each picture. */
  takes: number
  /** How long the soak lasts. */
  minutes: number
  /** A product that nobody used before; in the short form all parts share one. */
  open(settings?: NodeJS.ProcessEnv): Promise<Ground>
}

/** What a part of the bench found. */
export interface Outcome {
  /** Tables, to be printed. */
  text: string
  /** By name with its unit; NaN where it could not be measured. */
  figures: Record<string, number>
  /** What went wrong that must never go wrong, whatever the speed. */
  errors: string[]
}

export type Part = (size: Size) => Promise<Outcome>

/** A figure beside its bar, e.g. `5.4 photos/s (bar: at least 5, met)`. */
export function beside(figure: number, unit: string, bar: { least: number } | { most: number }): string {
  const [words, isMet] =
    'least' in bar ? [`at least ${bar.least}`, figure >= bar.least] : [`at most ${bar.most}`, figure <= bar.most]
  return `${Number(figure.toPrecision(3))} ${unit} (bar: ${words}, ${isMet ? 'met' : 'MISSED'})`
}
