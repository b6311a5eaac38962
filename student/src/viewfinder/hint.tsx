import { Box } from '../elements/box'
import { Icon } from '../elements/icon'

/** The pill at the top of a live picture: one hint, read aloud when it changes. */
export function Hint({ words }: { words: string }) {
  return (
    <Box className="hint">
      <Box className="pill" role="status" aria-live="polite">
        <Icon name="frame" />
        {words}
      </Box>
    </Box>
  )
}
