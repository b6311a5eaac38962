import { useState } from 'react'
import { Box } from '../../elements/box'
import { Entry } from '../../elements/entry'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import { useWords } from '../../language.ts'
import { Field } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Screen } from '../../parts/screen.tsx'
import { photoMaxBytes } from '../../photo-limit.ts'
import { chooseCodePicture, type Picture, uploadCode } from '../../platform/picture'
import { useAttempt } from '../../use-attempt.ts'
import { CodePicture } from './code-picture.tsx'

type CodeFormProps = {
  graduateId: string
  onAccepted: () => Promise<void>
  onBack: () => void
}

/** The picture stays on the screen when it was not accepted, with the reason and the way to another one. */
export function CodeForm({ graduateId, onAccepted, onBack }: CodeFormProps) {
  const words = useWords()
  const { collectionCode, problems } = words
  const [picture, setPicture] = useState<Picture | null>(null)
  const [numberEnding, setNumberEnding] = useState('')
  const [share, setShare] = useState<number | null>(null)
  const [focusCount, setFocusCount] = useState(0)
  const { attempt, setTrouble, wordsAt, otherWords, mended } = useAttempt()

  const refuse = (code: 'photo-empty' | 'photo-too-large') =>
    setTrouble({ kind: 'refused', code, words: problems[code] })
  const choose = (from: 'album' | 'camera') =>
    chooseCodePicture(from, (chosen) => {
      if (chosen.bytes === 0) return refuse('photo-empty')
      if (chosen.bytes > photoMaxBytes) return refuse('photo-too-large')
      setTrouble(null)
      setPicture(chosen)
    })
  const send = async () => {
    if (picture === null) return
    if (numberEnding.trim() === '') {
      const words = collectionCode.endingMissing
      setTrouble({ kind: 'refused', code: 'gap', field: 'numberEnding', words })
      setFocusCount((count) => count + 1)
      return
    }
    setShare(0)
    await attempt(async () => {
      await uploadCode({ graduateId, numberEnding: numberEnding.trim(), picture }, setShare)
      await onAccepted()
    })
    setShare(null)
  }
  const sources = (
    <>
      <Press className="btn line" onPress={() => choose('camera')}>
        <Icon name="camera" />
        {collectionCode.camera}
      </Press>
      <Press className={picture === null ? 'btn primary' : 'btn line'} onPress={() => choose('album')}>
        <Icon name="album" />
        {collectionCode.album}
      </Press>
    </>
  )
  return (
    <Screen
      name="collection-code"
      title={collectionCode.title}
      step="photo"
      onBack={onBack}
      footer={
        picture === null ? (
          sources
        ) : (
          <Press className="btn primary" onPress={send}>
            {collectionCode.send}
          </Press>
        )
      }
    >
      <Box className="lead">
        <Box as="h2" className="title">
          {collectionCode.lead}
        </Box>
        <Box as="p" className="sub">
          {collectionCode.words}
        </Box>
      </Box>
      <Notice words={otherWords(['numberEnding'])} tone="bad" />
      {picture === null ? (
        <Tips />
      ) : (
        <>
          <CodePicture picture={picture} share={share} />
          {share === null ? <Box className="sources">{sources}</Box> : null}
          <Box as="section" className="card ending">
            <Field
              id="numberEnding"
              label={collectionCode.ending}
              bad={wordsAt('numberEnding')}
              help={collectionCode.endingNote}
            >
              <Entry
                id="numberEnding"
                className="input-entry"
                value={numberEnding}
                placeholder={collectionCode.endingPlaceholder}
                maxLength={4}
                invalid={wordsAt('numberEnding') !== undefined}
                describedBy="numberEnding-help"
                focusCount={focusCount}
                onValue={(typed) => {
                  setNumberEnding(typed)
                  mended('numberEnding')
                }}
                onDone={send}
              />
            </Field>
          </Box>
        </>
      )}
    </Screen>
  )
}

function Tips() {
  const { collectionCode } = useWords()
  return (
    <Box as="ol" className="card tips">
      {collectionCode.tips.map((tip, index) => (
        <Box key={tip} as="li" className="tip">
          <Box as="span" className="tip-place">
            {index + 1}
          </Box>
          <Box as="span">{tip}</Box>
        </Box>
      ))}
    </Box>
  )
}
