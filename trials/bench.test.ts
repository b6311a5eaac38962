import { expect, it } from 'vitest'
import { capacityText, costsOf } from './bench/capacity.ts'
import { parts, runParts } from './bench/parts.ts'

/** The soak is days like the one of `day`, one after another; `take` is a photo as in `uploads`. */
const tried = Object.keys(parts).filter((name) => name !== 'soak' && name !== 'take')

it('the parts of the bench run without an error and measure what they say', { timeout: 400_000 }, async () => {
  const seen: string[] = []
  const all = await runParts(tried, { isShort: true, takes: 1, minutes: 0.01 }, (name, { text, figures, errors }) => {
    expect(errors, name).toEqual([])
    expect(Object.keys(figures), name).not.toEqual([])
    for (const [figure, value] of Object.entries(figures))
      expect(value, `${name}: ${figure}`).toSatisfy(Number.isFinite)
    expect(text, name).toContain('| ')
    seen.push(name)
  })
  expect(seen).toEqual(tried)
  expect(capacityText(costsOf(all)!)).toContain('12 million')
})
