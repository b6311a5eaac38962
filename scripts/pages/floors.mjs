import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What every slice may use, and no map needs a line for. */
const FOUNDATIONS = ['platform', 'settings']

/**
 * The slices of the server by floors: each uses slices of lower floors only, as its imports say.
 * @returns {string[][]} from the ground up, each floor in alphabetical order
 * @throws {Error} when slices import each other in a circle
 */
export function floorsOf(serverSource) {
  const slices = readdirSync(serverSource).filter(
    (name) => !FOUNDATIONS.includes(name) && statSync(join(serverSource, name)).isDirectory(),
  )
  const uses = new Map(slices.map((slice) => [slice, usedBy(join(serverSource, slice), slices)]))
  const heights = new Map()
  const heightOf = (slice, way = []) => {
    if (way.includes(slice)) throw new Error(`slices import each other: ${[...way, slice].join(' → ')}`)
    if (!heights.has(slice)) {
      const below = uses.get(slice).filter((name) => name !== slice)
      heights.set(slice, 1 + Math.max(-1, ...below.map((name) => heightOf(name, [...way, slice]))))
    }
    return heights.get(slice)
  }
  const floors = []
  for (const slice of slices.sort()) {
    const height = heightOf(slice)
    floors[height] = [...(floors[height] ?? []), slice]
  }
  return floors
}

function usedBy(folder, slices) {
  const sources = readdirSync(folder, { recursive: true }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  )
  const used = sources.flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/from '(?:\.\.\/)+([a-z-]+)\//g)].map(([, slice]) => slice),
  )
  return [...new Set(used)].filter((name) => slices.includes(name))
}
