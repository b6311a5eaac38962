import { Box } from '../elements/box'
import { Icon } from '../elements/icon'

/** A notice of at most two lines; nothing when there are no words. */
export function Notice({ words, tone = 'info' }: { words: string | undefined; tone?: 'info' | 'warn' | 'bad' }) {
  return (
    <Box aria-live="polite">
      {words === undefined ? null : (
        <Box className={`notice ${tone}`}>
          <Icon name="info" sizePx={20} />
          <Box as="span" className="grow">
            {words}
          </Box>
        </Box>
      )}
    </Box>
  )
}
