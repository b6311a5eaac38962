import { useState } from 'react'
import { Entry } from '../elements/entry'
import { groupedPhone, localPhone } from '../phone.ts'

type PhoneEntryProps = {
  id: string
  className?: string
  value: string
  label?: string
  placeholder: string
  invalid?: boolean
  focusCount?: number
  onValue: (value: string) => void
  onBlur?: () => void
}

/** A phone number: as typed while the cursor is in it, grouped for reading afterwards. */
export function PhoneEntry({ className = 'input-entry', value, onBlur, ...rest }: PhoneEntryProps) {
  const [typing, setTyping] = useState(false)
  return (
    <Entry
      {...rest}
      className={className}
      kind="phone"
      maxLength={30}
      autoComplete="tel"
      describedBy={`${rest.id}-help`}
      value={typing ? localPhone(value) : groupedPhone(value)}
      onFocus={() => setTyping(true)}
      onBlur={() => {
        setTyping(false)
        onBlur?.()
      }}
    />
  )
}
