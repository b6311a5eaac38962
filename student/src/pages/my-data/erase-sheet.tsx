import type { ErasureView } from '@tucai/contract'
import { useState } from 'react'
import { call } from '../../call.ts'
import { Box } from '../../elements/box'
import { Entry } from '../../elements/entry'
import { Press } from '../../elements/press'
import { restart } from '../../go.ts'
import { useWords } from '../../language.ts'
import { Field } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { say } from '../../parts/toast.tsx'
import { forgetSignIn } from '../../platform/sign-in'
import { useAttempt } from '../../use-attempt.ts'

type EraseSheetProps = { plan: ErasureView; onClose: () => void; onDone: () => Promise<void> }

/** 删除: confirmed by the end of the number, because it can't be undone. */
export function EraseSheet({ plan, onClose, onDone }: EraseSheetProps) {
  const words = useWords()
  const [numberEnding, setNumberEnding] = useState('')
  const { attempt, wordsAt, otherWords, mended } = useAttempt()
  const erase = () =>
    attempt(async () => {
      const done = await call('erasureAsk', { body: { numberEnding } })
      if (done.closes) {
        forgetSignIn()
        restart('welcome')
        return
      }
      await onDone()
      say(words.myData.erased)
      onClose()
    })
  return (
    <Sheet
      title={plan.closes ? words.myData.eraseAccount : words.myData.erasePart}
      onClose={onClose}
      foot={
        <>
          <Notice words={otherWords(['numberEnding'])} tone="bad" />
          <Press className="btn primary" onPress={erase}>
            {words.myData.eraseNow}
          </Press>
          <Press className="btn line" onPress={onClose}>
            {words.cancel}
          </Press>
        </>
      }
    >
      <Box as="p" className="sub">
        {words.myData.eraseWords}
      </Box>
      <Field id="number-ending" label={words.myData.numberEnding} bad={wordsAt('numberEnding')}>
        <Entry
          id="number-ending"
          className="input-entry"
          invalid={wordsAt('numberEnding') !== undefined}
          value={numberEnding}
          maxLength={4}
          describedBy="number-ending-help"
          onValue={(value) => {
            setNumberEnding(value)
            mended('numberEnding')
          }}
        />
      </Field>
    </Sheet>
  )
}
