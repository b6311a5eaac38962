import empty from '../drawings/empty.svg'
import { Box } from '../elements/box'
import { Icon } from '../elements/icon'
import { Picture } from '../elements/picture'
import { Press } from '../elements/press'
import { restart } from '../go.ts'
import { useWords } from '../language.ts'
import { Screen } from './screen.tsx'

type EmptyProps = { screenTitle: string; title: string; says: string; onBack: () => void }

/** Nothing here yet: drawing, title, sentence, and the button that leads to where something begins. */
export function Empty({ screenTitle, title, says, onBack }: EmptyProps) {
  const { home } = useWords()
  return (
    <Screen name="empty" title={screenTitle} ground="plain" bodyClass="state" onBack={onBack}>
      <Picture className="state-art" src={empty} alt="" />
      <Box as="h2" className="title">
        {title}
      </Box>
      <Box as="p" className="state-words">
        {says}
      </Box>
      <Press className="btn primary" onPress={() => restart('home')}>
        <Icon name="camera" />
        {home.start}
      </Press>
    </Screen>
  )
}
