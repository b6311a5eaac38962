import type { StaffGraduate } from '@tucai/contract'
import { Drawer } from 'antd'
import type { ReactNode } from 'react'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { Paid, paperWords } from './order-words.tsx'
import { Photo } from './photo.tsx'
import { ProgressTag } from './progress-tag.tsx'
import './graduate.css'

export function GraduateDrawer({ graduate, close }: { graduate: StaffGraduate | undefined; close: () => void }) {
  const { words } = useSpeech()
  return (
    <Drawer
      open={graduate !== undefined}
      onClose={close}
      size={440}
      mask={false}
      title={graduate === undefined ? '' : <DrawerTitle graduate={graduate} />}
      closable={{ 'aria-label': words.close, placement: 'end' }}
      destroyOnHidden
    >
      {graduate === undefined ? null : (
        <>
          <Photo photoId={graduate.photoId} name={graduate.name} size="large" />
          <Facts graduate={graduate} />
        </>
      )}
    </Drawer>
  )
}

function DrawerTitle({ graduate }: { graduate: StaffGraduate }) {
  return (
    <span className="drawer-title">
      {graduate.name}
      <ProgressTag progress={graduate.progress} />
    </span>
  )
}

function Facts({ graduate }: { graduate: StaffGraduate }) {
  const { words } = useSpeech()
  const facts: [string, ReactNode][] = [
    [words.gender, words.genders[graduate.gender] ?? graduate.gender],
    [
      words.number,
      <span key="number" className="mono">
        {graduate.maskedNumber}
      </span>,
    ],
    [
      words.studentNumber,
      <span key="student" className="mono">
        {graduate.studentNumber}
      </span>,
    ],
    [words.college, graduate.college],
    [words.major, graduate.major],
    [words.className, graduate.className],
    [words.paper, paperWords(graduate.paper, words)],
    [words.paid, <Paid key="paid" paidAt={graduate.paidAt} />],
  ]
  return (
    <>
      <dl className="facts">
        {facts.map(([term, fact]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{fact || words.none}</dd>
          </div>
        ))}
      </dl>
      <p className="quiet lock-line">
        <Icon name="lock" />
        {words.masked}
      </p>
    </>
  )
}
