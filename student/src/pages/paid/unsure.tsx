import clock from '../../drawings/phone.svg'
import { Box } from '../../elements/box'
import { Picture } from '../../elements/picture'
import { Press } from '../../elements/press'
import { swap } from '../../go.ts'
import { useWords } from '../../language.ts'
import { Screen } from '../../parts/screen.tsx'

type UnsureProps = { orderId: string; isLate: boolean; onLook: () => Promise<void>; onBack: () => void }

/** Before the server knows: asked for some seconds, then left to the student. Nothing is lost either way. */
export function Unsure({ orderId, isLate, onLook, onBack }: UnsureProps) {
  const words = useWords().paid
  return (
    <Screen
      name="unsure"
      title={words.asking}
      ground="plain"
      bodyClass="state"
      onBack={onBack}
      footerClass="flat col"
      footer={
        isLate ? (
          <>
            <Press className="btn primary" onPress={onLook}>
              {words.lookAgain}
            </Press>
            <Press className="btn quiet" onPress={() => swap('order-detail', { orderId })}>
              {words.order}
            </Press>
          </>
        ) : undefined
      }
    >
      <Picture className="state-art" src={clock} alt="" />
      <Box as="h2" className="title" role="status">
        {isLate ? words.stillWaiting : words.asking}
      </Box>
      <Box as="p" className="state-words">
        {isLate ? words.stillWaitingWords : words.askingWords}
      </Box>
    </Screen>
  )
}
