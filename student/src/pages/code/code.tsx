import { useEffect, useState } from 'react'
import { call } from '../../call.ts'
import { draft } from '../../draft.ts'
import { Box } from '../../elements/box'
import { Entry } from '../../elements/entry'
import { Press } from '../../elements/press'
import { goBack, swap, usePageParams } from '../../go.ts'
import { useWords } from '../../language.ts'
import { Field } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Screen } from '../../parts/screen.tsx'
import { deviceOfSignIn } from '../../platform/sign-in'
import { enter } from '../../session.ts'
import { useAttempt } from '../../use-attempt.ts'

/** One-time code: asked for when the default password is used on a device that did not register the account. */
export default function Code() {
  const words = useWords()
  const { next } = usePageParams()
  const [{ challengeId, demoCode }] = useState(draft)
  const [code, setCode] = useState('')
  const { attempt, trouble } = useAttempt()
  useEffect(() => {
    if (challengeId === undefined) swap('sign-in', { next })
  }, [challengeId, next])

  const confirm = () =>
    attempt(async () => {
      const body = { challengeId: challengeId ?? '', code: code.trim(), ...deviceOfSignIn() }
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
        <>
          <Press className="btn primary" onPress={confirm}>
            {words.signIn.signIn}
          </Press>
          <Press className="link" onPress={() => goBack('sign-in', { next })}>
            {words.code.again}
          </Press>
        </>
      }
    >
      <Box className="lead">
        <Box as="p" className="sub">
          {words.code.words}
        </Box>
      </Box>
      <Notice words={demoCode === undefined ? undefined : words.code.demo(demoCode)} />
      <Box as="form" className="form">
        <Field id="code" label={words.code.label} bad={trouble?.words}>
          <Entry
            id="code"
            className="input-entry"
            kind="digits"
            value={code}
            placeholder={words.code.placeholder}
            maxLength={12}
            autoComplete="one-time-code"
            invalid={trouble !== null}
            describedBy="code-help"
            focusCount={1}
            onValue={setCode}
            onDone={confirm}
          />
        </Field>
      </Box>
    </Screen>
  )
}
