import { useSyncExternalStore } from 'react'
import { type Change, changedPlace, type Place, readPlace, writePlace } from './place.ts'

type Entry = Place & { search: string }
export type Go = (change: Change & { search?: string }) => void

function presentEntry(): Entry {
  const kept: unknown = window.history.state?.search
  return { ...readPlace(window.location.search), search: typeof kept === 'string' ? kept : '' }
}

let entry = presentEntry()
const watchers = new Set<() => void>()

function show(next: Entry): void {
  entry = next
  for (const watcher of watchers) watcher()
}

window.addEventListener('popstate', () => show(presentEntry()))

const go: Go = ({ search, ...change }) => {
  const place = changedPlace(entry, change)
  const elsewhere = place.page !== entry.page || place.campaignId !== entry.campaignId
  const next = { ...place, search: search ?? (elsewhere ? '' : entry.search) }
  const address = window.location.pathname + writePlace(place)
  const keep = { search: next.search }
  // Typing a search word shall not fill the way back with one entry per letter.
  if (search === undefined || elsewhere) window.history.pushState(keep, '', address)
  else window.history.replaceState(keep, '', address)
  show(next)
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

/**
 * The place shown, and how to go elsewhere. The search word is kept in the browser's history entry: it outlives a reload
 * and stays out of the address, where names would end up in logs and sent links.
 */
export function usePlace(): [Entry, Go] {
  return [useSyncExternalStore(watch, () => entry), go]
}
