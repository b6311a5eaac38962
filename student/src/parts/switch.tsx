import { Box } from '../elements/box'
import { Press } from '../elements/press'

export function Switch({ on, label, onTurn }: { on: boolean; label: string; onTurn: (on: boolean) => void }) {
  return (
    <Press
      className={on ? 'switch on' : 'switch'}
      role="switch"
      aria-checked={on}
      aria-label={label}
      onPress={() => onTurn(!on)}
    >
      <Box as="span" className="switch-track" />
    </Press>
  )
}
