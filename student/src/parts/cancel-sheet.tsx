import { call } from '../call.ts'
import { Box } from '../elements/box'
import { Press } from '../elements/press'
import { useWords } from '../language.ts'
import { useAttempt } from '../use-attempt.ts'
import { Notice } from './notice.tsx'
import { Sheet } from './sheet.tsx'
import { say } from './toast.tsx'

type CancelSheetProps = { orderId: string; onCancelled: () => unknown; onClose: () => void }

export function CancelSheet({ orderId, onCancelled, onClose }: CancelSheetProps) {
  const words = useWords().order
  const { attempt, otherWords } = useAttempt()
  const cancel = () =>
    attempt(async () => {
      await call('orderCancel', { params: { orderId } })
      say(words.cancelledToast)
      onClose()
      await onCancelled()
    })
  return (
    <Sheet
      title={words.cancelTitle}
      onClose={onClose}
      foot={
        <>
          <Notice words={otherWords()} tone="bad" />
          <Press className="btn primary" onPress={onClose}>
            {words.keepOrder}
          </Press>
          <Press className="btn line" onPress={cancel}>
            {words.cancel}
          </Press>
        </>
      }
    >
      <Box as="p" className="sub">
        {words.cancelWords}
      </Box>
    </Sheet>
  )
}
