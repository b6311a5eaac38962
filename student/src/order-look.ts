import type { OrderState, OrderView, ReviewState } from '@tucai/contract'
import { shanghai } from './dates.ts'
import type { TimelineRow } from './parts/timeline.tsx'
import type { Words } from './words/zh-CN.ts'

/** The colour of an order's tag; its words say the same. */
export const toneOfOrder: Record<OrderState, string> = {
  unpaid: 'warn',
  paid: 'ok',
  producing: 'info',
  shipped: 'info',
  done: 'ok',
  cancelled: 'mute',
  refunded: 'mute',
}

/** Whether somebody has paid an order and not got everything back. */
export function isPaid({ state }: Pick<OrderView, 'state'>): boolean {
  return state === 'paid' || state === 'producing' || state === 'shipped' || state === 'done'
}

/** How an order stands, in a few words; `review` is null where it is not known or there is none yet. */
export function headingOf(order: OrderView, review: ReviewState | null, { orderDetail: words }: Words): string {
  if (order.state === 'paid' && order.kind === 'collection') {
    if (review === 'rejected') return words.rejected
    if (order.photoId === null) return words.photoNext
    if (review === 'approved') return order.paper ? words.approved : words.headings.paid
    return words.reviewing
  }
  if (order.state === 'shipped' && order.delivery === 'station') return words.atStation
  if (order.state === 'done' && order.delivery === 'none') return words.doneWithoutPaper
  return words.headings[order.state]
}

/** What it means and what to do, in one sentence; nothing where the heading says it all. */
export function sentenceOf(
  order: OrderView,
  review: ReviewState | null,
  { orderDetail: words }: Words,
): string | undefined {
  if (order.cancelledReason !== null) return words.reasons[order.cancelledReason]
  if (order.state === 'unpaid' && order.expiresAt !== null) return words.payBefore(shanghai(order.expiresAt).short)
  if (order.state === 'paid' && order.kind === 'collection') {
    if (review === 'rejected') return words.rejectedWords
    return order.photoId === null ? words.photoNextWords : undefined
  }
  if (order.state === 'shipped' && order.delivery === 'station') return words.atStationWords
  return undefined
}

/** Newest first; coming steps stand above as hollow ones. */
export function timelineOf(order: OrderView, review: ReviewState | null, words: Words): TimelineRow[] {
  const been = order.moves.map(({ state, at }, place): TimelineRow => {
    const isLast = place === order.moves.length - 1
    const isEnd = isLast && state !== 'unpaid' && state !== 'paid'
    return { name: moveName(state, order, words), state: isEnd ? 'now' : 'done', time: shanghai(at).short }
  })
  return [...comingRows(order, review, words).reverse(), ...been.reverse()]
}

function moveName(state: OrderState, { delivery }: OrderView, { orderDetail: words }: Words): string {
  return state === 'shipped' && delivery === 'station' ? words.atStation : words.moves[state]
}

function comingRows(order: OrderView, review: ReviewState | null, { orderDetail: words, paid }: Words): TimelineRow[] {
  const todo = (name: string): TimelineRow => ({ name, state: 'todo' })
  const prints = order.paper ? [order.delivery === 'station' ? paid.printForStation : paid.print] : []
  if (order.state === 'unpaid') return [{ name: words.headings.unpaid, state: 'now' }]
  if (order.state === 'producing') return [todo(order.delivery === 'station' ? words.atStation : words.moves.shipped)]
  if (order.state !== 'paid' || order.kind === 'retake') return []
  if (review === 'approved') return prints.map((name, place) => ({ name, state: place === 0 ? 'now' : 'todo' }))
  const missing = order.photoId === null || review === 'rejected'
  const photo: TimelineRow[] = missing ? [{ name: words.takePhoto, state: 'now' }] : []
  return [...photo, { name: paid.review, state: missing ? 'todo' : 'now' }, ...prints.map(todo)]
}
