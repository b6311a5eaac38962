import { useState } from 'react'
import { call } from '../../call.ts'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { goBack } from '../../go.ts'
import { useWords } from '../../language.ts'
import { Notice } from '../../parts/notice.tsx'
import { PasswordField } from '../../parts/password-field.tsx'
import { Screen } from '../../parts/screen.tsx'
import { say } from '../../parts/toast.tsx'
import { rememberSignIn } from '../../platform/sign-in'
import { useAttempt } from '../../use-attempt.ts'

export default function Password() {
  const words = useWords()
  const [present, setPresent] = useState('')
  const [next, setNext] = useState('')
  const [repeat, setRepeat] = useState('')
  const { attempt, setTrouble, wordsAt, otherWords, mended } = useAttempt()
  const back = () => goBack('home')

  const change = () => {
    if (next !== repeat) {
      setTrouble({ kind: 'refused', code: 'different', field: 'repeat', words: words.password.different })
      return
    }
    return attempt(async () => {
      rememberSignIn(await call('passwordChange', { body: { present, next } }))
      say(words.password.changed)
      back()
    })
  }

  return (
    <Screen
      name="password"
      title={words.password.title}
      ground="plain"
      onBack={back}
      footerClass="flat col"
      footer={
        <>
          <Notice words={otherWords(['present', 'next', 'repeat'])} tone="bad" />
          <Press className="btn primary" onPress={change}>
            {words.password.change}
          </Press>
        </>
      }
    >
      <Box as="form" className="form">
        <PasswordField
          id="present"
          label={words.password.present}
          placeholder={words.password.presentPlaceholder}
          help={words.password.presentNote}
          bad={wordsAt('present')}
          value={present}
          onValue={(typed) => {
            setPresent(typed)
            mended('present')
          }}
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
          onDone={change}
        />
      </Box>
    </Screen>
  )
}
