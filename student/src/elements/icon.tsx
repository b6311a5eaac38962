import { Box } from './box'

export type IconName =
  | 'album'
  | 'arrow-down'
  | 'arrow-left'
  | 'arrow-right'
  | 'arrow-up'
  | 'auto'
  | 'back'
  | 'camera'
  | 'chat'
  | 'check'
  | 'clear'
  | 'clock'
  | 'cross'
  | 'device'
  | 'down'
  | 'eye'
  | 'eye-shut'
  | 'frame'
  | 'globe'
  | 'info'
  | 'leave'
  | 'lock'
  | 'mark'
  | 'next'
  | 'pencil'
  | 'person'
  | 'pin'
  | 'receipt'
  | 'save'
  | 'scan'
  | 'service'
  | 'timer'
  | 'torch'
  | 'turn'

const sizeClass = { 24: '', 20: 'i-m ', 18: 'i-s ', 14: 'i-t ' }

/** A line drawing in the ink of the words beside it; never read aloud. */
export function Icon({
  name,
  sizePx = 24,
  className = '',
}: {
  name: IconName
  sizePx?: 24 | 20 | 18 | 14
  className?: string
}) {
  return <Box as="span" aria-hidden className={`i ${sizeClass[sizePx]}i-${name} ${className}`} />
}
