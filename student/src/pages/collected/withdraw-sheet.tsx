import { call } from '../../call.ts'
import { useWords } from '../../language.ts'
import { ConfirmSheet } from '../../parts/confirm-sheet.tsx'

type WithdrawSheetProps = { graduateId: string; onWithdrawn: () => Promise<void>; onClose: () => void }

/** Takes the photo out of the reviewers' hands while nobody has decided. */
export function WithdrawSheet({ graduateId, onWithdrawn, onClose }: WithdrawSheetProps) {
  const { collected } = useWords()
  const withdraw = async () => {
    await call('reviewWithdraw', { params: { graduateId } })
    await onWithdrawn()
  }
  return (
    <ConfirmSheet
      title={collected.withdrawTitle}
      meaning={collected.withdrawMeaning}
      action={collected.withdraw}
      done={collected.withdrawn}
      onConfirm={withdraw}
      onClose={onClose}
    />
  )
}
