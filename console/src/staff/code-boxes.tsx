import { Input } from 'antd'
import { useEffect, useState } from 'react'
import { useSpeech } from '../words/language.tsx'

export const CODE_DIGITS = 6
const PERIOD_MS = 30_000

/** Six boxes for the digits of the authenticator. `full` is called with the last of them. */
export function CodeBoxes({ change, full }: { change: (code: string) => void; full: (code: string) => void }) {
  const { words } = useSpeech()
  return (
    <Input.OTP
      className="code-boxes"
      aria-label={words.codeStep}
      autoFocus
      length={CODE_DIGITS}
      inputMode="numeric"
      autoComplete="one-time-code"
      separator={(place) => (place === CODE_DIGITS / 2 - 1 ? <i aria-hidden="true" /> : null)}
      formatter={(typed) => typed.normalize('NFKC').replace(/\D/g, '')}
      onInput={(digits) => change(digits.join(''))}
      onChange={full}
    />
  )
}

/** Seconds until the authenticator shows the next code. */
export function useSecondsLeft(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return Math.ceil((PERIOD_MS - (now % PERIOD_MS)) / 1000)
}
