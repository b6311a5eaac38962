import { Box } from '../elements/box'
import { Icon, type IconName } from '../elements/icon'

/** The pill at the top of a live picture: one hint, read aloud when it changes. */
export function Hint({ words, icon = 'frame', good = false }: { words: string; icon?: IconName; good?: boolean }) {
  return (
    <Box className="hint">
      <Box className={good ? 'pill good' : 'pill'} role="status" aria-live="polite">
        <Icon name={icon} />
        {words}
      </Box>
    </Box>
  )
}
