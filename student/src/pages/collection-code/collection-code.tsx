import { useState } from 'react'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import { swap } from '../../go.ts'
import { useWords } from '../../language.ts'
import { Screen } from '../../parts/screen.tsx'
import { Standing } from '../../parts/standing.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useFlow } from '../../use-flow.ts'
import { CodeForm } from './code-form.tsx'
import './collection-code.css'

/** 学信网采集码: the picture of the code and the last four of the number; then the photo. */
export default function CollectionCode() {
  const words = useWords()
  const { collectionCode } = words
  const { graduateId, view, trouble, load } = useFlow('photo', { asksForCode: true })
  const [replacing, setReplacing] = useState(false)
  const back = () => swap('information', { graduateId })
  const { title } = collectionCode
  if (view === null) {
    return (
      <Waiting
        name="collection-code"
        title={title}
        step="photo"
        trouble={trouble}
        onAgain={load}
        onBack={back}
        blocksPx={[56, 180, 220]}
      />
    )
  }
  const accepted = async () => {
    setReplacing(false)
    await load()
  }
  if (view.codeState === 'missing' || replacing) {
    return <CodeForm graduateId={graduateId} onAccepted={accepted} onBack={back} />
  }
  return (
    <Screen
      name="collection-code"
      title={title}
      step="photo"
      onBack={back}
      footerClass="col"
      footer={
        <>
          <Press className="btn primary" onPress={() => swap('guide', { graduateId })}>
            <Icon name="camera" />
            {collectionCode.doneNext}
          </Press>
          {view.codeState === 'accepted' ? (
            <Press className="link" onPress={() => setReplacing(true)}>
              {collectionCode.replace}
            </Press>
          ) : null}
        </>
      }
    >
      <Box as="section" className="card arrived" role="status">
        <Box as="span" className="arrived-mark">
          <Icon name="check" />
        </Box>
        <Box as="h2" className="title">
          {collectionCode.doneTitle}
        </Box>
        <Box as="p" className="sub">
          {collectionCode.doneWords}
        </Box>
      </Box>
      <Standing standing={view.graduate.standing} />
    </Screen>
  )
}
