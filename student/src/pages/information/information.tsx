import { useState } from 'react'
import { call } from '../../call.ts'
import { shanghai } from '../../dates.ts'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { goBack, swap } from '../../go.ts'
import { useWords } from '../../language.ts'
import { KeyValues } from '../../parts/key-values.tsx'
import { Notice } from '../../parts/notice.tsx'
import { schoolRecord } from '../../parts/school-record.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Standing } from '../../parts/standing.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { courseOf, pageOf, stepsOf } from '../../steps.ts'
import { useAttempt } from '../../use-attempt.ts'
import { useFlow } from '../../use-flow.ts'
import { ContactEntries } from './contact-entries.tsx'
import { CorrectionSheet } from './correction-sheet.tsx'
import './information.css'

export default function Information() {
  const words = useWords()
  const back = () => goBack('home')
  const { graduateId, view, trouble, load } = useFlow('information')
  /** As the student has changed them; null: as they were registered. */
  const [phone, setPhone] = useState<string | null>(null)
  const [mail, setMail] = useState<string | null>(null)
  const [correcting, setCorrecting] = useState(false)
  const { attempt, wordsAt, otherWords, mended } = useAttempt()
  const { information } = words
  if (view === null) {
    return (
      <Waiting
        name="information"
        title={information.title}
        step="information"
        trouble={trouble}
        onAgain={load}
        onBack={back}
        blocksPx={[36, 430, 102]}
      />
    )
  }
  const entered = { phone: phone ?? view.phone, mail: mail ?? view.mail }
  const changePhone = (typed: string) => {
    setPhone(typed)
    mended('phone')
  }
  const changeMail = (typed: string) => {
    setMail(typed)
    mended('mail')
  }
  const goOn = () =>
    attempt(async () => {
      await call('informationConfirm', { params: { graduateId }, body: entered })
      swap(pageOf(stepsOf(courseOf(view))[1]!), { graduateId })
    })
  const { standing } = view.graduate
  const sent = view.correctionSentAt === null ? null : shanghai(view.correctionSentAt)
  return (
    <Screen
      name="information"
      title={information.title}
      step="information"
      onBack={back}
      footerClass="col"
      footer={
        <>
          <Notice words={otherWords(['phone', 'mail'])} tone="bad" />
          <Press className="btn primary" onPress={goOn}>
            {words.next}
          </Press>
        </>
      }
      over={
        correcting ? (
          <CorrectionSheet graduateId={graduateId} onClose={() => setCorrecting(false)} onSent={load} />
        ) : null
      }
    >
      <Box className="lead">
        <Box as="h2" className="title">
          {information.lead}
        </Box>
      </Box>
      <Box as="section" className="card record">
        <Box className="card-head">
          <Box as="h3" className="card-title">
            {standing === 'confirmed' ? information.fromSchool : information.fromYou}
          </Box>
          <Press className="link" onPress={() => setCorrecting(true)}>
            {information.wrong}
          </Press>
        </Box>
        <KeyValues rows={schoolRecord(view.graduate, words)} />
      </Box>
      <Standing standing={standing} />
      {sent === null ? null : <Notice words={information.wrongSentAt(sent.month, sent.day)} />}
      <ContactEntries {...entered} wordsAt={wordsAt} onPhone={changePhone} onMail={changeMail} />
    </Screen>
  )
}
