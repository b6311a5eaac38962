import { useState } from 'react'
import { keep, kept } from '../platform/storage'

const key = 'auto-shutter'

/** Whether the picture is taken by itself when all is good: on unless it was switched off on this device. */
export function useAutoShutter(): [on: boolean, set: (on: boolean) => void] {
  const [on, setOn] = useState(() => kept(key) !== 'off')
  const set = (next: boolean) => {
    setOn(next)
    keep(key, next ? null : 'off')
  }
  return [on, set]
}
