import type { DocumentReading } from '@tucai/contract'
import { useState } from 'react'
import {
  type DocumentFieldName,
  draftOf,
  fieldProblem,
  type ScanPurpose,
  usedFields,
  valuesRead,
} from '../../document.ts'
import { addToDraft } from '../../draft.ts'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { swap } from '../../go.ts'
import { useLanguage, useWords } from '../../language.ts'
import { Notice } from '../../parts/notice.tsx'
import { Screen } from '../../parts/screen.tsx'
import { CheckedField } from './checked-field.tsx'
import { OtherFields } from './other-fields.tsx'
import './result.css'

type ResultScreenProps = {
  reading: DocumentReading
  purpose: ScanPurpose
  next: string | undefined
  onAgain: () => void
  onLeave: () => void
}

/** What was read, each field beside its picture. Only what the student confirmed one by one goes on. */
export function ResultScreen({ reading, purpose, next, onAgain, onLeave }: ResultScreenProps) {
  const words = useWords()
  const { scan } = words
  const language = useLanguage()
  const kind = reading.kind ?? 'idcard'
  const used = usedFields(kind, purpose)
  const [values, setValues] = useState(() => valuesRead(reading.fields, used))
  const [confirmed, setConfirmed] = useState<DocumentFieldName[]>([])
  const [tried, setTried] = useState(false)

  const unconfirmed = used.filter((name) => !confirmed.includes(name))
  const change = (name: DocumentFieldName, value: string) => {
    setValues((before) => ({ ...before, [name]: value }))
    setConfirmed((before) => before.filter((other) => other !== name))
  }
  const confirm = (name: DocumentFieldName, on: boolean) => {
    if (on && fieldProblem(name, values) !== null) return setTried(true)
    setConfirmed((before) => [...before.filter((other) => other !== name), ...(on ? [name] : [])])
  }
  const goOn = () => {
    setTried(true)
    if (unconfirmed.length > 0) return
    addToDraft(draftOf(kind, purpose, values))
    swap(purpose, { next })
  }
  const missing = unconfirmed.map((name) => scan.fields[name])
  return (
    <Screen
      name="scan"
      title={scan.resultTitle}
      onBack={onLeave}
      footerClass="col"
      footer={
        <>
          <Notice words={tried && missing.length > 0 ? scan.confirmFirst(missing) : undefined} tone="bad" />
          <Box className="pair">
            <Press className="btn line" onPress={onAgain}>
              {scan.again}
            </Press>
            <Press className="btn primary" onPress={goOn}>
              {words.next}
            </Press>
          </Box>
        </>
      }
    >
      <Box className="lead">
        <Box as="h2" className="title">
          {scan.resultLead}
        </Box>
        <Box as="p" className="sub">
          {scan.resultWords}
        </Box>
      </Box>
      {reading.warnings.map(({ code, zh, en }) => (
        <Notice key={code} words={language === 'en' ? en : zh} tone="warn" />
      ))}
      {used.map((name) => (
        <CheckedField
          key={name}
          name={name}
          fields={reading.fields}
          mrz={reading.mrz}
          value={values[name] ?? ''}
          problem={fieldProblem(name, values)}
          confirmed={confirmed.includes(name)}
          tried={tried}
          onValue={(value) => change(name, value)}
          onConfirm={(on) => confirm(name, on)}
        />
      ))}
      <OtherFields fields={reading.fields} used={used} />
    </Screen>
  )
}
