import { useState } from 'react'
import { Entry } from '../elements/entry'
import { Icon } from '../elements/icon'
import { Press } from '../elements/press'
import { useWords } from '../language.ts'
import { groupedNumber } from '../number.ts'

type NumberEntryProps = {
  id: string
  value: string
  invalid?: boolean
  focusCount?: number
  clearable?: boolean
  placeholder?: string
  onValue: (value: string) => void
  onBlur?: () => void
  onDone?: () => void
}

/** The entry of an identity or passport number: as typed while the cursor is in it, grouped for reading afterwards. */
export function NumberEntry(props: NumberEntryProps) {
  const { id, value, invalid, focusCount, clearable, placeholder, onValue, onBlur, onDone } = props
  const words = useWords()
  const [typing, setTyping] = useState(false)
  return (
    <>
      <Entry
        id={id}
        className="input-entry"
        value={typing ? value : groupedNumber(value)}
        placeholder={placeholder ?? words.number.placeholder}
        maxLength={40}
        autoComplete="username"
        invalid={invalid}
        focusCount={focusCount}
        describedBy={`${id}-help`}
        onValue={onValue}
        onFocus={() => setTyping(true)}
        onBlur={() => {
          setTyping(false)
          onBlur?.()
        }}
        onDone={onDone}
      />
      {clearable && value !== '' ? (
        <Press className="input-end" aria-label={words.clear} onPress={() => onValue('')}>
          <Icon name="clear" />
        </Press>
      ) : null}
    </>
  )
}
