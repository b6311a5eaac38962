import type { CollectionView, PhotoView } from '@tucai/contract'
import { useEffect } from 'react'
import { call } from '../../call.ts'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import { swap } from '../../go.ts'
import { useWords } from '../../language.ts'
import { isPaid } from '../../order-look.ts'
import { Notice } from '../../parts/notice.tsx'
import { Screen } from '../../parts/screen.tsx'
import { SubmissionsLeft } from '../../parts/submissions-left.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { pageOfView } from '../../steps.ts'
import { useAttempt } from '../../use-attempt.ts'
import { useFlow } from '../../use-flow.ts'
import { useNoticeAsk } from '../../use-notice-ask.ts'
import { GoodPhoto } from './good-photo.tsx'
import { RefusedPhoto } from './refused-photo.tsx'
import './confirm.css'

/** Reached as soon as there is a take: one that was refused can be looked at here too. */
export default function Confirm() {
  const words = useWords()
  const { graduateId, view, trouble, load } = useFlow('photo')
  const photo = view?.photo ?? null
  const back = () => swap('guide', { graduateId })
  const elsewhere = view === null ? null : photo === null ? 'guide' : photo.state === 'developing' ? 'developing' : null
  useEffect(() => {
    if (elsewhere !== null) swap(elsewhere, { graduateId })
  }, [elsewhere, graduateId])

  if (view === null || photo === null || elsewhere !== null) {
    return (
      <Waiting
        name="confirm"
        title={words.photo.title}
        step="confirm"
        trouble={trouble}
        onAgain={load}
        onBack={back}
        blocksPx={[390, 180]}
      />
    )
  }
  return <Shown view={view} photo={photo} onBack={back} />
}

function Shown({ view, photo, onBack }: { view: CollectionView; photo: PhotoView; onBack: () => void }) {
  const words = useWords()
  const { graduateId } = photo
  const { attempt, otherWords } = useAttempt()
  const askNotices = useNoticeAsk('submitted')
  const retake = () => swap('viewfinder', { graduateId })
  const confirm = () =>
    attempt(async () => {
      await askNotices()
      const after = await call('photoConfirm', { params: { graduateId }, body: { photoId: photo.photoId } })
      const isPaidFor = after.order !== null && isPaid(after.order)
      swap(isPaidFor ? pageOfView(after) : 'paper', { graduateId })
    })
  const camera = <Icon name="camera" />
  const footer = photo.confirmable ? (
    <>
      <Press className="btn line" onPress={retake}>
        {words.photo.again}
      </Press>
      <Press className="btn primary" onPress={confirm}>
        {words.confirm}
      </Press>
    </>
  ) : (
    <>
      <Press className="btn off" disabled onPress={confirm}>
        {words.confirm}
      </Press>
      <Press className="btn primary" onPress={retake}>
        {camera}
        {words.photo.again}
      </Press>
    </>
  )
  return (
    <Screen name="confirm" title={words.photo.title} step="confirm" onBack={onBack} footer={footer}>
      <Notice words={otherWords()} tone="bad" />
      {photo.confirmable ? (
        <GoodPhoto photo={photo} onRetake={retake} />
      ) : (
        <RefusedPhoto photo={photo} onRetake={retake} />
      )}
      {photo.confirmable ? null : (
        <Box as="p" className="note reason">
          {words.photo.blockedReason}
        </Box>
      )}
      <SubmissionsLeft left={view.submissionsLeft} />
    </Screen>
  )
}
