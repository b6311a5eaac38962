import { useEffect, useState } from 'react'
import { call } from '../../call.ts'
import { addToDraft, draft } from '../../draft.ts'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import { goBack, swap, usePageParams } from '../../go.ts'
import { useWords } from '../../language.ts'
import { CodeField } from '../../parts/code-field.tsx'
import { Screen } from '../../parts/screen.tsx'
import { deviceOfSignIn } from '../../platform/sign-in'
import { enter } from '../../session.ts'
import { useAttempt } from '../../use-attempt.ts'
import './code.css'

/** One-time code: asked for when the default password is used on a device that did not register the account. */
export default function Code() {
  const words = useWords()
  const { next } = usePageParams()
  const [asked, setAsked] = useState(() => ({ challengeId: draft().challengeId ?? '', demoCode: draft().demoCode }))
  const [code, setCode] = useState('')
  const { attempt, trouble, setTrouble } = useAttempt()
  useEffect(() => {
    if (asked.challengeId === '') swap('sign-in', { next })
  }, [asked.challengeId, next])

  const confirm = () =>
    attempt(async () => {
      const body = { challengeId: asked.challengeId, code: code.trim(), ...deviceOfSignIn() }
      const started = await call('sessionConfirm', { body })
      if (started.state === 'signed-in') enter(started, next)
    })

  return (
    <Screen
      name="code"
      title={words.code.title}
      ground="plain"
      onBack={() => goBack('sign-in', { next })}
      footerClass="flat col"
      footer={
        <Press className="btn primary" onPress={confirm}>
          {words.signIn.signIn}
        </Press>
      }
    >
      <Box as="section" className="why">
        <Icon name="lock" />
        <Box className="grow">
          <Box as="h2" className="why-title">
            {words.code.why}
          </Box>
          <Box as="p" className="why-words">
            {words.code.whyWords}
          </Box>
        </Box>
      </Box>
      <Box as="form" className="form">
        <CodeField
          asked={asked}
          value={code}
          bad={trouble?.words}
          onValue={(typed) => {
            setCode(typed)
            setTrouble(null)
          }}
          onAsked={(again) => {
            setAsked({ ...again, demoCode: again.demoCode })
            addToDraft(again)
          }}
          onDone={confirm}
        />
      </Box>
      <Box as="p" className="note">
        {words.code.unregistered}
      </Box>
    </Screen>
  )
}
