import { useEffect, useId, useRef } from 'react'

const focusable = 'button:not(:disabled), input, textarea, select, a[href], [tabindex="0"]'

/** Keeps the keyboard inside an open sheet: focus moves in, Tab stays in, Escape closes, focus goes back. Gives the sheet's id. */
export function useModal(onClose: (() => void) | undefined): string {
  const id = useId()
  const close = useRef(onClose)
  close.current = onClose
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null
    const items = () => [...(document.getElementById(id)?.querySelectorAll<HTMLElement>(focusable) ?? [])]
    const dialog = document.getElementById(id)
    if (dialog !== null) {
      dialog.tabIndex = -1
      dialog.style.outline = 'none'
      if (!dialog.contains(before)) dialog.focus({ preventScroll: true })
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close.current?.()
      if (event.key !== 'Tab') return
      const all = items()
      if (all.length === 0) return
      const at = all.indexOf(document.activeElement as HTMLElement)
      const next = event.shiftKey ? at - 1 : at + 1
      all[(next + all.length) % all.length].focus()
      event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('keydown', onKey)
      if (before?.isConnected) before.focus({ preventScroll: true })
    }
  }, [id])
  return id
}
