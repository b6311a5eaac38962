import type { DocumentReading, ReadableKind } from '@tucai/contract'
import { useEffect, useRef, useState } from 'react'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { useWords } from '../../language.ts'
import { Notice } from '../../parts/notice.tsx'
import { Screen } from '../../parts/screen.tsx'
import { type Picture, uploadDocument } from '../../platform/picture'
import { type Trouble, troubleOf } from '../../trouble.ts'
import { TakenPicture } from './taken-picture.tsx'

type ReadingScreenProps = {
  asked: { consentId: string; kind: ReadableKind; picture: Picture }
  onRead: (reading: DocumentReading) => void
  /** The agreement is not known any more. */
  onUnagreed: () => void
  onAgain: () => void
  onLeave: () => void
}

/** Sends the picture and waits for what it says. Without network the picture stays here and is sent again. */
export function ReadingScreen({ asked, onRead, onUnagreed, onAgain, onLeave }: ReadingScreenProps) {
  const words = useWords()
  const { scan } = words
  const [share, setShare] = useState(0)
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const run = useRef(0)

  const send = async () => {
    run.current += 1
    const mine = run.current
    setTrouble(null)
    setShare(0)
    try {
      const reading = await uploadDocument(asked, setShare)
      if (mine === run.current) onRead(reading)
    } catch (thrown) {
      if (mine !== run.current) return
      const found = troubleOf(thrown)
      if (found.code === 'document-consent-missing') onUnagreed()
      else setTrouble(found)
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: begins once when the screen opens
  useEffect(() => {
    void send()
    return () => {
      run.current += 1
    }
  }, [])

  const sendAgain = trouble?.kind === 'offline' || trouble?.code === 'document-unavailable' || trouble?.code === 'busy'
  return (
    <Screen
      name="scan"
      title={trouble === null ? scan.readingTitle : scan.brokenTitle}
      onBack={onLeave}
      footerClass="flat col"
      footer={
        trouble === null ? (
          <Box as="p" className="note center foot-note">
            {scan.readingNote}
          </Box>
        ) : (
          <>
            <Press className="btn primary" onPress={sendAgain ? send : onAgain}>
              {sendAgain ? words.trouble.again : scan.again}
            </Press>
            <Press className="link" onPress={onLeave}>
              {scan.byHand}
            </Press>
          </>
        )
      }
    >
      <TakenPicture picture={asked.picture} reading={trouble === null} />
      {trouble === null ? <Progress share={share} /> : <Notice words={trouble.words} tone="bad" />}
    </Screen>
  )
}

/** The bar shows what is known: how much has been sent. Reading itself has no number. */
function Progress({ share }: { share: number }) {
  const { scan } = useWords()
  const percent = Math.round(share * 100)
  return (
    <>
      <Box
        className={share >= 1 ? 'bar full' : 'bar'}
        role="progressbar"
        aria-label={`${scan.progress} ${percent}%`}
        aria-hidden={share >= 1}
      >
        <Box className="bar-done" style={{ width: `${percent}%` }} />
      </Box>
      <Box as="p" className="says" role="status" aria-live="polite">
        {share >= 1 ? <Box as="span" aria-hidden className="ring" /> : null}
        {share >= 1 ? scan.reading : scan.uploading}
      </Box>
    </>
  )
}
