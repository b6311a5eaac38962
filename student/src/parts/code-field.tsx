import type { CodeAsked, CodeChannel } from '@tucai/contract'
import { useState } from 'react'
import { useAppInfo } from '../app-info.ts'
import { call } from '../call.ts'
import { Box } from '../elements/box'
import { Entry } from '../elements/entry'
import { Press } from '../elements/press'
import { useWords } from '../language.ts'
import { useAttempt } from '../use-attempt.ts'
import { useWait } from '../use-wait.ts'
import { Field } from './field.tsx'
import { Notice } from './notice.tsx'
import { say } from './toast.tsx'

type CodeFieldProps = {
  asked: CodeAsked
  value: string
  bad: string | undefined
  onValue: (value: string) => void
  onAsked: (asked: CodeAsked) => void
  onDone?: () => void
}

const waitSeconds = 60

/** A one-time code: where it was sent, the entry, and the ways to get another one. */
export function CodeField({ asked, value, bad, onValue, onAsked, onDone }: CodeFieldProps) {
  const { code: words } = useWords()
  const channels = useAppInfo()?.codeChannels ?? ['mail']
  const [chosen, setChosen] = useState<CodeChannel>()
  const channel = chosen ?? channels[0] ?? 'mail'
  const other = channels.find((known) => known !== channel)
  const { left, begin } = useWait(waitSeconds)
  const { attempt, otherWords } = useAttempt()

  const sendBy = (wished: CodeChannel) =>
    attempt(async () => {
      onAsked(await call('codeResend', { body: { challengeId: asked.challengeId, channel: wished } }))
      setChosen(wished)
      begin()
      onValue('')
      say(words.sentAgain)
    })

  return (
    <Box className="field">
      <Notice words={asked.demoCode === undefined ? undefined : words.demo(asked.demoCode)} />
      <Field id="code" label={words.label} help={words.sent[channel]} bad={bad}>
        <Entry
          id="code"
          className="input-entry"
          kind="digits"
          value={value}
          placeholder={words.placeholder}
          maxLength={12}
          autoComplete="one-time-code"
          invalid={bad !== undefined}
          describedBy="code-help"
          focusCount={1}
          onValue={onValue}
          onDone={onDone}
        />
      </Field>
      <Box className="code-row">
        <Press className={left > 0 ? 'link off' : 'link'} disabled={left > 0} onPress={() => sendBy(channel)}>
          {left > 0 ? words.againIn(left) : words.again}
        </Press>
        {other === undefined ? null : (
          <Press className="link" onPress={() => sendBy(other)}>
            {words.instead[other]}
          </Press>
        )}
      </Box>
      <Notice words={otherWords()} tone="bad" />
    </Box>
  )
}
