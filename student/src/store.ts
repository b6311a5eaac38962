import { useSyncExternalStore } from 'react'

/** A value that several screens watch. */
export function createStore<T>(first: T) {
  let value = first
  const watchers = new Set<() => void>()
  const watch = (watcher: () => void) => {
    watchers.add(watcher)
    return () => {
      watchers.delete(watcher)
    }
  }
  const get = () => value
  const set = (next: T) => {
    value = next
    for (const watcher of watchers) watcher()
  }
  return { get, set, use: () => useSyncExternalStore(watch, get, get) }
}
