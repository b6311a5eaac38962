import type { HintName } from './guidance.ts'

/** A hint is shown at least so long, and another one has to be called for so long before it takes its place. */
export const shownAtLeastMs = 800
const calledAtLeastMs = 250
/** All has to be good for so long before the picture is taken, seen in at least so many pictures without a gap. */
export const goodForMs = 1000
const goodPicturesMin = 4
const gapMaxMs = 600

/** What is shown, and since when what has been called for. */
export type Steady = {
  shown: HintName
  shownAtMs: number
  called: HintName
  calledAtMs: number
  /** Pictures in a row that called for the same. */
  pictures: number
  lastAtMs: number
}

/** One more picture has called for a hint. */
export function steady(before: Steady | null, called: HintName, nowMs: number): Steady {
  if (before === null) {
    return { shown: called, shownAtMs: nowMs, called, calledAtMs: nowMs, pictures: 1, lastAtMs: nowMs }
  }
  const same = called === before.called && nowMs - before.lastAtMs <= gapMaxMs
  const calledAtMs = same ? before.calledAtMs : nowMs
  const changes =
    called !== before.shown && nowMs - calledAtMs >= calledAtLeastMs && nowMs - before.shownAtMs >= shownAtLeastMs
  return {
    shown: changes ? called : before.shown,
    shownAtMs: changes ? nowMs : before.shownAtMs,
    called,
    calledAtMs,
    pictures: same ? before.pictures + 1 : 1,
    lastAtMs: nowMs,
  }
}

/** Whether all has been good, and said to be, for long enough to take the picture. */
export function heldStill({ shown, called, calledAtMs, pictures, lastAtMs }: Steady): boolean {
  const good = shown === 'good' && called === 'good'
  return good && lastAtMs - calledAtMs >= goodForMs && pictures >= goodPicturesMin
}
