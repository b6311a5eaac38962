import { useEffect, useRef, useState } from 'react'

/** Guards a tap: while what it started is under way, further taps do nothing. */
export function usePress(onPress: () => unknown) {
  const [busy, setBusy] = useState(false)
  const running = useRef(false)
  const alive = useRef(true)
  useEffect(() => {
    alive.current = true
    return () => {
      alive.current = false
    }
  }, [])

  const press = async () => {
    if (running.current) return
    const result = onPress()
    if (!(result instanceof Promise)) return
    running.current = true
    setBusy(true)
    try {
      await result
    } finally {
      running.current = false
      if (alive.current) setBusy(false)
    }
  }
  return { busy, press }
}
