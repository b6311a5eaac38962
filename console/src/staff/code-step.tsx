import { Alert, Button, Input } from 'antd'
import { type FormEvent, useRef, useState } from 'react'
import { refusalWords } from '../frame/failure.tsx'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { CODE_DIGITS, CodeBoxes, useSecondsLeft } from './code-boxes.tsx'
import { useAppInfo } from './session.ts'
import { Steps } from './steps.tsx'

/** What every second step is given: whose it is, how its code is sent, and how the last one ended. */
export interface Sending {
  login: string
  error: unknown
  pending: boolean
  send: (code: string) => void
  /** Back to the password. */
  again: () => void
}

export function CodeStep({ login, error, pending, send, again }: Sending) {
  const { language, words } = useSpeech()
  const info = useAppInfo()
  const [byRecovery, setByRecovery] = useState(false)
  return (
    <div className="sign-in-box">
      <Steps names={[words.passwordStep, words.codeStep]} present={1} />
      <h2>{byRecovery ? words.recoveryTitle : words.codeTitle}</h2>
      <p>{byRecovery ? words.recoveryLead : words.codeLead(info?.wordmark ?? '')}</p>
      <Who login={login} again={again} />
      {error ? <Alert type="error" showIcon title={refusalWords(error, language, words)} role="alert" /> : null}
      {byRecovery ? (
        <RecoveryEntry pending={pending} send={send} back={() => setByRecovery(false)} />
      ) : (
        <DigitEntry error={error} pending={pending} send={send} instead={() => setByRecovery(true)} />
      )}
      <DemoHint />
      <Alert className="sign-in-care" type="info" icon={<Icon name="shield" />} showIcon title={words.codeCare} />
    </div>
  )
}

/** In the demonstration nobody needs an authenticator. */
export function DemoHint() {
  const { words } = useSpeech()
  return useAppInfo()?.mode === 'demo' ? <p className="demo-hint">{words.codeDemo}</p> : null
}

export function Who({ login, again }: Pick<Sending, 'login' | 'again'>) {
  const { words } = useSpeech()
  return (
    <div className="sign-in-who">
      <span className="avatar" aria-hidden="true">
        {login.slice(0, 1).toUpperCase()}
      </span>
      <b>{login}</b>
      <Button type="link" size="small" onClick={again}>
        {words.otherLogin}
      </Button>
    </div>
  )
}

/** The six digits and their button; `instead`: another way, where there is one. */
export function DigitEntry({
  error,
  pending,
  send,
  instead,
}: Pick<Sending, 'error' | 'pending' | 'send'> & { instead?: () => void }) {
  const { words } = useSpeech()
  const secondsLeft = useSecondsLeft()
  const code = useRef('')
  // With each refusal the boxes are new, and empty again.
  const refusals = useChanges(error)
  const submit = () => {
    if (code.current.length === CODE_DIGITS && !pending) send(code.current)
  }
  const keep = (digits: string) => {
    code.current = digits
  }
  const full = (digits: string) => {
    keep(digits)
    submit()
  }
  const sendByButton = (event: FormEvent) => {
    event.preventDefault()
    submit()
  }
  return (
    <form onSubmit={sendByButton}>
      <CodeBoxes key={refusals} change={keep} full={full} />
      <div className="code-foot">
        <span>{words.nextCodeIn(secondsLeft)}</span>
        {instead ? (
          <Button type="link" size="small" onClick={instead}>
            {words.useRecovery}
          </Button>
        ) : null}
      </div>
      <Button type="primary" size="large" htmlType="submit" block loading={pending}>
        {words.signIn}
      </Button>
    </form>
  )
}

/** How often the value was another one than before. */
function useChanges(value: unknown): number {
  const [seen, setSeen] = useState({ value, count: 0 })
  if (seen.value === value) return seen.count
  setSeen({ value, count: seen.count + 1 })
  return seen.count + 1
}

function RecoveryEntry({ pending, send, back }: Pick<Sending, 'pending' | 'send'> & { back: () => void }) {
  const { words } = useSpeech()
  const [code, setCode] = useState('')
  const sendByButton = (event: FormEvent) => {
    event.preventDefault()
    if (code.trim() !== '') send(code)
  }
  return (
    <form onSubmit={sendByButton}>
      <Input
        size="large"
        className="recovery-entry"
        aria-label={words.recoveryTitle}
        placeholder="xxxx-xxxx-xxxx-xxxx"
        autoComplete="off"
        autoFocus
        spellCheck={false}
        maxLength={40}
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <div className="code-foot">
        <span>{words.recoveryOnce}</span>
        <Button type="link" size="small" onClick={back}>
          {words.useCode}
        </Button>
      </div>
      <Button type="primary" size="large" htmlType="submit" block loading={pending}>
        {words.signIn}
      </Button>
    </form>
  )
}
