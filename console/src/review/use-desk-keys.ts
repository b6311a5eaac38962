import { useEffect, useRef } from 'react'

export type DeskKeys = Record<string, () => void>

/** Keys of the desk: nothing while one types or a dialog is open. `held` is told when O goes down and up. */
export function useDeskKeys(keys: DeskKeys, held: (isDown: boolean) => void): void {
  const now = useRef({ keys, held })
  now.current = { keys, held }
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      if (document.querySelector('.ant-modal-wrap:not([style*="display: none"])') !== null) return
      const key = event.key.toLowerCase()
      if (key === 'o') {
        if (!event.repeat) now.current.held(true)
        return
      }
      const act = now.current.keys[key]
      if (act === undefined || event.repeat) return
      event.preventDefault()
      act()
    }
    const release = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'o') now.current.held(false)
    }
    const away = () => now.current.held(false)
    window.addEventListener('keydown', press)
    window.addEventListener('keyup', release)
    window.addEventListener('blur', away)
    return () => {
      window.removeEventListener('keydown', press)
      window.removeEventListener('keyup', release)
      window.removeEventListener('blur', away)
    }
  }, [])
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable)
}
