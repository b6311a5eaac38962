import type { CodeAsked } from '@tucai/contract'
import { useState } from 'react'
import { call } from '../../call.ts'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { useWords } from '../../language.ts'
import { CodeField } from '../../parts/code-field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { PasswordField } from '../../parts/password-field.tsx'
import { Screen } from '../../parts/screen.tsx'
import { deviceOfSignIn } from '../../platform/sign-in'
import { enter } from '../../session.ts'
import { useAttempt } from '../../use-attempt.ts'

type NewPasswordProps = {
  asked: CodeAsked
  onAsked: (asked: CodeAsked) => void
  onBack: () => void
  next: string | undefined
}

/** The code, and the password that takes the place of the forgotten one. */
export function NewPassword({ asked, onAsked, onBack, next: nextScreen }: NewPasswordProps) {
  const words = useWords()
  const [code, setCode] = useState('')
  const [next, setNext] = useState('')
  const [repeat, setRepeat] = useState('')
  const { attempt, trouble, setTrouble, wordsAt, otherWords, mended } = useAttempt()
  const badCode = trouble?.code === 'code-refused' ? trouble.words : undefined

  const reset = () => {
    if (next !== repeat) {
      setTrouble({ kind: 'refused', code: 'different', field: 'repeat', words: words.password.different })
      return
    }
    return attempt(async () => {
      const body = { challengeId: asked.challengeId, code: code.trim(), next, ...deviceOfSignIn() }
      const started = await call('passwordReset', { body })
      if (started.state === 'signed-in') enter(started, nextScreen)
    })
  }

  return (
    <Screen
      name="forgotten"
      title={words.forgotten.title}
      ground="plain"
      onBack={onBack}
      footerClass="flat col"
      footer={
        <>
          <Notice words={badCode === undefined ? otherWords(['next', 'repeat']) : undefined} tone="bad" />
          <Press className="btn primary" onPress={reset}>
            {words.forgotten.reset}
          </Press>
        </>
      }
    >
      <Box as="form" className="form">
        <CodeField
          asked={asked}
          value={code}
          bad={badCode}
          onValue={(typed) => {
            setCode(typed)
            setTrouble(null)
          }}
          onAsked={onAsked}
        />
        <PasswordField
          id="next"
          fresh
          label={words.password.next}
          placeholder={words.password.nextPlaceholder}
          help={words.password.nextNote}
          bad={wordsAt('next')}
          value={next}
          onValue={(typed) => {
            setNext(typed)
            mended('next')
          }}
        />
        <PasswordField
          id="repeat"
          fresh
          label={words.password.repeat}
          placeholder={words.password.repeatPlaceholder}
          bad={wordsAt('repeat')}
          value={repeat}
          onValue={(typed) => {
            setRepeat(typed)
            mended('repeat')
          }}
          onDone={reset}
        />
        <Box as="p" className="note">
          {words.forgotten.others}
        </Box>
      </Box>
    </Screen>
  )
}
