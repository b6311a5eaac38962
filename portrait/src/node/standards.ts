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

/** Throws one sentence that lists the known ones when there is no such standard, or names what is wrong with its data. */
export function loadStandard(id: string = defaultStandardId): Standard {
  const known = loaded.get(id)
  if (known) return known
  if (!standardIds().includes(id)) throw new Error(`unknown standard ${id}; known: ${standardIds().join(', ')}`)
  const data = JSON.parse(readFileSync(path.join(folder, `${id}.json`), 'utf8')) as { id: string; extends?: string }
  if (data.id !== id) throw new Error(`standard ${id}: its file names it ${data.id}`)
  const standard = parseStandard(data, data.extends === undefined ? undefined : loadStandard(data.extends))
  loaded.set(id, standard)
  return standard
}
