import type { ConsentView } from '@tucai/contract'
import { useState } from 'react'
import { call } from '../../call.ts'
import { agreeTo } from '../../consents.ts'
import { Box } from '../../elements/box'
import { goBack } from '../../go.ts'
import { useWords } from '../../language.ts'
import { Notice } from '../../parts/notice.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useAnswer } from '../../use-answer.ts'
import { useAttempt } from '../../use-attempt.ts'
import { Consent } from './consent.tsx'
import { ReadSheet } from './read-sheet.tsx'
import { WithdrawSheet } from './withdraw-sheet.tsx'
import './consents.css'

type Opened = { consent: ConsentView; what: 'text' | 'withdrawal' }

/** 授权管理: every purpose, since when it is agreed to, and its end. */
export default function Consents() {
  const words = useWords()
  const { answer, trouble, load } = useAnswer(() => call('consentList', {}))
  const [opened, setOpened] = useState<Opened | null>(null)
  const { attempt, otherWords } = useAttempt()
  const back = () => goBack('home')
  const { title } = words.consents
  if (answer === null) {
    const blocksPx = [60, 110, 110, 110]
    return <Waiting name="consents" title={title} trouble={trouble} onAgain={load} onBack={back} blocksPx={blocksPx} />
  }
  const close = () => setOpened(null)
  const agree = (consent: ConsentView) =>
    attempt(async () => {
      if (await agreeTo(consent.purpose)) await load()
    })
  return (
    <Screen
      name="consents"
      title={title}
      onBack={back}
      over={
        <>
          {opened?.what === 'text' ? <ReadSheet consent={opened.consent} onClose={close} /> : null}
          {opened?.what === 'withdrawal' ? (
            <WithdrawSheet consent={opened.consent} onClose={close} onDone={load} />
          ) : null}
        </>
      }
    >
      <Box className="lead">
        <Box as="p" className="sub">
          {words.consents.words}
        </Box>
      </Box>
      <Notice words={otherWords()} tone="bad" />
      {answer
        .filter(({ purpose }) => purpose !== 'document')
        .map((consent) => (
          <Consent
            key={consent.purpose}
            consent={consent}
            onRead={() => setOpened({ consent, what: 'text' })}
            onWithdraw={() => setOpened({ consent, what: 'withdrawal' })}
            onAgree={() => agree(consent)}
          />
        ))}
    </Screen>
  )
}
