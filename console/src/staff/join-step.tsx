import { useMutation, useQuery } from '@tanstack/react-query'
import type { StaffSessionStarted } from '@tucai/contract'
import { Alert, Button, Form, Input } from 'antd'
import { call } from '../api.ts'
import { refusalWords } from '../frame/failure.tsx'
import { useSpeech } from '../words/language.tsx'
import { Steps } from './steps.tsx'

const inAddress = /^#invitation=([\w-]{10,100})$/

/** The token of the link by which somebody was invited. It stands behind the #, which browsers send to no server. */
export function invitationInAddress(): string | null {
  return inAddress.exec(window.location.hash)?.[1] ?? null
}

function forgetInvitation(): void {
  window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search)
}

type Joined = (login: string, started: StaffSessionStarted) => void

/** Whoever is invited sees for what, chooses a password, and goes on to the authenticator. */
export function JoinStep({ token, joined, signIn }: { token: string; joined: Joined; signIn: () => void }) {
  const { language, words } = useSpeech()
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => call('staffInvitationShow', { body: { token } }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const accepting = useMutation({
    mutationFn: ({ password }: { password: string }) => call('staffInvitationAccept', { body: { token, password } }),
    onSuccess: (started) => {
      forgetInvitation()
      joined(invitation.data?.login ?? '', started)
    },
  })
  if (invitation.isPending) return <div className="sign-in-box" role="status" aria-label={words.loading} />
  const error = invitation.error ?? accepting.error
  return (
    <div className="sign-in-box">
      <Steps names={[words.passwordStep, words.setupStep, words.recoveryStep]} present={0} />
      <h2>{words.join.title}</h2>
      {invitation.data === undefined ? null : (
        <p>
          {words.join.lead(
            invitation.data.login,
            invitation.data.schoolName ?? words.join.centre,
            words[invitation.data.role],
          )}
        </p>
      )}
      {error ? <Alert type="error" showIcon title={refusalWords(error, language, words)} role="alert" /> : null}
      {invitation.data === undefined ? (
        <Button
          size="large"
          block
          onClick={() => {
            forgetInvitation()
            signIn()
          }}
        >
          {words.join.toSignIn}
        </Button>
      ) : (
        <Form<{ password: string; again: string }>
          layout="vertical"
          requiredMark={false}
          onFinish={(given) => accepting.mutate(given)}
        >
          <Form.Item
            label={words.join.password}
            name="password"
            extra={words.join.passwordRule}
            rules={[{ required: true, message: words.passwordMissing }]}
          >
            <Input.Password size="large" autoComplete="new-password" autoFocus maxLength={200} />
          </Form.Item>
          <Form.Item
            label={words.join.again}
            name="again"
            dependencies={['password']}
            rules={[
              ({ getFieldValue }) => ({
                validator: async (_, value) => {
                  if (value !== getFieldValue('password')) throw new Error(words.join.differs)
                },
              }),
            ]}
          >
            <Input.Password size="large" autoComplete="new-password" maxLength={200} />
          </Form.Item>
          <Button type="primary" size="large" htmlType="submit" block loading={accepting.isPending}>
            {words.goOn}
          </Button>
        </Form>
      )}
    </div>
  )
}
