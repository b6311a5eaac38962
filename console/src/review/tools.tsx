import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import type { View } from './stage.tsx'

type ToolsProps = {
  view: View
  acts: { undo: () => void; skip: () => void; refer: () => void; toggleView: (what: 'zoom' | 'lines' | 'crop') => void }
  /** While the button is held down, the original is shown. */
  hold: (isDown: boolean) => void
}

export function Tools({ view, acts, hold }: ToolsProps) {
  const { words } = useSpeech()
  return (
    <div className="desk-tools" role="toolbar" aria-label={words.review.finished}>
      <button type="button" aria-pressed={view.zoom} onClick={() => acts.toggleView('zoom')}>
        <Icon name="zoom" /> {words.review.zoom} <kbd>Z</kbd>
      </button>
      <button type="button" aria-pressed={view.lines} onClick={() => acts.toggleView('lines')}>
        <Icon name="lines" /> {words.review.lines} <kbd>L</kbd>
      </button>
      <button
        type="button"
        aria-pressed={view.overlay}
        onPointerDown={() => hold(true)}
        onPointerUp={() => hold(false)}
        onPointerLeave={() => hold(false)}
      >
        <Icon name="compare" /> {words.review.overlay} <kbd>O</kbd>
      </button>
      <button type="button" onClick={() => acts.toggleView('crop')}>
        <Icon name="crop" /> {words.review.crop} <kbd>C</kbd>
      </button>
      <button type="button" onClick={acts.undo}>
        <Icon name="undo" /> {words.review.undo} <kbd>U</kbd>
      </button>
      <button type="button" title={words.review.skip} aria-label={words.review.skip} onClick={acts.skip}>
        <Icon name="right" /> <kbd>S</kbd>
      </button>
      <button type="button" title={words.review.refer} aria-label={words.review.refer} onClick={acts.refer}>
        <Icon name="flag" /> <kbd>G</kbd>
      </button>
    </div>
  )
}
