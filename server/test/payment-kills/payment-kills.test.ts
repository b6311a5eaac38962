import { expect, inject, it } from 'vitest'
import { runKills } from './kills.ts'

it('a server that is killed again and again while people pay loses nothing that it answered and does nothing twice', async () => {
  const { broken, students, underWay } = await runKills(inject('testCluster'), 4, () => {})
  expect(broken).toEqual([])
  expect(students).toBeGreaterThan(4)
  expect(underWay.size).toBeGreaterThan(0)
}, 600_000)
