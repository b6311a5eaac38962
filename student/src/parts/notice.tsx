import { Box } from '../elements/box'
import { Icon } from '../elements/icon'

/** A notice of at most two lines, read aloud when it appears; nothing when there are no words. */
export function Notice({ words, tone = 'info' }: { words: string | undefined; tone?: 'info' | 'warn' | 'bad' }) {
  if (words === undefined) return null
  return (
    <Box className={`notice ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon name="info" sizePx={20} />
      <Box as="span" className="grow">
        {words}
      </Box>
    </Box>
  )
}
