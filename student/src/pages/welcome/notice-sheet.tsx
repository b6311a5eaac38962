import { useEffect } from 'react'
import { askAppInfo, useAppInfo } from '../../app-info.ts'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { useLanguage, useWords } from '../../language.ts'
import { Notice } from '../../parts/notice.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { Blocks } from '../../parts/waiting.tsx'
import { useAttempt } from '../../use-attempt.ts'

type NoticeSheetProps = { trouble: string | undefined; onAgree: () => unknown; onClose: () => void }

/** The text of the privacy notice. Its one button agrees; closing it agrees to nothing. */
export function NoticeSheet({ trouble, onAgree, onClose }: NoticeSheetProps) {
  const words = useWords()
  const language = useLanguage()
  const info = useAppInfo()
  const { attempt, otherWords } = useAttempt()
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once when the sheet opens
  useEffect(() => {
    void attempt(async () => {
      await askAppInfo()
    })
  }, [])
  const paragraphs = language === 'en' ? info?.privacyNotice.en : info?.privacyNotice.zh
  return (
    <Sheet
      title={words.welcome.noticeTitle}
      onClose={onClose}
      foot={
        <>
          <Notice words={trouble ?? otherWords()} tone="bad" />
          <Press className={info === null ? 'btn off' : 'btn primary'} disabled={info === null} onPress={onAgree}>
            {words.welcome.agreeAndGo}
          </Press>
        </>
      }
    >
      {paragraphs === undefined ? (
        <Blocks heightsPx={[80, 120, 80]} />
      ) : (
        paragraphs.map((paragraph) => (
          <Box key={paragraph} as="p" className="paragraph">
            {paragraph}
          </Box>
        ))
      )}
    </Sheet>
  )
}
