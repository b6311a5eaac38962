import type { PressProps } from './props.ts'
import { usePress } from './use-press.ts'

/** Something to tap. */
export function Press({ onPress, disabled = false, className = '', children, ...rest }: PressProps) {
  const { busy, press } = usePress(onPress)
  return (
    <button
      type="button"
      {...rest}
      className={className}
      disabled={disabled}
      aria-busy={busy || undefined}
      onClick={press}
    >
      {busy && className.startsWith('btn') ? <span className="ring" aria-hidden="true" /> : null}
      {children}
    </button>
  )
}
