import { useEffect, useState } from 'react'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Picture } from '../../elements/picture'
import { Press } from '../../elements/press'
import { restart, swap, usePageParams } from '../../go.ts'
import { useWords } from '../../language.ts'
import { Notice } from '../../parts/notice.tsx'
import { Framed } from '../../parts/photo-frame.tsx'
import { Screen } from '../../parts/screen.tsx'
import { previewOf } from '../../platform/picture'
import { useDeveloping } from '../../use-developing.ts'
import './developing.css'

export default function DevelopingPage() {
  const { graduateId } = usePageParams()
  useEffect(() => {
    if (graduateId === undefined) restart('home')
  }, [graduateId])
  return graduateId === undefined ? null : <Developing graduateId={graduateId} />
}

function Developing({ graduateId }: { graduateId: string }) {
  const words = useWords()
  const { developing } = words
  const { share, trouble, start, picture } = useDeveloping(graduateId)
  const [preview, setPreview] = useState<string | null>(null)
  useEffect(() => {
    if (picture !== null) previewOf(picture).then(setPreview)
  }, [picture])
  const sent = share >= 1
  const retake = () => swap('guide', { graduateId })
  return (
    <Screen
      name="developing"
      title={developing.title}
      step="photo"
      onBack={() => swap('guide', { graduateId })}
      footerClass={trouble === null ? 'flat' : 'flat col'}
      footer={
        trouble === null ? (
          <Box as="p" className="note center foot-note">
            {sent ? developing.safeNote : developing.uploadNote}
          </Box>
        ) : (
          <Press className="btn primary" onPress={trouble.kind === 'offline' ? start : retake}>
            {trouble.kind === 'offline' ? words.offline.again : words.photo.again}
          </Press>
        )
      }
    >
      <Framed>
        <Box className="photo">
          {preview === null ? null : <Picture className="raw" src={preview} alt={developing.photoAlt} />}
          {trouble === null ? <Box aria-hidden className="sweep" /> : null}
        </Box>
      </Framed>
      {trouble === null ? <Progress share={share} /> : <Notice words={trouble.words} tone="bad" />}
    </Screen>
  )
}

function Progress({ share }: { share: number }) {
  const { developing } = useWords()
  const sent = share >= 1
  return (
    <>
      <Bar share={share} />
      <Box as="p" className="says" role="status" aria-live="polite">
        {sent ? developing.working : developing.uploading}
      </Box>
      <Steps sent={sent} />
    </>
  )
}

/** Shown while the number is known: how much of the photo has been sent. */
function Bar({ share }: { share: number }) {
  const { developing } = useWords()
  const percent = Math.round(share * 100)
  return (
    <Box
      className={share >= 1 ? 'bar full' : 'bar'}
      role="progressbar"
      aria-label={`${developing.progress} ${percent}%`}
    >
      <Box className="bar-done" style={{ width: `${percent}%` }} />
    </Box>
  )
}

/** The server does its three steps without telling which one it is at, so they turn together. */
function Steps({ sent }: { sent: boolean }) {
  const { developing } = useWords()
  const steps = [developing.upload, developing.crop, developing.background, developing.check]
  return (
    <Box as="ul" className="todo">
      {steps.map((name, place) => {
        const state = place === 0 ? (sent ? ' done' : ' now') : sent ? ' now' : ''
        return (
          <Box key={name} as="li" className={`todo-step${state}`}>
            <Box as="span" aria-hidden className="todo-mark">
              {state === ' done' ? <Icon name="check" sizePx={14} /> : null}
            </Box>
            <Box as="span">{name}</Box>
          </Box>
        )
      })}
    </Box>
  )
}
