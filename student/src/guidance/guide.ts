import { type HintName, hintFor } from './guidance.ts'
import type { Box } from './kept-area.ts'
import type { Seen } from './seen.ts'
import { heldStill, type Steady, steady } from './steady.ts'

/** What guidance says at the moment; null when it has fallen silent for good and the camera works without it. */
export type Guided = { hint: HintName; held: boolean } | null

/** Turns what each picture shows into what is told. */
export function createGuide(tell: (guided: Guided) => void) {
  let state: Steady | null = null
  return {
    see: (seen: Seen, kept: Box, mirrored: boolean, nowMs: number) => {
      state = steady(state, hintFor(seen, kept, state?.called ?? null, mirrored), nowMs)
      tell({ hint: state.shown, held: heldStill(state) })
    },
    fallSilent: () => tell(null),
  }
}
