import type { RosterView } from '@tucai/contract'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { shownCount } from '../frame/numbers.ts'
import { useSpeech } from '../words/language.tsx'
import type { RosterActs } from './roster.ts'

/** Accepts what the dry run showed, after saying once more what that does. */
export function AcceptButton({ roster, count, acts }: { roster: RosterView; count: string; acts: RosterActs }) {
  const { words } = useSpeech()
  const [isAsked, setAsked] = useState(false)
  const { added, changed, withdrawn, blocking } = roster.counts
  const isReady = roster.state === 'tried' && blocking === 0 && added + changed + withdrawn > 0
  return (
    <>
      <Button type="primary" disabled={!isReady || acts.isPending} onClick={() => setAsked(true)}>
        {words.roster.accept(count)}
      </Button>
      <Modal
        open={isAsked}
        title={words.roster.acceptTitle}
        okText={words.roster.accept(count)}
        cancelText={words.roster.cancel}
        onCancel={() => setAsked(false)}
        onOk={() => {
          setAsked(false)
          acts.accept()
        }}
      >
        <p>{words.roster.acceptText(shownCount(added), shownCount(changed), shownCount(withdrawn))}</p>
        {withdrawn === 0 ? null : <p>{words.roster.withdrawCare(shownCount(withdrawn))}</p>}
      </Modal>
    </>
  )
}
