import { useCallback, useEffect, useState } from 'react'
import { type Place, readPlace, writePlace } from './place.ts'

type Entry = Place & { search: string }

function presentEntry(): Entry {
  const kept: unknown = window.history.state?.search
  return { ...readPlace(window.location.search), search: typeof kept === 'string' ? kept : '' }
}

/**
 * The place shown, and how to go elsewhere. The search word is kept in the browser's history entry: it outlives a reload
 * and stays out of the address, where names would end up in logs and sent links.
 */
export function usePlace(): [Entry, (change: Partial<Entry>) => void] {
  const [entry, setEntry] = useState(presentEntry)
  useEffect(() => {
    const onReturn = () => setEntry(presentEntry())
    window.addEventListener('popstate', onReturn)
    return () => window.removeEventListener('popstate', onReturn)
  }, [])
  const go = useCallback((change: Partial<Entry>) => {
    const next = { ...presentEntry(), ...change }
    const address = window.location.pathname + writePlace(next)
    const keep = { search: next.search }
    // Typing a search word shall not fill the way back with one entry per letter.
    if (change.search === undefined) window.history.pushState(keep, '', address)
    else window.history.replaceState(keep, '', address)
    setEntry(next)
  }, [])
  return [entry, go]
}
