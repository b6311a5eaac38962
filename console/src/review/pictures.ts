import type { StaffReview } from '@tucai/contract'
import { pathOf } from '@tucai/contract/paths'
import { useEffect, useRef, useState } from 'react'

export type Pictures = { finished: string | null | undefined; original: string | null | undefined }

/** How many photos after the present one are there with their originals before they are shown. */
const aheadCount = 3

const finishedKey = ({ reviewId, measured }: StaffReview) =>
  `${pathOf('staffReviewFinished', { reviewId })}#${JSON.stringify(measured?.crop ?? null)}`
const originalKey = ({ reviewId }: StaffReview) => pathOf('staffReviewPreview', { reviewId })

/**
 * Finished photos of everything on the desk, and originals of the present photo and those that come next, as addresses
 * of bytes that are here already. Nothing of them stays behind when the desk is left.
 */
export function usePictures(reviews: readonly StaffReview[], present: number) {
  const kept = useRef(new Map<string, { url: string | null | undefined; stop: () => void }>())
  const [, setVersion] = useState(0)
  const wanted = [
    ...reviews.slice(present, present + aheadCount + 1).flatMap((review) => [finishedKey(review), originalKey(review)]),
    ...reviews.map(finishedKey),
  ]
  const wantedKey = wanted.join(' ')
  useEffect(() => {
    const keys = new Set(wantedKey.split(' ').filter((key) => key !== ''))
    for (const [key, { stop }] of kept.current) {
      if (keys.has(key)) continue
      stop()
      kept.current.delete(key)
    }
    for (const key of keys) {
      if (kept.current.has(key)) continue
      const loading = new AbortController()
      const entry = { url: undefined as string | null | undefined, stop: () => loading.abort() }
      kept.current.set(key, entry)
      load(key, loading.signal).then(
        (url) => {
          entry.url = url
          entry.stop = () => (url === null ? undefined : URL.revokeObjectURL(url))
          setVersion((version) => version + 1)
        },
        () => kept.current.delete(key),
      )
    }
  }, [wantedKey])
  useEffect(
    () => () => {
      for (const { stop } of kept.current.values()) stop()
      kept.current.clear()
    },
    [],
  )
  const read = (key: string) => kept.current.get(key)?.url
  return {
    of: (review: StaffReview): Pictures => ({
      finished: read(finishedKey(review)),
      original: read(originalKey(review)),
    }),
    aheadCount: reviews.slice(present + 1, present + 1 + aheadCount).filter((each) => read(finishedKey(each))).length,
  }
}

async function load(key: string, signal: AbortSignal): Promise<string | null> {
  const response = await fetch(key.split('#')[0]!, { credentials: 'same-origin', signal })
  if (!response.ok) return null
  const url = URL.createObjectURL(await response.blob())
  // Decoded before it is shown, so that the next photo is there with the key's own frame.
  const image = new Image()
  image.src = url
  await image.decode().catch(() => undefined)
  if (signal.aborted) URL.revokeObjectURL(url)
  return url
}
