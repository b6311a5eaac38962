import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { EntryProps } from './props.ts'

const keyboards = { text: 'text', password: 'text', digits: 'numeric', phone: 'tel', mail: 'email' } as const

/** One line to type into, or several when `lines` is given. A change of `focusCount` puts the cursor into it. */
export function Entry(props: EntryProps) {
  const element = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const focusCount = props.focusCount ?? 0
  useEffect(() => {
    if (focusCount > 0) element.current?.focus()
  }, [focusCount])

  const kind = props.kind ?? 'text'
  const attributes = {
    ref: element,
    id: props.id,
    name: props.id,
    className: props.className,
    value: props.value,
    placeholder: props.placeholder,
    maxLength: props.maxLength,
    autoComplete: props.autoComplete ?? 'off',
    'aria-label': props.label,
    'aria-invalid': props.invalid || undefined,
    'aria-describedby': props.describedBy,
    onChange: (event: { target: { value: string } }) => props.onValue(event.target.value),
    onFocus: props.onFocus,
    onBlur: props.onBlur,
  }
  if (props.lines) return <textarea {...attributes} rows={props.lines} />
  const finish = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) props.onDone?.()
  }
  return (
    <input
      {...attributes}
      type={kind === 'password' ? 'password' : 'text'}
      inputMode={keyboards[kind]}
      autoCapitalize="none"
      spellCheck={false}
      enterKeyHint={props.onDone ? 'done' : 'next'}
      onKeyDown={finish}
    />
  )
}
