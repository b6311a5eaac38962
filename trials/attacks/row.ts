/** What one attack came to: a line of the table. */
export interface Row {
  /** Number in the threat table of docs/threats.md, or the name of what stands outside of it, e.g. `headers`. */
  row: string
  /** What was tried, in a few words. */
  attack: string
  /** How often it was tried; a row of nothing tried has not held. */
  tried: number
  /** How many of the tries came to nothing, as they should. */
  held: number
  /** What else is to be read: medians, counts of answers, or the first try that did not hold. */
  note: string
}

export interface Options {
  /** The same attacks, fewer times. */
  short: boolean
  /** Where drawn attacks begin; another one each time unless it is said. */
  seed?: number
  /** Says one line to whoever watches. */
  tell(line: string): void
}

export const hasHeld = ({ tried, held }: Row): boolean => tried > 0 && held === tried

/** Counts tries, and keeps what the first ones that did not hold looked like. */
export class Tally {
  tried = 0
  held = 0
  readonly failures: string[] = []
  readonly row: string
  readonly attack: string

  constructor(row: string, attack: string) {
    this.row = row
    this.attack = attack
  }

  /** One try; `what` is told when it did not hold. */
  count(isHeld: boolean, what: string): void {
    this.tried += 1
    if (isHeld) this.held += 1
    else if (this.failures.length < 5) this.failures.push(what)
  }

  done(note = ''): Row {
    const { row, attack, tried, held } = this
    return { row, attack, tried, held, note: [note, ...this.failures].filter((text) => text !== '').join(' · ') }
  }
}
