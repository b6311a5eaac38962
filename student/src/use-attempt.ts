import { useRef, useState } from 'react'
import { type Trouble, troubleOf } from './trouble.ts'

/**
 * Runs what a tap starts and keeps what went wrong: `wordsAt(field)` for the words beside an input,
 * `otherWords(fields)` for what belongs to none of the fields on the screen.
 */
export function useAttempt() {
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const latest = useRef(0)

  const attempt = async (action: () => Promise<void>): Promise<void> => {
    latest.current += 1
    const mine = latest.current
    setTrouble(null)
    try {
      await action()
    } catch (thrown) {
      const found = troubleOf(thrown)
      if (mine === latest.current && found.code !== 'not-signed-in') setTrouble(found)
    }
  }
  const wordsAt = (field: string) => (trouble?.field === field ? trouble.words : undefined)
  const otherWords = (fields: string[] = []) =>
    trouble !== null && !fields.includes(trouble.field ?? '') ? trouble.words : undefined
  /** What was wrong with a field is no longer said once the field changes. */
  const mended = (field: string) => setTrouble((known) => (known?.field === field ? null : known))
  return { attempt, trouble, setTrouble, wordsAt, otherWords, mended }
}
