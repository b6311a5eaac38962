import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { tryPlant } from './plant-trials.ts'
import { planted, plants } from './plants.ts'
import { runHistories } from './run-histories.ts'

const SEED = 20261126

it('generated histories of payments end with exactly one effect and with the provider’s own books', async () => {
  const outcome = await runHistories(inject('testCluster'), { runs: 120, seed: SEED, sideBySide: 4 })
  expect(outcome.failure?.report).toBeUndefined()
  expect(outcome.done).toBe(120)
  // A model that never comes to these places would find nothing there.
  for (const place of ['payment paid', 'payment late', 'payment closed', 'refund late done', 'refund staff done'])
    expect(outcome.reach.get(place), place).toBeGreaterThan(0)
}, 240_000)

it('histories judge money by what they know themselves, not by the program’s own rules', () => {
  const sources = readdirSync(import.meta.dirname).filter(
    (name) => !name.includes('plant') && !name.endsWith('.test.ts'),
  )
  const imports = sources.flatMap((name) =>
    [...readFileSync(join(import.meta.dirname, name), 'utf8').matchAll(/from '([^']+)'/g)].map(([, path]) => path!),
  )
  expect(imports.length).toBeGreaterThan(40)
  expect(imports.filter((path) => /src\/(order|payment|refund|collection)\//.test(path))).toEqual([])
})

describe('a mistake in the program', () => {
  it.each(plants)('can still be planted: $name', (plant) => {
    const source = readFileSync(resolve(import.meta.dirname, '../../src', plant.file), 'utf8')
    expect(planted(plant, source)).not.toBe(source)
  })

  it.each(['late-money-kept', 'swapped-states'])(
    'is found by generated histories: %s',
    async (name) => {
      const outcome = await tryPlant(inject('testCluster'), name, { runs: 300, seed: SEED, sideBySide: 4 })
      expect(outcome.foundAfter).not.toBeNull()
    },
    240_000,
  )
})
