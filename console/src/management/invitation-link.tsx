import { Alert, Button, Modal } from 'antd'
import { wholeMoment } from '../frame/moment.ts'
import { CopyButton } from '../staff/setup-step.tsx'
import { useSpeech } from '../words/language.tsx'

type InvitationLinkProps = { invited: { token: string; endsAt: string } | null; close: () => void }

/** The link for the invited, shown once. */
export function InvitationLink({ invited, close }: InvitationLinkProps) {
  const { words } = useSpeech()
  const link = `${window.location.origin}/console/#invitation=${invited?.token ?? ''}`
  return (
    <Modal
      open={invited !== null}
      onCancel={close}
      title={words.management.linkTitle}
      mask={{ closable: false }}
      closable={{ 'aria-label': words.close }}
      footer={
        <Button type="primary" onClick={close}>
          {words.management.done}
        </Button>
      }
    >
      {invited === null ? null : (
        <div className="invitation-link">
          <Alert type="warning" showIcon title={words.management.linkOnce} />
          <code>{link}</code>
          <div>
            <CopyButton text={link} />
            <span className="quiet">{words.management.linkUntil(wholeMoment(new Date(invited.endsAt)))}</span>
          </div>
        </div>
      )}
    </Modal>
  )
}
