import { expect, it } from 'vitest'
import { openTurns } from './turns.ts'

it('as many as may run at once do, the rest in order, and one more than may wait is told to come again', async () => {
  const turns = openTurns({ atOnce: 2, waitingMost: 2 })
  const begun: number[] = []
  const ends: (() => void)[] = []
  const work = (nth: number) => () => {
    begun.push(nth)
    return new Promise<void>((resolve) => ends.push(resolve))
  }
  const taken = [1, 2, 3, 4].map((nth) => turns.take(work(nth)))
  await expect(turns.take(work(5))).rejects.toMatchObject({ code: 'busy', status: 503, retryAfterSeconds: 5 })
  expect(begun).toEqual([1, 2])
  for (const nth of [0, 1, 2, 3]) {
    await expect.poll(() => ends.length).toBeGreaterThan(nth)
    ends[nth]!()
  }
  await Promise.all(taken)
  expect(begun).toEqual([1, 2, 3, 4])
})

it('work that fails gives its turn on', async () => {
  const turns = openTurns({ atOnce: 1, waitingMost: 1 })
  const failing = turns.take(() => Promise.reject(new Error('no')))
  const next = turns.take(async () => 'yes')
  await expect(failing).rejects.toThrow('no')
  await expect(next).resolves.toBe('yes')
  await expect(turns.take(async () => 'again')).resolves.toBe('again')
})
