import { useState } from 'react'
import { useAppInfo } from '../../app-info.ts'
import { call } from '../../call.ts'
import { addToDraft, draft } from '../../draft.ts'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import { goBack, open, restart, swap, usePageParams } from '../../go.ts'
import { useWords } from '../../language.ts'
import { plainNumber } from '../../number.ts'
import { ContactSheet } from '../../parts/contact-sheet.tsx'
import { Field } from '../../parts/field.tsx'
import { Logo } from '../../parts/logo.tsx'
import { Notice } from '../../parts/notice.tsx'
import { NumberEntry } from '../../parts/number-field.tsx'
import { PasswordField } from '../../parts/password-field.tsx'
import { Screen } from '../../parts/screen.tsx'
import { deviceOfSignIn } from '../../platform/sign-in'
import { enter } from '../../session.ts'
import { useAttempt } from '../../use-attempt.ts'
import { useWechat, wechatTicketIfAny } from '../../wechat.ts'
import { WechatButton } from './wechat-button.tsx'
import './sign-in.css'

export default function SignIn() {
  const words = useWords()
  const info = useAppInfo()
  const { next } = usePageParams()
  const [number, setNumber] = useState(draft().number ?? '')
  const [password, setPassword] = useState('')
  const [contact, setContact] = useState(false)
  const { attempt, setTrouble, wordsAt, otherWords } = useAttempt()
  const hasWechat = useWechat()

  const signIn = () =>
    attempt(async () => {
      const plain = plainNumber(number)
      const ticket = await wechatTicketIfAny(hasWechat)
      const started = await call('sessionStart', { body: { number: plain, password, ...ticket, ...deviceOfSignIn() } })
      if (started.state === 'signed-in') return enter(started, next)
      const { challengeId, demoCode } = started
      addToDraft({ number: plain, challengeId, demoCode })
      open('code', { next })
    })
  const forgot = () => {
    addToDraft({ number: plainNumber(number) })
    open('forgotten', { next })
  }
  const typeNumber = (typed: string) => {
    setNumber(typed)
    setTrouble(null)
  }
  const typePassword = (typed: string) => {
    setPassword(typed)
    setTrouble(null)
  }

  return (
    <Screen
      name="sign-in"
      title={words.signIn.title}
      ground="plain"
      onBack={() => goBack('welcome')}
      footerClass="flat"
      footer={
        <Press className="link" onPress={() => setContact(true)}>
          <Icon name="service" sizePx={18} />
          {words.home.contact}
        </Press>
      }
      over={contact ? <ContactSheet onClose={() => setContact(false)} /> : null}
    >
      <Logo letters={info?.wordmark ?? 'SPAC'} name={info?.centreName ?? '上海图像信息采集中心'} />
      <Box as="form" className="form">
        <Field id="number" label={words.register.number} bad={wordsAt('number')}>
          <NumberEntry id="number" value={number} invalid={wordsAt('number') !== undefined} onValue={typeNumber} />
          <Press
            className="input-end scan-button"
            aria-label={words.signIn.scan}
            onPress={() => swap('scan', { purpose: 'sign-in', next })}
          >
            <Icon name="scan" />
          </Press>
        </Field>
        <PasswordField
          id="password"
          label={words.signIn.password}
          placeholder={words.signIn.passwordPlaceholder}
          help={words.signIn.passwordNote}
          bad={wordsAt('password')}
          value={password}
          onValue={typePassword}
          onDone={signIn}
        />
        <Notice words={otherWords(['number', 'password'])} tone="bad" />
        <Press className="btn primary" onPress={signIn}>
          {words.signIn.signIn}
        </Press>
        {hasWechat ? <WechatButton next={next} /> : null}
        <Box className="row">
          <Press className="link" onPress={() => restart('welcome')}>
            {words.welcome.firstUse}
          </Press>
          <Press className="link" onPress={forgot}>
            {words.forgotten.link}
          </Press>
          <Press className="link" onPress={() => open('number', { purpose: 'sign-in', kind: 'passport' })}>
            {words.number.abroad}
          </Press>
        </Box>
      </Box>
    </Screen>
  )
}
