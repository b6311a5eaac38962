import { meanOf, quantile } from './colour-error.ts'
import type { Half } from './split.ts'
import { figure, percent, textTable } from './table.ts'

/** A number and how it is written. */
export interface Figure {
  value: number
  text: string
}

/** What a figure has to reach, where there is such a bar. */
export interface Bar {
  atMost?: number
  atLeast?: number
}

/** One line of a table: the figure of any choice of rows. */
export interface Measure<T> {
  name: string
  of(rows: T[]): Figure
  bar?: Bar
}

/**
 * Every measure over the tuned half, the held half and all rows, side by side, with its bar. Where one half is empty,
 * as with drawn people, only the column of all is shown.
 */
export function halvesTable<T>(title: string, rows: T[], halfOf: (row: T) => Half, measures: Measure<T>[]): string {
  const tuned = rows.filter((row) => halfOf(row) === 'tuned')
  const held = rows.filter((row) => halfOf(row) === 'held')
  const parts: [name: string, rows: T[]][] = [['all', rows]]
  if (tuned.length > 0 && held.length > 0) parts.unshift(['tuned', tuned], ['held', held])
  const head = ['measure', ...parts.map(([name, part]) => `${name} (${part.length})`), 'bar']
  const lines = measures.map(({ name, of, bar }) => [
    name,
    ...parts.map(([, part]) => judged(of(part), bar)),
    barText(bar),
  ])
  return textTable(title, head, lines)
}

function judged({ value, text }: Figure, bar: Bar | undefined): string {
  if (!bar || !Number.isFinite(value)) return `${text}  `
  return `${text} ${meets(value, bar) ? '✓' : '✗'}`
}

export function meets(value: number, { atMost, atLeast }: Bar): boolean {
  return !(atMost !== undefined && value > atMost) && !(atLeast !== undefined && value < atLeast)
}

export function barText(bar: Bar | undefined): string {
  if (!bar) return ''
  return bar.atMost === undefined ? `≥ ${bar.atLeast}` : `≤ ${bar.atMost}`
}

/** Mean over the rows that have the value. */
export function mean<T>(name: string, value: (row: T) => number, digits: number, bar?: Bar): Measure<T> {
  return { name, bar, of: (rows) => written(meanOf(known(rows, value)), digits) }
}

/** A share of 0..1 of the rows from the smallest value up. */
export function share<T>(name: string, at: number, value: (row: T) => number, digits: number, bar?: Bar): Measure<T> {
  return { name, bar, of: (rows) => written(quantile(known(rows, value), at), digits) }
}

/** The largest value of all rows. */
export function largest<T>(name: string, value: (row: T) => number, digits: number, bar?: Bar): Measure<T> {
  return { name, bar, of: (rows) => written(quantile(known(rows, value), 1), digits) }
}

export function smallest<T>(name: string, value: (row: T) => number, digits: number, bar?: Bar): Measure<T> {
  return { name, bar, of: (rows) => written(quantile(known(rows, value), 0), digits) }
}

/** How many of the rows keep a rule; the bar is a percentage. `among` leaves out the rows that the rule is not about. */
export function kept<T>(
  name: string,
  holds: (row: T) => boolean,
  bar?: Bar,
  among: (row: T) => boolean = () => true,
): Measure<T> {
  return {
    name,
    bar,
    of(rows) {
      const asked = rows.filter(among)
      const count = asked.filter(holds).length
      const value = asked.length === 0 ? Number.NaN : (100 * count) / asked.length
      return { value, text: asked.length === 0 ? '-' : `${count}/${asked.length} ${percent(count, asked.length)}` }
    },
  }
}

function known<T>(rows: T[], value: (row: T) => number): number[] {
  return rows.map(value).filter(Number.isFinite)
}

function written(value: number, digits: number): Figure {
  return { value, text: figure(value, digits) }
}
