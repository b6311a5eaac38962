import { createElement, type FormEvent } from 'react'
import type { BoxProps } from './props.ts'

/** One block of a screen. */
export function Box({ as = 'div', scrolls, ...others }: BoxProps) {
  const rest = scrolls ? { tabIndex: 0, ...others } : others
  if (as === 'form') return createElement(as, { noValidate: true, onSubmit: stay, ...rest })
  return createElement(as, rest)
}

function stay(event: FormEvent) {
  event.preventDefault()
}
