import { Box } from '../elements/box'
import { Press } from '../elements/press'
import { addressNow, restart } from '../go.ts'
import { useWords } from '../language.ts'
import { sessionEnded } from '../trouble.ts'
import { Sheet } from './sheet.tsx'

/** 请重新登录: shown over any screen once the session has ended; signing in leads back to this screen. */
export function SessionSheet() {
  const words = useWords()
  const ended = sessionEnded.use()
  if (!ended) return null
  const signIn = () => {
    const next = addressNow()
    sessionEnded.set(false)
    restart('sign-in', { next })
  }
  return (
    <Sheet
      title={words.session.title}
      foot={
        <Press className="btn primary" onPress={signIn}>
          {words.session.signIn}
        </Press>
      }
    >
      <Box as="p" className="sub">
        {words.session.words}
      </Box>
    </Sheet>
  )
}
