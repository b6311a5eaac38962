import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { StaffSessionConfirmed, StaffSessionStarted, StaffView } from '@tucai/contract'
import { Refusal } from '@tucai/contract/client'
import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { call } from '../api.ts'
import { refusalWords } from '../frame/failure.tsx'
import { useSpeech } from '../words/language.tsx'
import { CodeStep } from './code-step.tsx'
import { JoinStep } from './join-step.tsx'
import { RecoveryStep } from './recovery-step.tsx'
import { enter } from './session.ts'
import { SetupStep } from './setup-step.tsx'
import { Steps } from './steps.tsx'
import './second-step.css'

type Credentials = { login: string; password: string }
/** Where the sign-in stands: nothing yet, the password was right, or recovery codes wait to be written down. */
type Stage = { login: string; started: StaffSessionStarted } | { confirmed: StaffSessionConfirmed } | null

type SignInFormProps = {
  ended: boolean
  /** The token of an invitation, and what to do once it no longer matters. */
  invitation: string | null
  leaveInvitation: () => void
}

export function SignInForm({ ended, invitation, leaveInvitation }: SignInFormProps) {
  const client = useQueryClient()
  const [stage, setStage] = useState<Stage>(null)
  const start = useMutation({
    mutationFn: (body: Credentials) => call('staffSessionStart', { body }),
    onSuccess: (started, { login }) => setStage({ login: login.trim(), started }),
  })
  const confirm = useMutation({
    mutationFn: (body: { ticket: string; code: string }) => call('staffSessionConfirm', { body }),
    onSuccess: (confirmed) => (confirmed.recoveryCodes ? setStage({ confirmed }) : letIn(confirmed.staff)),
    onError: (error) => {
      if (error instanceof Refusal && error.problem.code !== 'staff-code-refused') setStage(null)
    },
  })
  const letIn = (staff: StaffView) => {
    enter(client, staff)
    leaveInvitation()
  }
  const again = () => {
    leaveInvitation()
    start.reset()
    confirm.reset()
    setStage(null)
  }

  if (stage === null && invitation !== null) {
    const joined = (login: string, started: StaffSessionStarted) => setStage({ login, started })
    return <JoinStep token={invitation} joined={joined} signIn={leaveInvitation} />
  }
  if (stage === null) {
    const error = start.error ?? confirm.error
    const sendPassword = (given: Credentials) => {
      confirm.reset()
      start.mutate(given)
    }
    return <PasswordStep ended={ended} error={error} pending={start.isPending} send={sendPassword} />
  }
  if ('confirmed' in stage) {
    const { staff, recoveryCodes } = stage.confirmed
    return <RecoveryStep login={staff.login} codes={recoveryCodes ?? []} goOn={() => letIn(staff)} />
  }
  const { login, started } = stage
  const sending = {
    login,
    again,
    error: confirm.error,
    pending: confirm.isPending,
    send: (code: string) => confirm.mutate({ ticket: started.ticket, code }),
  }
  return started.state === 'totp-setup' ? <SetupStep setup={started} {...sending} /> : <CodeStep {...sending} />
}

function PasswordStep({
  ended,
  error,
  pending,
  send,
}: {
  ended: boolean
  error: unknown
  pending: boolean
  send: (given: Credentials) => void
}) {
  const { language, words } = useSpeech()
  return (
    <div className="sign-in-box">
      <Steps names={[words.passwordStep, words.codeStep]} present={0} />
      <h2>{words.signIn}</h2>
      <p>{words.signInLead}</p>
      {ended && !error ? <Alert type="warning" showIcon title={words.sessionEnded} role="status" /> : null}
      {error ? <Alert type="error" showIcon title={refusalWords(error, language, words)} role="alert" /> : null}
      <Form<Credentials> layout="vertical" requiredMark={false} onFinish={send}>
        <Form.Item
          name="login"
          label={words.login}
          rules={[{ required: true, whitespace: true, message: words.loginMissing }]}
        >
          <Input size="large" autoComplete="username" autoFocus maxLength={60} spellCheck={false} />
        </Form.Item>
        <Form.Item name="password" label={words.password} rules={[{ required: true, message: words.passwordMissing }]}>
          <Input.Password size="large" autoComplete="current-password" maxLength={200} />
        </Form.Item>
        <Button type="primary" size="large" htmlType="submit" block loading={pending}>
          {words.goOn}
        </Button>
      </Form>
    </div>
  )
}
