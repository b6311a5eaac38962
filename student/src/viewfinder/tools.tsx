import { Box } from '../elements/box'
import { Icon, type IconName } from '../elements/icon'
import { Press } from '../elements/press'

/** The switches between the live picture and the shutter. One that would do nothing is left out. */
export function Tools({ switches }: { switches: (ToolProps | null)[] }) {
  return <Box className="tools">{switches.map((one) => (one === null ? null : <Tool key={one.name} {...one} />))}</Box>
}

type ToolProps = { name: IconName; words: string; on: boolean; onSwitch: (on: boolean) => void }

function Tool({ name, words, on, onSwitch }: ToolProps) {
  return (
    <Press
      className={on ? 'tool on' : 'tool'}
      role="switch"
      aria-checked={on}
      aria-label={words}
      onPress={() => onSwitch(!on)}
    >
      <Icon name={name} sizePx={20} />
      {words}
    </Press>
  )
}
