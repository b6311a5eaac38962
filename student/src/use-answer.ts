import { useDidShow } from '@tarojs/taro'
import { useEffect, useRef, useState } from 'react'
import { type Trouble, troubleOf } from './trouble.ts'

/**
 * What a screen shows, fetched when it opens and again each time it is returned to. An answer that is already on the
 * screen stays there while a newer one is under way. `null` from `ask` means that the screen is being left.
 */
export function useAnswer<T>(ask: () => Promise<T | null>) {
  const [answer, setAnswer] = useState<T | null>(null)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const latest = useRef(0)
  const firstShow = useRef(true)

  const load = async () => {
    latest.current += 1
    const mine = latest.current
    try {
      const given = await ask()
      if (mine !== latest.current || given === null) return
      setAnswer(given)
      setTrouble(null)
    } catch (thrown) {
      const found = troubleOf(thrown)
      if (mine === latest.current && found.code !== 'not-signed-in') setTrouble(found)
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: fetched once when the screen opens
  useEffect(() => {
    void load()
    return () => {
      latest.current += 1
    }
  }, [])
  useDidShow(() => {
    if (firstShow.current) firstShow.current = false
    else void load()
  })
  return { answer, setAnswer, trouble, load }
}
