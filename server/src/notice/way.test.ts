import type { NoticeChannel } from '@tucai/contract'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Attempt, Outcome } from './notice.ts'
import { nextStep } from './way.ts'

const channels = fc.subarray<NoticeChannel>(['wechat', 'sms', 'mail'])
const outcomes = fc.infiniteStream(fc.constantFrom<Outcome>('accepted', 'refused', 'away', 'unknown'))

/** Tries a notice until it is accepted or given up, at the instants that the steps ask for. */
function carry(open: NoticeChannel[], outcomesToCome: Iterator<Outcome>): { attempts: Attempt[]; end: string } {
  const attempts: Attempt[] = []
  let now = new Date(0)
  for (;;) {
    const step = nextStep(open, attempts, now)
    if ('giveUp' in step) return { attempts, end: step.giveUp }
    now = new Date(Math.max(now.getTime(), step.notBefore.getTime()))
    const outcome = outcomesToCome.next().value as Outcome
    attempts.push({ channel: step.channel, outcome, endedAt: now })
    if (outcome === 'accepted') return { attempts, end: 'accepted' }
  }
}

it('whatever the providers answer, a notice ends after few tries, and at most two messages can have arrived', () => {
  fc.assert(
    fc.property(channels, outcomes, (open, answers) => {
      const { attempts, end } = carry(open, answers)
      expect(attempts.length).toBeLessThanOrEqual(16)
      const mayHaveArrived = attempts.filter(({ outcome }) => outcome === 'accepted' || outcome === 'unknown')
      expect(mayHaveArrived.length).toBeLessThanOrEqual(2)
      const isSure = attempts.every(({ outcome }) => outcome !== 'unknown')
      if (isSure) expect(mayHaveArrived.length).toBe(end === 'accepted' ? 1 : 0)
    }),
    { numRuns: 5000 },
  )
})

it('no way is taken again after it was refused, nor once the next one was taken, unless that one was refused', () => {
  fc.assert(
    fc.property(channels, outcomes, (open, answers) => {
      const { attempts } = carry(open, answers)
      const refused = attempts.filter(({ outcome }) => outcome === 'refused').map(({ channel }) => channel)
      const places = attempts
        .filter(({ channel }) => !refused.includes(channel))
        .map(({ channel }) => open.indexOf(channel))
      expect(places).toEqual([...places].sort())
      for (const [place, { channel, outcome }] of attempts.entries()) {
        if (outcome === 'refused') expect(attempts.slice(place + 1).some((one) => one.channel === channel)).toBe(false)
      }
    }),
    { numRuns: 5000 },
  )
})

it('the pauses on a way that is away grow from ten seconds to six hours', () => {
  const { attempts, end } = carry(
    ['mail'],
    (function* (): Iterator<Outcome> {
      for (;;) yield 'away'
    })(),
  )
  const instants = attempts.map(({ endedAt }) => endedAt.getTime() / 1000)
  expect(instants.slice(1).map((instant, place) => instant - instants[place]!)).toEqual([
    10, 60, 300, 1200, 3600, 10_800, 21_600,
  ])
  expect(end).toBe('away')
})
