import { expect, it } from 'vitest'
import { capacityText, costsOf } from './bench/capacity.ts'
import { parts, runParts } from './bench/parts.ts'

it('every part of the bench runs without an error and measures what it says', { timeout: 400_000 }, async () => {
  const seen: string[] = []
  const all = await runParts(
    Object.keys(parts),
    { isShort: true, takes: 1, minutes: 0.01 },
    (name, { text, figures, errors }) => {
      expect(errors, name).toEqual([])
      expect(Object.keys(figures), name).not.toEqual([])
      for (const [figure, value] of Object.entries(figures))
        expect(value, `${name}: ${figure}`).toSatisfy(Number.isFinite)
      expect(text, name).toContain('| ')
      seen.push(name)
    },
  )
  expect(seen).toEqual(Object.keys(parts))
  expect(capacityText(costsOf(all)!)).toContain('12 million')
})
