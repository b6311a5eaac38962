import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { defaultStandardId, parseStandard, type Standard } from '../standard.ts'

const folder = path.join(import.meta.dirname, '..', '..', 'standards')
const loaded = new Map<string, Standard>()

export function standardIds(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort()
}

/** Throws when there is no such standard. */
export function loadStandard(id: string = defaultStandardId): Standard {
  const known = loaded.get(id)
  if (known) return known
  if (!standardIds().includes(id)) throw new Error(`unknown standard ${id}; known: ${standardIds().join(', ')}`)
  const standard = parseStandard(JSON.parse(readFileSync(path.join(folder, `${id}.json`), 'utf8')))
  loaded.set(id, standard)
  return standard
}
