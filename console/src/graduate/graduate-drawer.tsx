import type { StaffGraduate } from '@tucai/contract'
import { Facts } from '../frame/facts.tsx'
import { SideSheet } from '../frame/side-sheet.tsx'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { Paid, paperWords } from './order-words.tsx'
import { Photo } from './photo.tsx'
import { ProgressTag } from './progress-tag.tsx'
import './graduate.css'

export function GraduateDrawer({ graduate, close }: { graduate: StaffGraduate | undefined; close: () => void }) {
  return (
    <SideSheet
      open={graduate !== undefined}
      close={close}
      title={
        graduate === undefined ? (
          ''
        ) : (
          <>
            {graduate.name}
            <ProgressTag progress={graduate.progress} />
          </>
        )
      }
    >
      {graduate === undefined ? null : (
        <>
          <Photo photoId={graduate.photoId} name={graduate.name} size="large" />
          <GraduateFacts graduate={graduate} />
        </>
      )}
    </SideSheet>
  )
}

function GraduateFacts({ graduate }: { graduate: StaffGraduate }) {
  const { words } = useSpeech()
  const mono = (text: string) => <span className="mono">{text}</span>
  return (
    <>
      <Facts
        facts={[
          [words.gender, words.genders[graduate.gender] ?? graduate.gender],
          [words.number, mono(graduate.maskedNumber)],
          [words.studentNumber, mono(graduate.studentNumber)],
          [words.college, graduate.college],
          [words.major, graduate.major],
          [words.className, graduate.className],
          [words.paper, paperWords(graduate.paper, words)],
          [words.paid, <Paid key="paid" paidAt={graduate.paidAt} />],
        ]}
      />
      <p className="quiet lock-line">
        <Icon name="lock" />
        {words.masked}
      </p>
    </>
  )
}
