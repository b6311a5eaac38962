import type { Progress } from '@tucai/contract'
import { Icon, type IconName } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'

const icons: Record<Progress, IconName> = {
  unregistered: 'ring',
  information: 'person',
  photo: 'card',
  confirm: 'camera',
  paper: 'picture',
  order: 'clock',
  done: 'ticked',
}

/** One colour, one icon and one word per state, so that none depends on colour alone. */
export function ProgressTag({ progress }: { progress: Progress }) {
  const { words } = useSpeech()
  return (
    <span className={`state ${progress}`}>
      <Icon name={icons[progress]} dashed={progress === 'unregistered'} />
      {words.steps[progress]}
    </span>
  )
}
