import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseCsv } from './csv.ts'

/** Photos whose figures may steer a constant, and photos that only tell whether it holds for others too. */
export type Half = 'tuned' | 'held'

const splitFile = fileURLToPath(new URL('../../../docs/split.csv', import.meta.url))

/** Who and what is in a photo, as far as known. */
export interface Shown {
  people: string[]
  wall?: string
  clothes?: string
}

export interface Split {
  /** The people that the table knows, longest name first. */
  people: string[]
  halfOf(shown: Shown): Half
}

/**
 * The split of `docs/split.csv`: kind, name, half. A photo is held back when any of its people, its wall or its clothes
 * is, and a person whom the table doesn't know is held back.
 */
export async function loadSplit(file: string = splitFile): Promise<Split> {
  const rows = existsSync(file) ? parseCsv(await readFile(file, 'utf8')) : []
  const halves = new Map(rows.map(({ kind, name, half }) => [`${kind} ${name}`, half]))
  const isHeld = (kind: string, name: string | undefined) => halves.get(`${kind} ${name}`) === 'held'
  return {
    people: rows
      .filter(({ kind }) => kind === 'person')
      .map(({ name }) => name)
      .sort((a, b) => b.length - a.length),
    halfOf({ people, wall, clothes }) {
      const known = people.length > 0 && people.every((person) => halves.get(`person ${person}`) === 'tuned')
      return known && !isHeld('wall', wall) && !isHeld('clothes', clothes) ? 'tuned' : 'held'
    },
  }
}

/** The person whose name a file's name begins with: `005` of `005_hat.jpg`, `lisa` of `lisa2.jpg`; else the whole name. */
export function personIn(fileName: string, { people }: Pick<Split, 'people'>): string {
  const stem = fileName.replace(/\.[^.]*$/, '')
  return people.find((person) => stem === person || new RegExp(`^${person}(_|(?<!\\d)\\d)`).test(stem)) ?? stem
}
