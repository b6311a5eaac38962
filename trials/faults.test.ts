import { expect, it } from 'vitest'
import { runFaults } from './faults/rows.ts'

it('kills of the program, of its workers and of PostgreSQL, a full disk and a store that is away lose nothing that was answered', async () => {
  const said: string[] = []
  const plan = { isShort: true, points: 4, seed: 8, only: ['kills', 'disk', 'store'], mayMiss: true } as const
  const hasHeld = await runFaults({ ...plan, only: [...plan.only] }, (line) => void said.push(line))
  expect(hasHeld, said.join('\n')).toBe(true)
}, 300_000)
