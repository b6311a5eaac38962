import type { DocumentRemark } from '@tucai/contract'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import { useLanguage, useWords } from '../../language.ts'
import { Screen } from '../../parts/screen.tsx'
import type { Picture } from '../../platform/picture'
import { TakenPicture } from './taken-picture.tsx'

type RefusedDocumentProps = {
  picture: Picture
  remarks: DocumentRemark[]
  onAgain: () => void
  onLeave: () => void
}

/** Nothing to go on with: why, in the server's words, and the ways on. */
export function RefusedDocument({ picture, remarks, onAgain, onLeave }: RefusedDocumentProps) {
  const { scan } = useWords()
  const language = useLanguage()
  return (
    <Screen
      name="scan"
      title={scan.refusedTitle}
      onBack={onLeave}
      footerClass="flat col"
      footer={
        <>
          <Press className="btn primary" onPress={onAgain}>
            <Icon name="camera" />
            {scan.again}
          </Press>
          <Press className="link" onPress={onLeave}>
            {scan.byHand}
          </Press>
        </>
      }
    >
      <TakenPicture picture={picture} reading={false} />
      <Box as="ul" className="card reasons" role="alert">
        {remarks.map(({ code, zh, en }) => (
          <Box key={code} as="li" className="reason">
            <Icon name="info" sizePx={20} />
            <Box as="span" className="grow">
              {language === 'en' ? en : zh}
            </Box>
          </Box>
        ))}
      </Box>
    </Screen>
  )
}
