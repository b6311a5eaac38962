import { useQuery } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { call } from '../api.ts'
import { Card } from '../frame/card.tsx'
import { Failure } from '../frame/failure.tsx'
import { shownCount } from '../frame/numbers.ts'
import type { PageProps } from '../frame/page.ts'
import { PageTitle } from '../frame/page-title.tsx'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { ApprovalCard } from './approval-card.tsx'
import { AuditCard } from './audit-card.tsx'
import { InviteSheet } from './invite-sheet.tsx'
import { MemberTable } from './member-table.tsx'
import { RoleTable } from './role-table.tsx'
import './management.css'

/** Who may do what, what waits for a second person, and what was done. */
export function StaffPage({ staff }: PageProps) {
  const { words } = useSpeech()
  const [inviting, setInviting] = useState(false)
  const [explaining, setExplaining] = useState(false)
  const list = useQuery({ queryKey: ['staff', 'members'], queryFn: () => call('staffMemberList', {}) })
  const members = list.data ?? []
  const active = members.filter(({ lockedAt, invitation }) => lockedAt === null && invitation === null)
  return (
    <>
      <PageTitle
        title={words.management.title}
        sub={
          list.isSuccess
            ? words.management.counts(
                shownCount(active.length),
                shownCount(active.filter(({ totpSet }) => totpSet).length),
              )
            : ' '
        }
      >
        <Button icon={<Icon name="shield" />} onClick={() => setExplaining(true)}>
          {words.management.rolesAndFields}
        </Button>
        <Button type="primary" icon={<Icon name="plus" />} onClick={() => setInviting(true)}>
          {words.management.invite}
        </Button>
      </PageTitle>
      <div className="staff-page">
        <div className="staff-upper">
          <Card flush className="member-card">
            {list.isError ? (
              <Failure error={list.error} retry={list.refetch} retrying={list.isFetching} />
            ) : (
              <MemberTable members={list.data} own={staff.staffId} />
            )}
          </Card>
          <ApprovalCard />
        </div>
        <AuditCard />
      </div>
      <InviteSheet open={inviting} close={() => setInviting(false)} />
      <Modal
        open={explaining}
        onCancel={() => setExplaining(false)}
        footer={null}
        width={760}
        title={words.management.rolesAndFields}
        closable={{ 'aria-label': words.close }}
      >
        <RoleTable />
      </Modal>
    </>
  )
}
