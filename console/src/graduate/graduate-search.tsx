import { Button, Input, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'

const typingPauseMs = 250

type GraduateSearchProps = { search: string; find: (word: string) => void; clear: (() => void) | null }

/** Searches once typing pauses; `/` anywhere puts the cursor here. */
export function GraduateSearch({ search, find, clear }: GraduateSearchProps) {
  const { words } = useSpeech()
  const [word, setWord] = useState(search)
  const field = useRef<InputRef>(null)
  useEffect(() => setWord(search), [search])
  useEffect(() => {
    if (word === search) return
    const timer = setTimeout(() => find(word), typingPauseMs)
    return () => clearTimeout(timer)
  }, [word, search, find])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.target instanceof HTMLInputElement) return
      event.preventDefault()
      field.current?.focus()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return (
    <search className="search-row">
      <Input
        ref={field}
        className="search-field"
        prefix={<Icon name="find" />}
        suffix={word === '' ? <kbd>/</kbd> : null}
        aria-label={words.searchLabel}
        placeholder={words.search}
        value={word}
        maxLength={60}
        allowClear
        onChange={(event) => setWord(event.target.value)}
        onPressEnter={() => find(word)}
      />
      {clear === null ? null : (
        <Button type="link" onClick={clear}>
          {words.clear}
        </Button>
      )}
    </search>
  )
}
