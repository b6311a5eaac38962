import { Box } from '../elements/box'
import { Press } from '../elements/press'
import { PrivacyButton } from '../elements/privacy-button'
import { useWords } from '../language.ts'
import { openPrivacyContract } from '../platform/privacy'
import { answerPrivacy, waitingForPrivacy } from '../privacy.ts'
import { Sheet } from './sheet.tsx'

/** WeChat's question before camera, album, address or phone number is used; what waits for the answer goes on after it. */
export function PrivacySheet() {
  const { privacy: words } = useWords()
  const waiting = waitingForPrivacy.use()
  if (waiting === null) return null
  const disagree = () => answerPrivacy('disagree')
  return (
    <Sheet
      title={words.title}
      onClose={disagree}
      foot={
        <>
          <PrivacyButton className="btn primary" onAgree={() => answerPrivacy('agree')}>
            {words.agree}
          </PrivacyButton>
          <Press className="btn line" onPress={disagree}>
            {words.disagree}
          </Press>
        </>
      }
    >
      <Box as="p" className="paragraph">
        {words.why}
      </Box>
      <Press className="link" onPress={openPrivacyContract}>
        {words.contract}
      </Press>
    </Sheet>
  )
}
