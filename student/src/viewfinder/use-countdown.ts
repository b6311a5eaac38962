import { useCallback, useRef, useState } from 'react'

const countdownSeconds = 3

/** The self-timer: `count()` is true when it has run down, false when it was stopped. */
export function useCountdown() {
  const [timed, setTimed] = useState(false)
  const [secondsLeft, setSecondsLeft] = useState<number | null>(null)
  const timer = useRef<ReturnType<typeof setInterval>>()
  const settle = useRef<(done: boolean) => void>()

  const stop = useCallback(() => {
    clearInterval(timer.current)
    setSecondsLeft(null)
    settle.current?.(false)
    settle.current = undefined
  }, [])
  const count = () =>
    new Promise<boolean>((resolve) => {
      let left = countdownSeconds
      settle.current = resolve
      setSecondsLeft(left)
      timer.current = setInterval(() => {
        left -= 1
        setSecondsLeft(left)
        if (left > 0) return
        clearInterval(timer.current)
        setSecondsLeft(null)
        settle.current = undefined
        resolve(true)
      }, 1000)
    })
  return { timed, setTimed, secondsLeft, count, stop }
}
