import type { Variation } from '../test/drawn-person.ts'
import type { Chance } from './chance.ts'

const count = 20

/** Drawn people of all hair styles before all walls, as {@link Chance} has it. */
export function drawnVariations(by: Chance): Partial<Variation>[] {
  return Array.from({ length: count }, () => ({
    seed: Math.floor(by.between(1000, 100_000)),
    hair: by.pick(['short', 'bob', 'long', 'bun', 'bald'] as const),
    hairColour: by.pick(['black', 'black', 'brown', 'auburn', 'blond', 'grey'] as const),
    skin: by.pick(['light', 'medium', 'tan', 'deep'] as const),
    clothes: by.pick(['tshirt', 'shirt', 'jacket'] as const),
    clothesColour: by.pick(['white', 'navy', 'black', 'red', 'grey', 'skyblue', 'green', 'beige'] as const),
    glasses: by.between(0, 1) < 0.2,
    wall: by.pick(['plain', 'gradient', 'vignette', 'shadow', 'plaster'] as const),
    wallColour: by.pick(['white', 'grey', 'cream', 'green', 'blue', 'door'] as const),
    noiseLevels: by.between(0.6, 3),
  }))
}
