import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { StaffInvited } from '@tucai/contract'
import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { call } from '../api.ts'
import { refusalWords } from '../frame/failure.tsx'
import { SideSheet } from '../frame/side-sheet.tsx'
import { useSpeech } from '../words/language.tsx'
import { InvitationLink } from './invitation-link.tsx'
import { RoleFields, type RoleGiven } from './role-fields.tsx'

type Given = RoleGiven & { login: string }

/** Invites somebody; what comes of it is a link. */
export function InviteSheet({ open, close }: { open: boolean; close: () => void }) {
  const { language, words } = useSpeech()
  const client = useQueryClient()
  const [form] = Form.useForm<Given>()
  const [invited, setInvited] = useState<StaffInvited | null>(null)
  const inviting = useMutation({
    mutationFn: ({ login, role, schoolId }: Given) =>
      call('staffMemberInvite', { body: { login: login.trim(), role, schoolId: schoolId ?? null } }),
    onSuccess: (made) => {
      setInvited(made)
      form.resetFields()
      close()
      return client.invalidateQueries({ queryKey: ['staff', 'members'] })
    },
  })
  return (
    <>
      <SideSheet
        open={open}
        close={() => {
          inviting.reset()
          close()
        }}
        title={words.management.inviteTitle}
        foot={
          <>
            <Button onClick={close}>{words.frame.cancel}</Button>
            <Button type="primary" loading={inviting.isPending} onClick={() => form.submit()}>
              {words.management.makeLink}
            </Button>
          </>
        }
      >
        <p className="sheet-lead">{words.management.inviteLine}</p>
        <Form<Given>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ role: 'school' }}
          onFinish={(given) => inviting.mutate(given)}
        >
          <Form.Item
            name="login"
            label={words.management.member}
            rules={[{ required: true, whitespace: true, message: words.loginMissing }]}
          >
            <Input autoFocus autoComplete="off" maxLength={60} spellCheck={false} />
          </Form.Item>
          <RoleFields />
        </Form>
        {inviting.isError ? (
          <Alert type="error" showIcon title={refusalWords(inviting.error, language, words)} role="alert" />
        ) : null}
      </SideSheet>
      <InvitationLink invited={invited} close={() => setInvited(null)} />
    </>
  )
}
