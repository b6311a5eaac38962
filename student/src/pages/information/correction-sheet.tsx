import { useState } from 'react'
import { call } from '../../call.ts'
import { Box } from '../../elements/box'
import { Entry } from '../../elements/entry'
import { Press } from '../../elements/press'
import { useWords } from '../../language.ts'
import { Field } from '../../parts/field.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { say } from '../../parts/toast.tsx'
import { useAttempt } from '../../use-attempt.ts'

type CorrectionSheetProps = { graduateId: string; onClose: () => void; onSent: () => Promise<void> }

/** 信息有误: tells the school which entry is wrong. The record itself stays the school's. */
export function CorrectionSheet({ graduateId, onClose, onSent }: CorrectionSheetProps) {
  const words = useWords()
  const [text, setText] = useState('')
  const { attempt, setTrouble, trouble } = useAttempt()
  const { information } = words
  const send = () => {
    if (text.trim() === '') {
      setTrouble({ kind: 'refused', code: 'empty', words: words.mail.missing })
      return
    }
    return attempt(async () => {
      await call('correctionSend', { params: { graduateId }, body: { text: text.trim() } })
      say(information.wrongSent)
      onClose()
      await onSent()
    })
  }
  return (
    <Sheet
      title={information.wrong}
      onClose={onClose}
      foot={
        <Press className="btn primary" onPress={send}>
          {words.submit}
        </Press>
      }
    >
      <Box as="p" className="sub">
        {information.wrongWords}
      </Box>
      <Field id="correction" label={information.wrongLabel} inputClass="area" bad={trouble?.words}>
        <Entry
          id="correction"
          className="input-entry"
          lines={3}
          value={text}
          placeholder={information.wrongPlaceholder}
          maxLength={500}
          invalid={trouble !== null}
          describedBy="correction-help"
          focusCount={1}
          onValue={setText}
        />
      </Field>
    </Sheet>
  )
}
