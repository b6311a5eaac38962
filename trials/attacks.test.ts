import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Ground, openGround } from './attacks/ground.ts'
import { hasHeld } from './attacks/row.ts'
import { attack } from './attacks.ts'

let ground: Ground
beforeAll(async () => {
  ground = await openGround()
}, 120_000)
afterAll(() => ground.close())

it.each(['headers', 'requests', 'access', 'browsers', 'tls', 'fuzz', 'hostile'])(
  'the attacks of %s, a few times each, come to nothing',
  async (part) => {
    const rows = await attack(ground, [part], { short: true, seed: 1, tell: () => {} })
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.filter((row) => !hasHeld(row))).toEqual([])
  },
  120_000,
)
