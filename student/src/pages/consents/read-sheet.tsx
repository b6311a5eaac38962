import type { ConsentView } from '@tucai/contract'
import { Box } from '../../elements/box'
import { useLanguage } from '../../language.ts'
import { Sheet } from '../../parts/sheet.tsx'

/** The text of one purpose, to read again. */
export function ReadSheet({ consent, onClose }: { consent: ConsentView; onClose: () => void }) {
  const language = useLanguage() === 'en' ? 'en' : 'zh'
  return (
    <Sheet title={consent.title[language]} onClose={onClose}>
      {consent[language].map((paragraph) => (
        <Box key={paragraph} as="p" className="paragraph">
          {paragraph}
        </Box>
      ))}
    </Sheet>
  )
}
