import { useQuery } from '@tanstack/react-query'
import type { StaffCampaign, StaffReview, StaffView } from '@tucai/contract'
import { useCallback, useEffect, useReducer, useRef, useState } from 'react'
import { call } from '../api.ts'
import { type QueuedVerdict, type Verdict, VerdictQueue } from './verdict-queue.ts'

export interface DeskItem {
  review: StaffReview
  /** What became of it on this desk. */
  done?: 'approve' | 'reject' | 'skipped' | 'referred' | 'refused'
}

export type DeskOrder = 'doubt' | 'oldest'
export type DeskQueue = 'waiting' | 'leader'

/** So many lie ready at once; others are left to the other reviewers. */
const handCount = 10
const refillBelow = 6
/** How many photos a round has, after which the count begins anew. */
export const roundCount = 40
const renewMs = 60_000
const lookAgainMs = 15_000
/** Whoever touches nothing for so long is away: what lies on the desk is freed when its lock ends. */
const awayMs = 240_000

type DeskChoice = { staff: StaffView; campaign: StaffCampaign; queue: DeskQueue; order: DeskOrder }

/** What lies on the desk, which photo is looked at, and what was decided. */
export function useDesk(choice: DeskChoice, refused: (entry: QueuedVerdict, error: unknown) => void) {
  const { staff, campaign, queue, order } = choice
  const { campaignId } = campaign
  const [items, setItems] = useState<DeskItem[]>([])
  const [present, setPresent] = useState(0)
  const [working, setWorking] = useState(true)
  const [leaving, setLeaving] = useState(false)
  const [, redraw] = useReducer((count: number) => count + 1, 0)
  const sayRefused = useRef(refused)
  sayRefused.current = refused
  const verdicts = useVerdictQueue(staff.staffId, redraw, (entry, error) => {
    setItems((all) =>
      all.map((item) => (item.review.reviewId === entry.reviewId ? { ...item, done: 'refused' } : item)),
    )
    sayRefused.current(entry, error)
  })

  const left = items.filter((item) => item.done === undefined).length
  const claimed = useQuery({
    queryKey: ['review-desk', campaignId, queue, order],
    enabled: working,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchInterval: () => (left === 0 ? lookAgainMs : isAway() ? false : renewMs),
    queryFn: async () => {
      await leftBefore
      // Photos whose verdict is still here lie on the desk as well.
      const count = Math.min(60, handCount + verdicts.entries().length)
      const reviews = await call('staffReviewClaim', { body: { campaignId, queue, order, count } })
      const queued = new Map(verdicts.entries().map(({ reviewId, verdict }) => [reviewId, verdict.kind]))
      setItems((all) => merged(all, reviews, queued))
      return { until: Math.min(...reviews.map(({ claimedUntil }) => new Date(claimedUntil ?? 0).getTime())) }
    },
  })
  const refetch = claimed.refetch
  useEffect(() => {
    if (working && items.length > 0 && left < refillBelow) void refetch()
  }, [working, left, items.length, refetch])
  const undecided = firstUndecided(items, present)
  const at = items[present]?.done === 'skipped' || items[present]?.done === 'referred' ? undecided : present
  useEffect(() => {
    if (at !== present) setPresent(at)
  }, [at, present])

  const figures = useQuery({
    queryKey: ['review-figures', campaignId],
    queryFn: () => call('staffReviewFigures', { params: { campaignId } }),
    refetchInterval: lookAgainMs,
  })

  const mark = useCallback((reviewId: string, done: DeskItem['done']) => {
    setItems((all) => all.map((item) => (item.review.reviewId === reviewId ? { ...item, done } : item)))
  }, [])
  const moveOn = useCallback(
    () =>
      setPresent((index) =>
        firstUndecided(
          items.map((item, place) => (place === index ? { ...item, done: 'approve' } : item)),
          index,
        ),
      ),
    [items],
  )

  return {
    items,
    present: at,
    review: items[at]?.review,
    isDone: items[at]?.done,
    isLoading: leaving || (claimed.isPending && working),
    failure: claimed.isError && items.length === 0 ? claimed : null,
    lockedUntil: claimed.data?.until ?? 0,
    figures: figures.data,
    working,
    verdicts,
    decide(review: StaffReview, verdict: Verdict) {
      verdicts.add(review.reviewId, verdict)
      mark(review.reviewId, verdict.kind)
      moveOn()
    },
    undo(): boolean {
      const entry = verdicts.undoable()
      if (entry === undefined) return false
      verdicts.takeBack(entry.key)
      mark(entry.reviewId, undefined)
      const index = items.findIndex(({ review }) => review.reviewId === entry.reviewId)
      if (index >= 0) setPresent(index)
      return true
    },
    go(by: number) {
      setPresent((index) => Math.min(items.length - 1, Math.max(0, index + by)))
    },
    show: setPresent,
    async skip(review: StaffReview) {
      await call('staffReviewSkip', { params: { reviewId: review.reviewId } })
      mark(review.reviewId, 'skipped')
    },
    async refer(review: StaffReview, note: string) {
      const body = note.trim() === '' ? {} : { note: note.trim() }
      await call('staffReviewRefer', { params: { reviewId: review.reviewId }, body })
      mark(review.reviewId, 'referred')
      void figures.refetch()
    },
    replace(review: StaffReview) {
      setItems((all) => all.map((item) => (item.review.reviewId === review.reviewId ? { ...item, review } : item)))
    },
    async giveBack() {
      setWorking(false)
      setLeaving(true)
      try {
        await verdicts.flush()
        await call('staffReviewGiveBack', {})
      } catch (error) {
        setWorking(true)
        throw error
      } finally {
        setLeaving(false)
      }
      setItems([])
      setPresent(0)
      void figures.refetch()
    },
    begin() {
      setWorking(true)
      void claimed.refetch()
    },
  }
}

/** A desk that was left a moment ago is cleared before another one is laid. */
let leftBefore: Promise<unknown> = Promise.resolve()
const leaveDesk = () => call('staffReviewGiveBack', {}).catch(() => undefined)

/** The queue of this reviewer; leaving the desk sends what it holds and frees what lies there. */
function useVerdictQueue(
  staffId: string,
  changed: () => void,
  refused: (entry: QueuedVerdict, error: unknown) => void,
): VerdictQueue {
  const refusedNow = useRef(refused)
  refusedNow.current = refused
  const [queue] = useState(() => new VerdictQueue(staffId, changed, (entry, error) => refusedNow.current(entry, error)))
  useEffect(() => {
    const leaving = () => queue.sendLeaving()
    window.addEventListener('pagehide', leaving)
    return () => {
      window.removeEventListener('pagehide', leaving)
      leftBefore = queue
        .flush()
        .then(leaveDesk)
        .finally(() => queue.stop())
    }
  }, [queue])
  return queue
}

/** What is on the desk already keeps its place; what is new comes behind it, what was left to others anew. */
function merged(
  items: readonly DeskItem[],
  reviews: readonly StaffReview[],
  queued: ReadonlyMap<string, 'approve' | 'reject'>,
): DeskItem[] {
  const open = new Set(
    items.flatMap(({ review, done }) => (done === undefined || queued.has(review.reviewId) ? [review.reviewId] : [])),
  )
  const still = new Set(reviews.map(({ reviewId }) => reviewId))
  const kept = items.filter(({ review, done }) => done !== undefined || still.has(review.reviewId))
  const fresh = reviews
    .filter(({ reviewId }) => !open.has(reviewId))
    .map((review): DeskItem => ({ review, done: queued.get(review.reviewId) }))
  return [...kept, ...fresh]
}

/** The next photo without a verdict, from the present one on; else one before it, else behind the last. */
function firstUndecided(items: readonly DeskItem[], from: number): number {
  const after = items.findIndex((item, index) => index >= from && item.done === undefined)
  if (after >= 0) return after
  const before = items.findIndex((item) => item.done === undefined)
  return before >= 0 ? before : items.length
}

let touchedAt = Date.now()
for (const kind of ['keydown', 'pointerdown', 'pointermove']) {
  window.addEventListener(kind, () => {
    touchedAt = Date.now()
  })
}
function isAway(): boolean {
  return Date.now() - touchedAt > awayMs || document.visibilityState === 'hidden'
}
