import { useEffect, useState } from 'react'
import { call } from '../../call.ts'
import { agreeTo } from '../../consents.ts'
import clothes from '../../drawings/tip-clothes.svg'
import light from '../../drawings/tip-light.svg'
import outline from '../../drawings/tip-outline.svg'
import wall from '../../drawings/tip-wall.svg'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Picture } from '../../elements/picture'
import { Press } from '../../elements/press'
import { goBack, swap } from '../../go.ts'
import { useWords } from '../../language.ts'
import { isPaid } from '../../order-look.ts'
import { Notice } from '../../parts/notice.tsx'
import { Screen } from '../../parts/screen.tsx'
import { SubmissionsLeft } from '../../parts/submissions-left.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useAttempt } from '../../use-attempt.ts'
import { useChoosePhoto } from '../../use-choose-photo.ts'
import { useFlow } from '../../use-flow.ts'
import './guide.css'

const drawings = [wall, clothes, outline, light]

export default function Guide() {
  const words = useWords()
  const { graduateId, view, trouble, load } = useFlow('photo')
  const [refused, setRefused] = useState<string | undefined>()
  const [photoAgreed, setPhotoAgreed] = useState(false)
  const { attempt, otherWords } = useAttempt()
  const choose = useChoosePhoto(graduateId, setRefused)
  useEffect(() => {
    call('consentList', {}).then(
      (list) => setPhotoAgreed(list.some(({ purpose, given }) => purpose === 'photo' && given?.stands === true)),
      () => undefined,
    )
  }, [])
  /** Browsers open a chooser of files in the tap itself only: after agreeing it is tapped once more. */
  const afterAgreeing = (goOn: () => void, needsTap: boolean) => () => {
    if (photoAgreed) return goOn()
    return attempt(async () => {
      if (!(await agreeTo('photo'))) return
      setPhotoAgreed(true)
      if (!needsTap) goOn()
    })
  }
  const isPaidFor = view?.order != null && isPaid(view.order)
  const back = () => (isPaidFor ? goBack('home') : swap('information', { graduateId }))

  const { guide } = words
  if (view === null) {
    return (
      <Waiting
        name="guide"
        title={guide.title}
        step="photo"
        trouble={trouble}
        onAgain={load}
        onBack={back}
        blocksPx={[36, 500]}
      />
    )
  }
  return (
    <Screen
      name="guide"
      title={guide.title}
      step="photo"
      onBack={back}
      footer={
        <>
          {view.campaign.fileAllowed ? (
            <Press className="btn line pick" onPress={afterAgreeing(choose, true)}>
              <Icon name="album" />
              {guide.choose}
            </Press>
          ) : null}
          <Press className="btn primary" onPress={afterAgreeing(() => swap('viewfinder', { graduateId }), false)}>
            <Icon name="camera" />
            {guide.take}
          </Press>
        </>
      }
    >
      <Box className="lead">
        <Box as="h2" className="title">
          {guide.lead}
        </Box>
      </Box>
      <Notice words={refused ?? otherWords()} tone="bad" />
      <Box as="ol" className="card tips">
        {guide.tips.map((tip, index) => (
          <Box key={tip} as="li" className="tip">
            <Picture className="tip-art" src={drawings[index]} alt="" />
            <Box as="p" className="tip-words">
              <Box as="span" className="tip-place">
                {index + 1}
              </Box>
              <Box as="span">{tip}</Box>
            </Box>
          </Box>
        ))}
      </Box>
      <SubmissionsLeft left={view.submissionsLeft} />
    </Screen>
  )
}
