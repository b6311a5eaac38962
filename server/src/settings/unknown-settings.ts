import type { Setting } from './setting.ts'
import { settings } from './settings.ts'

const MOST_MISTYPED = 3

/** One line for each variable that looks like a setting and is none: most often a slip of the keys. */
export function tellUnknownSettings(environment: NodeJS.ProcessEnv): string[] {
  const all: [string, Setting<unknown>][] = Object.entries(settings)
  const known = all.flatMap(([name, { isSecret }]) => (isSecret ? [name, `${name}_FILE`] : [name]))
  return Object.keys(environment)
    .filter((name) => name.startsWith('TUCAI_') && !name.startsWith('TUCAI_TEST_') && !known.includes(name))
    .map((name) => {
      const [nearest] = known
        .map((candidate) => ({ candidate, steps: stepsBetween(name, candidate) }))
        .sort((a, b) => a.steps - b.steps)
      const hint = nearest!.steps <= MOST_MISTYPED ? `: did you mean ${nearest!.candidate}?` : '.'
      return `${name} is not a setting of this version and changes nothing${hint}`
    })
}

/** How many letters have to be put in, taken out or changed to make one word of the other. */
function stepsBetween(one: string, other: string): number {
  let before = Array.from({ length: other.length + 1 }, (_, place) => place)
  for (const [row, letter] of [...one].entries()) {
    const now = [row + 1]
    for (const [column, wanted] of [...other].entries())
      now.push(Math.min(before[column]! + (letter === wanted ? 0 : 1), before[column + 1]! + 1, now[column]! + 1))
    before = now
  }
  return before.at(-1)!
}
