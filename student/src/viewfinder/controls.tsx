import { Box } from '../elements/box'
import { Icon } from '../elements/icon'
import { Press } from '../elements/press'
import { useWords } from '../language.ts'

type ControlsProps = { ready: boolean; onShoot: () => Promise<void>; onTurn?: () => void; onChoose?: () => void }

/**
 * Album, shutter, other lens. The album is missing where the campaign takes photos with the
 * camera only, the other lens where it takes none of the front camera.
 */
export function Controls({ ready, onShoot, onTurn, onChoose }: ControlsProps) {
  const words = useWords()
  return (
    <Box className="controls">
      {onChoose === undefined ? (
        <Box />
      ) : (
        <Press className="side" onPress={onChoose}>
          <Box as="span" className="side-round">
            <Icon name="album" />
          </Box>
          {words.viewfinder.album}
        </Press>
      )}
      <Press className="shutter" aria-label={words.guide.take} disabled={!ready} onPress={onShoot} />
      {onTurn === undefined ? (
        <Box />
      ) : (
        <Press className="side" onPress={onTurn}>
          <Box as="span" className="side-round">
            <Icon name="turn" />
          </Box>
          {words.viewfinder.turn}
        </Press>
      )}
    </Box>
  )
}
