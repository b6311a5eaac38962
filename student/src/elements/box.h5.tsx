import { createElement, type FormEvent } from 'react'
import type { BoxProps } from './props.ts'

/** One block of a screen. */
export function Box({ as = 'div', ...rest }: BoxProps) {
  if (as === 'form') return createElement(as, { noValidate: true, onSubmit: stay, ...rest })
  return createElement(as, rest)
}

function stay(event: FormEvent) {
  event.preventDefault()
}
