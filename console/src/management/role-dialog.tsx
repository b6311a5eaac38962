import type { StaffMember } from '@tucai/contract'
import { Form, Modal } from 'antd'
import { call } from '../api.ts'
import { useSpeech } from '../words/language.tsx'
import { RoleFields, type RoleGiven } from './role-fields.tsx'
import { useDoing } from './use-doing.ts'

/** Gives somebody another role; all their sessions end with it. */
export function RoleDialog({ member, close }: { member: StaffMember; close: () => void }) {
  const { words } = useSpeech()
  const [form] = Form.useForm<RoleGiven>()
  const change = useDoing(
    ({ role, schoolId }: RoleGiven) =>
      call('staffMemberRole', {
        params: { staffId: member.staffId },
        body: { role, schoolId: schoolId ?? null },
      }),
    ['staff', 'members'],
  )
  const send = async (given: RoleGiven) => {
    await change.mutateAsync({ given, said: words.management.roleChanged(member.login) })
    close()
  }
  return (
    <Modal
      open
      onCancel={close}
      title={`${words.management.changeRole} · ${member.login}`}
      okText={words.management.changeRole}
      cancelText={words.frame.cancel}
      okButtonProps={{ loading: change.isPending }}
      onOk={() => form.submit()}
      closable={{ 'aria-label': words.close }}
    >
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ role: member.role }} onFinish={send}>
        <RoleFields />
      </Form>
    </Modal>
  )
}
