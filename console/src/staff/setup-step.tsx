import type { StaffSessionStarted } from '@tucai/contract'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { refusalWords } from '../frame/failure.tsx'
import { useSpeech } from '../words/language.tsx'
import { DemoHint, DigitEntry, type Sending, Who } from './code-step.tsx'
import { Steps } from './steps.tsx'

type Setup = Extract<StaffSessionStarted, { state: 'totp-setup' }>

/** The first sign-in: an authenticator takes the secret, by camera or by hand, and shows its first code. */
export function SetupStep({ setup, login, error, pending, send, again }: Sending & { setup: Setup }) {
  const { language, words } = useSpeech()
  return (
    <div className="sign-in-box">
      <Steps names={[words.passwordStep, words.setupStep, words.recoveryStep]} present={1} />
      <h2>{words.setupTitle}</h2>
      <p>{words.setupLead}</p>
      <Who login={login} again={again} />
      <div className="setup">
        <img alt={words.setupQr} src={`data:image/svg+xml,${encodeURIComponent(setup.qrSvg)}`} />
        <div>
          <span>{words.setupByHand}</span>
          <code>{setup.secret.match(/.{1,4}/g)?.join(' ')}</code>
          <div>
            <CopyButton text={setup.secret} />
            <Button type="link" size="small" href={setup.url}>
              {words.setupHere}
            </Button>
          </div>
        </div>
      </div>
      {error ? <Alert type="error" showIcon title={refusalWords(error, language, words)} role="alert" /> : null}
      <h3>{words.setupFirstCode}</h3>
      <DigitEntry error={error} pending={pending} send={send} />
      <DemoHint />
    </div>
  )
}

export function CopyButton({ text }: { text: string }) {
  const { words } = useSpeech()
  const [copied, setCopied] = useState(false)
  const copy = () =>
    void navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    )
  return (
    <Button size="small" onClick={copy}>
      {copied ? words.copied : words.copy}
    </Button>
  )
}
