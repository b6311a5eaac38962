import { useState } from 'react'
import { Box } from '../elements/box'
import { Icon } from '../elements/icon'
import { Press } from '../elements/press'
import { useWords } from '../language.ts'
import { openSettings, settingsByWords } from '../platform/settings'

type NoCameraProps = { refused: boolean; onAgain: () => void; onChoose?: () => void }

/** No live picture: what is missing, the way to the settings, and 选择照片 where the campaign allows it. */
export function NoCamera({ refused, onAgain, onChoose }: NoCameraProps) {
  const words = useWords()
  const [explained, setExplained] = useState(false)
  const { viewfinder } = words
  const toSettings = () => {
    if (settingsByWords) setExplained(true)
    else openSettings(onAgain)
  }
  const says = refused ? (explained ? viewfinder.settingsWords : viewfinder.refusedWords) : viewfinder.missingWords
  return (
    <Box className="no-camera" role="status" aria-live="polite">
      <Box className="no-camera-icon">
        <Icon name="camera" />
      </Box>
      <Box as="h2" className="title">
        {refused ? viewfinder.refusedTitle : viewfinder.missingTitle}
      </Box>
      <Box as="p" className="no-camera-words">
        {says}
      </Box>
      {refused && !explained ? (
        <Press className="btn primary" onPress={toSettings}>
          {viewfinder.settings}
        </Press>
      ) : (
        <Press className="btn primary" onPress={onAgain}>
          {viewfinder.again}
        </Press>
      )}
      {onChoose === undefined ? null : (
        <Press className="btn line" onPress={onChoose}>
          <Icon name="album" />
          {words.guide.choose}
        </Press>
      )}
    </Box>
  )
}
