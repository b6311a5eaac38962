import type { ConsentView } from '@tucai/contract'
import { call } from '../../call.ts'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { useLanguage, useWords } from '../../language.ts'
import { Notice } from '../../parts/notice.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { say } from '../../parts/toast.tsx'
import { useAttempt } from '../../use-attempt.ts'

type WithdrawSheetProps = { consent: ConsentView; onClose: () => void; onDone: () => Promise<void> }

/** 撤回授权: what it means, before it is done. */
export function WithdrawSheet({ consent, onClose, onDone }: WithdrawSheetProps) {
  const words = useWords()
  const language = useLanguage() === 'en' ? 'en' : 'zh'
  const { attempt, otherWords } = useAttempt()
  const withdraw = () =>
    attempt(async () => {
      await call('consentWithdraw', { body: { purpose: consent.purpose } })
      await onDone()
      say(words.consents.withdrawn)
      onClose()
    })
  return (
    <Sheet
      title={words.consents.withdrawTitle(consent.title[language])}
      onClose={onClose}
      foot={
        <>
          <Notice words={otherWords()} tone="bad" />
          <Press className="btn primary" onPress={withdraw}>
            {words.consents.withdraw}
          </Press>
          <Press className="btn line" onPress={onClose}>
            {words.cancel}
          </Press>
        </>
      }
    >
      <Box as="p" className="sub">
        {consent.consequence[language]}
      </Box>
    </Sheet>
  )
}
