import { Box } from '../elements/box'
import { Press } from '../elements/press'
import { useWords } from '../language.ts'
import { useAttempt } from '../use-attempt.ts'
import { Notice } from './notice.tsx'
import { Sheet } from './sheet.tsx'
import { say } from './toast.tsx'

type ConfirmSheetProps = {
  title: string
  /** What it means, said before it is done. */
  meaning: string
  action: string
  /** What is said once it is done. */
  done: string
  onConfirm: () => Promise<void>
  onClose: () => void
}

/** Asks before something that is not easily undone; a refusal stays on the sheet. */
export function ConfirmSheet({ title, meaning, action, done, onConfirm, onClose }: ConfirmSheetProps) {
  const words = useWords()
  const { attempt, otherWords } = useAttempt()
  const confirm = () =>
    attempt(async () => {
      await onConfirm()
      say(done)
      onClose()
    })
  return (
    <Sheet
      title={title}
      onClose={onClose}
      foot={
        <>
          <Notice words={otherWords()} tone="bad" />
          <Press className="btn primary" onPress={confirm}>
            {action}
          </Press>
          <Press className="btn line" onPress={onClose}>
            {words.cancel}
          </Press>
        </>
      }
    >
      <Box as="p" className="sub">
        {meaning}
      </Box>
    </Sheet>
  )
}
