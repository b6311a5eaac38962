import type { CodeAsked } from '@tucai/contract'
import { useState } from 'react'
import { call } from '../../call.ts'
import { addToDraft, draft } from '../../draft.ts'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { goBack, usePageParams } from '../../go.ts'
import { useWords } from '../../language.ts'
import { plainNumber } from '../../number.ts'
import { Field } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { NumberEntry } from '../../parts/number-field.tsx'
import { Screen } from '../../parts/screen.tsx'
import { useAttempt } from '../../use-attempt.ts'
import { NewPassword } from './new-password.tsx'
import './forgotten.css'

/** 忘记密码: first whose, then a code and the new password. */
export default function Forgotten() {
  const words = useWords()
  const { next } = usePageParams()
  const [number, setNumber] = useState(draft().number ?? '')
  const [asked, setAsked] = useState<CodeAsked | null>(null)
  const { attempt, setTrouble, wordsAt, otherWords } = useAttempt()
  const back = () => (asked === null ? goBack('sign-in', { next }) : setAsked(null))

  const ask = () => {
    const plain = plainNumber(number)
    if (plain === '') {
      setTrouble({ kind: 'refused', code: 'missing', field: 'number', words: words.forgotten.numberMissing })
      return
    }
    return attempt(async () => {
      setAsked(await call('passwordForget', { body: { number: plain } }))
      addToDraft({ number: plain })
    })
  }

  if (asked !== null) return <NewPassword asked={asked} onAsked={setAsked} onBack={back} next={next} />
  return (
    <Screen
      name="forgotten"
      title={words.forgotten.title}
      ground="plain"
      onBack={back}
      footerClass="flat col"
      footer={
        <>
          <Notice words={otherWords(['number'])} tone="bad" />
          <Press className="btn primary" onPress={ask}>
            {words.forgotten.ask}
          </Press>
        </>
      }
    >
      <Box className="lead">
        <Box as="p" className="sub">
          {words.forgotten.words}
        </Box>
      </Box>
      <Box as="form" className="form">
        <Field id="number" label={words.register.number} bad={wordsAt('number')}>
          <NumberEntry
            id="number"
            value={number}
            invalid={wordsAt('number') !== undefined}
            clearable
            onValue={(typed) => {
              setNumber(typed)
              setTrouble(null)
            }}
            onDone={ask}
          />
        </Field>
      </Box>
    </Screen>
  )
}
