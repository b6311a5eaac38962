/** Wakes those who wait for a take to be developed. The record in the database is the truth; this only saves waiting. */
export interface PhotoSignals {
  announce(photoId: string): void
  /** Resolves at the next announcement of this photo, after `limitMs`, or when the signal aborts. */
  next(photoId: string, limitMs: number, given?: AbortSignal): Promise<void>
  /** Lets everybody go: the program stops. */
  close(): void
}

export function openPhotoSignals(): PhotoSignals {
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
    close() {
      for (const photoId of [...waiting.keys()]) wake(photoId)
    },
  }
}
