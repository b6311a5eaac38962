import type { StaffMember } from '@tucai/contract'
import { Button, Dropdown, App as Messages } from 'antd'
import { useState } from 'react'
import { call } from '../api.ts'
import { shownMoment } from '../frame/moment.ts'
import { Moment } from '../frame/moment-text.tsx'
import { shownCount } from '../frame/numbers.ts'
import { Tag } from '../frame/tag.tsx'
import { Icon } from '../icons.tsx'
import { DataTable } from '../table/data-table.tsx'
import { useSpeech } from '../words/language.tsx'
import { InvitationLink } from './invitation-link.tsx'
import { RoleDialog } from './role-dialog.tsx'
import { useDoing } from './use-doing.ts'

export function MemberTable({ members, own }: { members: StaffMember[] | undefined; own: string }) {
  const { words } = useSpeech()
  const { management } = words
  return (
    <DataTable<StaffMember>
      rows={members}
      idOf={({ staffId }) => staffId}
      tight
      empty={null}
      columns={[
        {
          title: management.member,
          width: 190,
          ellipsis: true,
          render: (_, member) => <Who member={member} own={own} />,
        },
        {
          title: management.role,
          render: (_, { role }) => <Tag tone={role === 'administrator' ? 'blue' : 'grey'}>{words[role]}</Tag>,
        },
        {
          title: management.scope,
          width: 150,
          ellipsis: true,
          render: (_, { role, schoolName }) => schoolName ?? management.scopes[role],
        },
        { title: management.totp, render: (_, member) => <Standing member={member} /> },
        { title: management.signedIn, render: (_, member) => <LastSeen member={member} /> },
        {
          title: management.sessions,
          render: (_, { sessionCount, invitation }) =>
            invitation === null ? management.sessionCount(shownCount(sessionCount)) : words.none,
        },
        {
          title: <span className="unseen">{management.actions}</span>,
          align: 'right',
          render: (_, member) => <Actions member={member} own={own} />,
        },
      ]}
    />
  )
}

function Who({ member: { login, staffId }, own }: { member: StaffMember; own: string }) {
  const { words } = useSpeech()
  return (
    <span className="member">
      <span className="avatar small" aria-hidden="true">
        {login.slice(0, 1).toUpperCase()}
      </span>
      <b>{login}</b>
      {staffId === own ? <span className="quiet">{words.management.you}</span> : null}
    </span>
  )
}

function Standing({ member: { lockedAt, totpSet, invitation } }: { member: StaffMember }) {
  const { management } = useSpeech().words
  if (lockedAt !== null) return <Line tone="bad" icon="lock" text={management.locked} />
  if (invitation !== null) {
    const over = new Date(invitation.endsAt) <= new Date()
    return <Line tone="waits" icon="clock" text={over ? management.invitationOver : management.invited} />
  }
  return totpSet ? (
    <Line tone="good" icon="tick" text={management.totpSet} />
  ) : (
    <Line tone="waits" icon="clock" text={management.totpMissing} />
  )
}

function Line({ tone, icon, text }: { tone: string; icon: 'lock' | 'clock' | 'tick'; text: string }) {
  return (
    <span className={`standing ${tone}`}>
      <Icon name={icon} />
      {text}
    </span>
  )
}

function LastSeen({ member: { invitation, signedInAt } }: { member: StaffMember }) {
  const { management } = useSpeech().words
  if (invitation === null) return <Moment at={signedInAt} />
  return <span className="quiet">{management.invitedAt(shownMoment(invitation.invitedAt, new Date()))}</span>
}

function Actions({ member, own }: { member: StaffMember; own: string }) {
  const { words } = useSpeech()
  const { management } = words
  const { modal } = Messages.useApp()
  const [choosing, setChoosing] = useState(false)
  const [link, setLink] = useState<{ token: string; endsAt: string } | null>(null)
  const { staffId, login, invitation, lockedAt } = member
  const of = { params: { staffId } }
  const changes = ['staff', 'members']
  const endSessions = useDoing(() => call('staffMemberSessionsRevoke', of), changes)
  const lock = useDoing(() => call('staffMemberLock', of), changes)
  const unlock = useDoing(() => call('staffMemberUnlock', of), changes)
  const invite = useDoing(() => call('staffMemberInviteAgain', of).then(setLink), changes)
  const askToLock = () =>
    modal.confirm({
      title: management.lockTitle(login),
      content: management.lockLine,
      okText: management.lock,
      okButtonProps: { danger: true },
      onOk: () => lock.mutateAsync({ given: undefined, said: management.lockedNow(login) }),
    })
  const choices = [
    { key: 'role', label: management.changeRole, onClick: () => setChoosing(true) },
    lockedAt === null
      ? { key: 'lock', label: management.lock, danger: true, onClick: askToLock }
      : {
          key: 'unlock',
          label: management.unlock,
          onClick: () => unlock.mutate({ given: undefined, said: management.unlockedNow(login) }),
        },
  ]
  return (
    <span className="member-actions">
      {invitation !== null && lockedAt === null ? (
        <Button
          type="link"
          size="small"
          loading={invite.isPending}
          onClick={() => invite.mutate({ given: undefined, said: management.linkTitle })}
        >
          {management.inviteAgain}
        </Button>
      ) : invitation === null ? (
        <Button
          type="link"
          size="small"
          disabled={member.sessionCount === 0}
          loading={endSessions.isPending}
          onClick={() => endSessions.mutate({ given: undefined, said: management.sessionsEnded(login) })}
        >
          {management.endSessions}
        </Button>
      ) : null}
      {staffId === own ? null : (
        <Dropdown trigger={['click']} menu={{ items: choices }}>
          <Button type="text" size="small" aria-label={management.more(login)} icon={<Icon name="more" />} />
        </Dropdown>
      )}
      {choosing ? <RoleDialog member={member} close={() => setChoosing(false)} /> : null}
      <InvitationLink invited={link} close={() => setLink(null)} />
    </span>
  )
}
