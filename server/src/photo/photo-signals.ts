/** Wakes those who wait for a take to be developed. The record in the database is the truth; this only saves waiting. */
export interface PhotoSignals {
  announce(photoId: string): void
  /** Resolves at the next announcement of this photo, after `limitMs`, or when the signal aborts. */
  next(photoId: string, limitMs: number, given?: AbortSignal): Promise<void>
  /** Whether what workers elsewhere announce arrives here. */
  areHeard(areHeard: boolean): void
  /** How long an announcement that is lost may cost. */
  lookAgainMs(): number
  /** Lets everybody go: the program stops. */
  close(): void
}

const LOOK_AGAIN_MS = { heard: 10_000, unheard: 2_000 }

export function openPhotoSignals(): PhotoSignals {
  let lookAgainMs = LOOK_AGAIN_MS.unheard
  const waiting = new Map<string, Set<() => void>>()
  const wake = (photoId: string) => {
    for (const resolve of waiting.get(photoId) ?? []) resolve()
  }
  return {
    announce: wake,
    next(photoId, limitMs, given) {
      return new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer)
          given?.removeEventListener('abort', done)
          const others = waiting.get(photoId)
          others?.delete(done)
          if (others?.size === 0) waiting.delete(photoId)
          resolve()
        }
        const timer = setTimeout(done, limitMs)
        given?.addEventListener('abort', done, { once: true })
        if (!waiting.has(photoId)) waiting.set(photoId, new Set())
        waiting.get(photoId)!.add(done)
      })
    },
    areHeard(areHeard) {
      lookAgainMs = areHeard ? LOOK_AGAIN_MS.heard : LOOK_AGAIN_MS.unheard
    },
    lookAgainMs: () => lookAgainMs,
    close() {
      for (const photoId of [...waiting.keys()]) wake(photoId)
    },
  }
}
