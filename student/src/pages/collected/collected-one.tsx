import type { CollectionView } from '@tucai/contract'
import { useState } from 'react'
import { shanghai } from '../../dates.ts'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import { genderShown } from '../../gender.ts'
import { open } from '../../go.ts'
import { useWords } from '../../language.ts'
import { KeyValues } from '../../parts/key-values.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Framed, Photo } from '../../parts/photo-frame.tsx'
import { schoolRecord } from '../../parts/school-record.tsx'
import { Screen } from '../../parts/screen.tsx'
import { say } from '../../parts/toast.tsx'
import { savePicture } from '../../platform/save-picture'
import { pageOfView } from '../../steps.ts'
import { useAttempt } from '../../use-attempt.ts'
import { AlbumSheet } from './album-sheet.tsx'
import { Outcome } from './outcome.tsx'
import { ReviewTag } from './review-tag.tsx'
import { WithdrawSheet } from './withdraw-sheet.tsx'

const shownAbove = ['name', 'gender', 'graduationYear'] as const

type CollectedOneProps = { view: CollectionView; onBack: () => void; onChanged: () => Promise<void> }

/** A complete collection: photo and review state on top, what to do, the school's data below, the photo to save. */
export function CollectedOne({ view, onBack, onChanged }: CollectedOneProps) {
  const words = useWords()
  const { collected, information, order: orderWords, paid: paidWords } = words
  const isDone = view.step === 'done'
  const { graduate, photo, reviewState } = view
  const { attempt, otherWords } = useAttempt()
  const photoId = photo?.photoId ?? null
  const [sheet, setSheet] = useState<'withdraw' | 'album' | null>(null)
  const close = () => setSheet(null)
  const save = () =>
    attempt(async () => {
      if (photoId === null) return
      const saved = await savePicture(photoId, `${graduate.name}.jpg`)
      if (saved === 'saved') say(collected.saved)
      if (saved === 'not-permitted') setSheet('album')
    })
  const hidden: string[] = shownAbove.map((key) => information[key])
  const rows = schoolRecord(graduate, words).filter(([name]) => !hidden.includes(name))
  const paidAt = view.order?.paidAt
  const paid = paidAt ? shanghai(paidAt) : null
  return (
    <Screen
      name="collected"
      title={collected.title}
      onBack={onBack}
      over={
        sheet === 'withdraw' ? (
          <WithdrawSheet graduateId={graduate.graduateId} onWithdrawn={onChanged} onClose={close} />
        ) : sheet === 'album' ? (
          <AlbumSheet onClose={close} />
        ) : null
      }
      footerClass="col"
      footer={
        isDone && photoId === null ? undefined : (
          <>
            <Notice words={otherWords()} tone="bad" />
            {isDone ? (
              <Press className="btn primary" onPress={save}>
                <Icon name="save" />
                {collected.save}
              </Press>
            ) : (
              <Press
                className="btn primary"
                onPress={() => open(pageOfView(view), { graduateId: graduate.graduateId })}
              >
                <Icon name="camera" />
                {paidWords.goOn}
              </Press>
            )}
          </>
        )
      }
    >
      <Box as="section" className="card top">
        <Framed>
          <Photo photoId={photoId} alt={orderWords.photoOf(graduate.name)} />
        </Framed>
        <Box className="grow">
          <ReviewTag state={reviewState} />
          <Box as="h2" className="title">
            {graduate.name}
          </Box>
          <Box as="p" className="top-words">
            {collected.genderYear(genderShown(graduate.gender, words), graduate.graduationYear)}
          </Box>
          {paid === null ? null : (
            <Box as="p" className="note">
              {collected.completedAt(paid.month, paid.day, paid.time)}
            </Box>
          )}
        </Box>
      </Box>
      <Outcome view={view} onWithdraw={() => setSheet('withdraw')} />
      <Box as="section" className="card record">
        <Box className="card-head">
          <Box as="h3" className="card-title">
            {collected.personal}
          </Box>
        </Box>
        <KeyValues rows={rows} />
      </Box>
    </Screen>
  )
}
