import { Button, Input } from 'antd'
import { useEffect, useState } from 'react'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'

const typingPauseMs = 250

type GraduateSearchProps = { search: string; find: (word: string) => void; clear: (() => void) | null }

/** Searches once typing pauses. */
export function GraduateSearch({ search, find, clear }: GraduateSearchProps) {
  const { words } = useSpeech()
  const [word, setWord] = useState(search)
  useEffect(() => setWord(search), [search])
  useEffect(() => {
    if (word === search) return
    const timer = setTimeout(() => find(word), typingPauseMs)
    return () => clearTimeout(timer)
  }, [word, search, find])
  return (
    <search className="filter-row">
      <Input
        className="search-field"
        prefix={<Icon name="find" />}
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
