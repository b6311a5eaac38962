import type { ConsentView } from '@tucai/contract'
import { call } from '../../call.ts'
import { useLanguage, useWords } from '../../language.ts'
import { ConfirmSheet } from '../../parts/confirm-sheet.tsx'

type WithdrawSheetProps = { consent: ConsentView; onClose: () => void; onDone: () => Promise<void> }

/** 撤回授权: what it means, before it is done. */
export function WithdrawSheet({ consent, onClose, onDone }: WithdrawSheetProps) {
  const words = useWords()
  const language = useLanguage() === 'en' ? 'en' : 'zh'
  return (
    <ConfirmSheet
      title={words.consents.withdrawTitle(consent.title[language])}
      meaning={consent.consequence[language]}
      action={words.consents.withdraw}
      done={words.consents.withdrawn}
      onConfirm={async () => {
        await call('consentWithdraw', { body: { purpose: consent.purpose } })
        await onDone()
      }}
      onClose={onClose}
    />
  )
}
