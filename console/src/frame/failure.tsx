import { Refusal } from '@tucai/contract/client'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { mayHelpToRetry } from '../api.ts'
import { Icon } from '../icons.tsx'
import { type Language, useSpeech } from '../words/language.tsx'
import type { Words } from '../words/zh-CN.ts'

/** What went wrong, in the reader's language: the server's own sentence, or a plain one when it could not be reached. */
export function refusalWords(error: unknown, language: Language, words: Words): string {
  return error instanceof Refusal ? error.problem[language] : words.failedLine
}

/** What somebody reads out: what kind of refusal it is and, where it is ours, under which id the log has it. */
function codeOf(error: unknown): string {
  if (!(error instanceof Refusal)) return 'network'
  const { code, requestId } = error.problem
  return requestId === undefined ? code : `${code} · ${requestId}`
}

const retryAfterSeconds = 15

/** What failed, what is safe, what to do, and a code to read out. Tries again by itself where that may help. */
export function Failure({ error, retry, retrying }: { error: unknown; retry: () => void; retrying: boolean }) {
  const { language, words } = useSpeech()
  const counting = mayHelpToRetry(error) && !retrying
  const seconds = useCountdown(counting, retry)
  return (
    <div className="empty" role="alert">
      <span className="failure-drawing">
        <Icon name="warning" />
      </span>
      <h2>{words.failedTitle}</h2>
      <p>{refusalWords(error, language, words)}</p>
      <Button type="primary" onClick={retry} loading={retrying}>
        {words.retry}
      </Button>
      <p className="quiet">
        {counting ? `${words.retryIn(seconds)} · ` : ''}
        {words.errorCode} <span className="mono">{codeOf(error)}</span>
      </p>
    </div>
  )
}

function useCountdown(counting: boolean, atZero: () => void): number {
  const [seconds, setSeconds] = useState(retryAfterSeconds)
  useEffect(() => {
    if (!counting) {
      setSeconds(retryAfterSeconds)
      return
    }
    const timer = setTimeout(() => (seconds > 1 ? setSeconds(seconds - 1) : atZero()), 1000)
    return () => clearTimeout(timer)
  }, [counting, seconds, atZero])
  return seconds
}
