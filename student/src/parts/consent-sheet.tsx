import { askedConsent } from '../consents.ts'
import { Box } from '../elements/box'
import { Press } from '../elements/press'
import { useLanguage, useWords } from '../language.ts'
import { Sheet } from './sheet.tsx'

/** The text of one purpose when its agreement is needed. Its one button agrees; closing it agrees to nothing. */
export function ConsentSheet() {
  const { consents: words } = useWords()
  const language = useLanguage() === 'en' ? 'en' : 'zh'
  const asked = askedConsent.use()
  if (asked === null) return null
  const { consent, settle } = asked
  return (
    <Sheet
      title={consent.title[language]}
      onClose={() => settle(false)}
      foot={
        <Press className="btn primary" onPress={() => settle(true)}>
          {words.agree}
        </Press>
      }
    >
      {consent[language].map((paragraph) => (
        <Box key={paragraph} as="p" className="paragraph">
          {paragraph}
        </Box>
      ))}
      <Box as="p" className="paragraph">
        {words.anytime}
      </Box>
    </Sheet>
  )
}
