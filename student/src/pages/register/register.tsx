import { useEffect, useRef, useState } from 'react'
import { useAppInfo } from '../../app-info.ts'
import { call } from '../../call.ts'
import { addToDraft, draft } from '../../draft.ts'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { goBack, swap } from '../../go.ts'
import { useWords } from '../../language.ts'
import { checkNumber, documentKind, genderInNumber, pageOfNumber, plainNumber } from '../../number.ts'
import { Logo } from '../../parts/logo.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Screen } from '../../parts/screen.tsx'
import { say } from '../../parts/toast.tsx'
import { rememberDevice } from '../../platform/sign-in'
import { useAttempt } from '../../use-attempt.ts'
import { useWechat, wechatTicketIfAny } from '../../wechat.ts'
import type { RegisterEntries } from './register-entries.ts'
import { RegisterForm } from './register-form.tsx'
import './register.css'

const fields = ['number', 'phone', 'name', 'mail', 'gender']

export default function Register() {
  const words = useWords()
  const info = useAppInfo()
  const [entries, setEntries] = useState<RegisterEntries>(() => {
    const kept = draft()
    return {
      number: kept.number ?? '',
      phone: kept.phone ?? '',
      name: kept.name ?? '',
      mail: kept.mail ?? '',
      gender: kept.gender ?? genderInNumber(kept.number ?? '') ?? '男',
    }
  })
  const { attempt, setTrouble, wordsAt, otherWords, mended } = useAttempt()
  const left = useRef(false)
  const hasWechat = useWechat()

  useEffect(() => {
    if (draft().consentId === undefined && !left.current) {
      left.current = true
      swap('welcome')
    }
  }, [])

  const change = (changed: Partial<RegisterEntries>) => {
    setEntries((before) => ({ ...before, ...changed }))
    addToDraft(changed)
    Object.keys(changed).forEach(mended)
  }
  const enteredOn = draft().number === plainNumber(entries.number) ? draft().page : undefined
  const page = enteredOn ?? pageOfNumber(entries.number)

  const register = () => {
    const problem = checkNumber(page, entries.number)
    if (problem !== null) {
      setTrouble({ kind: 'refused', code: problem, field: 'number', words: words.problems[problem] })
      return
    }
    return attempt(async () => {
      const number = plainNumber(entries.number)
      const { deviceToken } = await call('accountRegister', {
        body: {
          ...entries,
          ...(await wechatTicketIfAny(hasWechat)),
          number,
          kind: documentKind(page, number),
          consentId: draft().consentId ?? '',
        },
      })
      rememberDevice(deviceToken)
      addToDraft({ number, page, phone: undefined, name: undefined, mail: undefined, gender: undefined })
      say(words.register.done)
      swap('sign-in')
    })
  }

  return (
    <Screen
      name="register"
      title={words.register.title}
      ground="plain"
      onBack={() => goBack('number', { purpose: 'register' })}
      footerClass="flat col"
      footer={
        <>
          <Notice words={otherWords(fields)} tone="bad" />
          <Press className="btn primary" onPress={register}>
            {words.register.register}
          </Press>
          <Press className="link" onPress={() => swap('sign-in')}>
            {words.welcome.haveAccount}
          </Press>
        </>
      }
    >
      <Logo letters={info?.wordmark ?? 'SPAC'} name={info?.centreName ?? '上海图像信息采集中心'} />
      <Box as="form" className="form">
        <RegisterForm entries={entries} page={page} wordsAt={wordsAt} onChange={change} onDone={register} />
      </Box>
    </Screen>
  )
}
