import { useEffect, useState } from 'react'

/** Seconds that are left until something may be done again; `begin` starts them anew. */
export function useWait(seconds: number) {
  const [endsAtMs, setEndsAtMs] = useState(() => Date.now() + seconds * 1000)
  const [left, setLeft] = useState(seconds)
  useEffect(() => {
    const look = () => setLeft(Math.max(0, Math.ceil((endsAtMs - Date.now()) / 1000)))
    look()
    const timer = setInterval(look, 500)
    return () => clearInterval(timer)
  }, [endsAtMs])
  return { left, begin: () => setEndsAtMs(Date.now() + seconds * 1000) }
}
