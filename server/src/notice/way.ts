import type { NoticeChannel } from '@tucai/contract'
import type { Attempt } from './notice.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Pauses after the first, second … try on a way that is away. */
const PAUSES_MS = [10 * SECOND, MINUTE, 5 * MINUTE, 20 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR]
/** After so many tries in vain the next way is taken, if there is one. */
const TRIES_BEFORE_NEXT = 4
/** What may have been sent is sent once more, and not a third time. */
const UNKNOWN_LIMIT = 2

/** What to do with a notice: carry it on a channel, not before an instant, or give it up. */
export type Step = { channel: NoticeChannel; notBefore: Date } | { giveUp: string }

/**
 * The next step of a notice that nobody has accepted yet. `channels`: those that are open now, the best first. One channel
 * is used up before the next is tried, so that one message reaches the person, on one channel; one that was away is come
 * back to when all after it were refused. The exception is an unknown outcome: it is repeated once, so that then two
 * messages may arrive, and never more.
 */
export function nextStep(channels: NoticeChannel[], attempts: Attempt[], now: Date): Step {
  const unknown = attempts.filter(({ outcome }) => outcome === 'unknown')
  if (unknown.length >= UNKNOWN_LIMIT) return { giveUp: 'outcome-unknown' }
  const open = channels.filter(
    (channel) => !attempts.some((one) => one.channel === channel && one.outcome === 'refused'),
  )
  for (const channel of open) {
    const tries = attempts.filter((one) => one.channel === channel)
    const isLast = channel === open.at(-1)
    if (tries.length >= (isLast ? PAUSES_MS.length + 1 : TRIES_BEFORE_NEXT)) continue
    const latest = tries.at(-1)
    if (latest === undefined) return { channel, notBefore: now }
    return { channel, notBefore: new Date(latest.endedAt.getTime() + PAUSES_MS[tries.length - 1]!) }
  }
  if (channels.length === 0) return { giveUp: 'no-way' }
  return { giveUp: open.length === 0 ? 'refused' : 'away' }
}
