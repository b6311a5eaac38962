import { describe, expect, it } from 'vitest'
import type { HintName } from '../src/guidance/guidance.ts'
import { goodForMs, heldStill, type Steady, shownAtLeastMs, steady } from '../src/guidance/steady.ts'

/** Pictures at an even pace, each with what it calls for; what was shown after each, and whether all was held. */
function play(called: HintName[], everyMs = 80): { shown: HintName; held: boolean; atMs: number }[] {
  let state: Steady | null = null
  return called.map((hint, i) => {
    state = steady(state, hint, i * everyMs)
    return { shown: state.shown, held: heldStill(state), atMs: i * everyMs }
  })
}
const times = (hint: HintName, count: number): HintName[] => Array.from({ length: count }, () => hint)

describe('what is shown', () => {
  it('does not flicker: each hint stays 800 ms at least, whatever the pictures call for', () => {
    const restless = Array.from(
      { length: 200 },
      (_, i): HintName => (['left', 'good', 'closer'] as const)[(i >> 3) % 3],
    )
    const shown = play(restless)
    const changes = shown.filter(({ shown: hint }, i) => i > 0 && hint !== shown[i - 1].shown)
    expect(changes.length).toBeGreaterThan(2)
    for (const [i, { atMs }] of changes.entries()) {
      if (i > 0) expect(atMs - changes[i - 1].atMs).toBeGreaterThanOrEqual(shownAtLeastMs)
    }
  })

  it('is not changed by one picture that sees something else', () => {
    const shown = play([...times('closer', 20), 'left', ...times('closer', 20)])
    expect(new Set(shown.map(({ shown: hint }) => hint))).toEqual(new Set(['closer']))
  })

  it('follows within a third of a second once it has stood long enough', () => {
    const shown = play([...times('closer', 20), ...times('left', 6)])
    expect(shown.at(-1)?.shown).toBe('left')
  })
})

describe('the automatic shutter', () => {
  it('waits until all has been good for a second', () => {
    const shown = play(times('good', 20))
    expect(shown.find(({ held }) => held)?.atMs).toBeGreaterThanOrEqual(goodForMs)
    expect(shown.find(({ held }) => held)?.atMs).toBeLessThan(goodForMs + 100)
  })

  it('begins its second anew after a single picture that was not good', () => {
    const shown = play([...times('good', 10), 'left', ...times('good', 11)])
    expect(shown.some(({ held }) => held)).toBe(false)
  })

  it('never acts on a few pictures far apart, nor across a gap', () => {
    expect(play(times('good', 3), 500).some(({ held }) => held)).toBe(false)
    expect(play(times('good', 8), 700).some(({ held }) => held)).toBe(false)
  })

  it('does not act while another hint is still on the screen', () => {
    const shown = play([...times('left', 2), ...times('good', 30)])
    for (const { held, shown: hint } of shown) if (held) expect(hint).toBe('good')
    expect(shown.some(({ held }) => held)).toBe(true)
  })
})
