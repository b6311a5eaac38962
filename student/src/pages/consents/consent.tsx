import type { ConsentView } from '@tucai/contract'
import { shanghai } from '../../dates.ts'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { useLanguage, useWords } from '../../language.ts'

type ConsentProps = { consent: ConsentView; onRead: () => void; onWithdraw: () => void; onAgree: () => unknown }

/** One purpose: whether it is agreed to and since when, its text, and the way out or in. */
export function Consent({ consent, onRead, onWithdraw, onAgree }: ConsentProps) {
  const { consents: words } = useWords()
  const language = useLanguage() === 'en' ? 'en' : 'zh'
  const { given } = consent
  const stands = given?.stands === true
  return (
    <Box as="section" className="card consent">
      <Box className="card-head">
        <Box as="h3" className="card-title grow">
          {consent.title[language]}
        </Box>
        <Box as="span" className={stands ? 'tag ok' : 'tag mute'}>
          {stands ? words.agreed : words.notAgreed}
        </Box>
      </Box>
      <Box as="p" className="note">
        {sinceWords(consent, words)}
      </Box>
      <Box className="consent-doings">
        <Press className="link" onPress={onRead}>
          {words.read}
        </Press>
        {stands ? (
          <Press className="link" onPress={onWithdraw}>
            {words.withdraw}
          </Press>
        ) : (
          <Press className="link" onPress={onAgree}>
            {words.agreeHere}
          </Press>
        )}
      </Box>
    </Box>
  )
}

function sinceWords({ given }: ConsentView, words: ReturnType<typeof useWords>['consents']): string {
  if (given === null) return words.never
  if (given.withdrawnAt !== null) return words.withdrawnAt(shanghai(given.withdrawnAt).short)
  const at = shanghai(given.givenAt).short
  return given.stands ? words.givenAt(at, given.version) : words.outdated(at)
}
